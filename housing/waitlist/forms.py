"""Forms of the waitlist's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from housing.households.words import Assistance

_NEEDED = InputRequired(_l("此项必须填写。"))
_REASON = [_NEEDED, Length(max=2000)]


class ReviewForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Why a household that waits is reviewed."""

    reason = TextAreaField(_l("情况有什么变化"), _REASON, render_kw={"rows": 3})
    document = StringField(_l("依据文件"), [Optional(), Length(max=200)])


class KeepForm(FlaskForm):  # type: ignore[misc]
    """Why an entry is kept."""

    reason = TextAreaField(_l("保留的理由"), _REASON, render_kw={"rows": 3})


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why an entry is cancelled: one reason a line, and the conditions no longer met."""

    reasons = TextAreaField(_l("取消的理由（一行一条）"), _REASON, render_kw={"rows": 4})
    conditions = StringField(_l("不再符合的条件（条目编号）"), [Optional(), Length(max=200)])


class AssistanceForm(FlaskForm):  # type: ignore[misc]
    """The other form of assistance, on the household's paper."""

    assistance = SelectField(
        _l("改为"),
        choices=[
            SelectChoice(Assistance.FLAT.value, _l("实物配租")),
            SelectChoice(Assistance.SUBSIDY.value, _l("租赁补贴")),
        ],
    )
    reason = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("家庭的书面申请"), [_NEEDED, Length(max=200)])


class SubsidyForm(FlaskForm):  # type: ignore[misc]
    """The paper that grants the rental subsidy."""

    document = StringField(_l("批准发放补贴的文件"), [_NEEDED, Length(max=200)])
