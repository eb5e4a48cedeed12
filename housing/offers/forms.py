"""Forms of offers: what each act asks."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

_NEEDED = InputRequired(_l("此项必须填写。"))
_REASON = [_NEEDED, Length(max=500)]
_PAPER = [_NEEDED, Length(max=200)]


class DeclineForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Why a flat is given up; at the counter with the signed statement."""

    reason = TextAreaField(_l("放弃的原因"), _REASON, render_kw={"rows": 3})
    document = StringField(_l("放弃声明编号"), _PAPER)


class OwnDeclineForm(FlaskForm):  # type: ignore[misc]
    """The same by the household itself, who says that it knows what follows."""

    reason = TextAreaField(_l("放弃的原因"), _REASON, render_kw={"rows": 3})
    sure = BooleanField(
        _l("我知道放弃的后果，仍要放弃"), [InputRequired(_l("请勾选，表示您已了解后果。"))]
    )


class ExtendForm(FlaskForm):  # type: ignore[misc]
    """A later last day, by decision."""

    until = DateField(_l("延长到（含当日）"), [_NEEDED])
    reason = TextAreaField(_l("延长的原因"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why, and on which paper."""

    reason = TextAreaField(_l("原因"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)
