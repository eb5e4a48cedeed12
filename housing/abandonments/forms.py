"""Forms of abandonments: the report, the household's words, the decisions."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from housing.abandonments.page_words import CASES
from housing.web.typed_fields import DayField

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=2000)]


class ReportForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Who gave up what, when, and what shows it."""

    number = StringField(_l("申请编号"), [_NEEDED, Length(max=32)])
    kind = SelectField(
        _l("情况"), choices=[SelectChoice(kind.value, words) for kind, words in CASES.items()]
    )
    on = DayField(
        _l("发生日期"), [_NEEDED], render_kw={"placeholder": _l("年-月-日，如 2025-07-03")}
    )
    reason = TextAreaField(_l("具体情况"), _TEXT, render_kw={"rows": 3})
    document = StringField(_l("依据文件"), [_NEEDED, Length(max=200)])


class StatementForm(FlaskForm):  # type: ignore[misc]
    """What the household says."""

    statement = TextAreaField(_l("情况说明"), _TEXT, render_kw={"rows": 5})


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Why it counts as given up."""

    reasons = TextAreaField(_l("认定放弃的理由（一行一条）"), _TEXT, render_kw={"rows": 3})


class ExcuseForm(FlaskForm):  # type: ignore[misc]
    """Which ground of the county's rule, and why it holds."""

    ground = SelectField(_l("本地规定的正当理由"), [_NEEDED])
    reasons = TextAreaField(_l("认可的理由（一行一条）"), _TEXT, render_kw={"rows": 3})


class SetAsideForm(FlaskForm):  # type: ignore[misc]
    """Why it did not happen."""

    reasons = TextAreaField(_l("不成立的理由（一行一条）"), _TEXT, render_kw={"rows": 3})


class ReverseForm(FlaskForm):  # type: ignore[misc]
    """Why the finding is reversed."""

    reasons = TextAreaField(_l("撤销的理由（一行一条）"), _TEXT, render_kw={"rows": 3})
