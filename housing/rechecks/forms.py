"""Forms of the pages of rechecks."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from housing.rechecks.page_words import CHANGES
from housing.rechecks.words import Change

_NEEDED = InputRequired(_l("此项必须填写。"))
_CHOSEN = InputRequired(_l("请选择一项。"))
_WORDS = [_NEEDED, Length(max=2000)]


class BeginForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Why a household is rechecked."""

    reason = TextAreaField(_l("情况有什么变化"), _WORDS, render_kw={"rows": 3})
    document = StringField(_l("依据文件"), [Optional(), Length(max=200)])


class PassForm(FlaskForm):  # type: ignore[misc]
    """Why the household still qualifies."""

    reasons = TextAreaField(_l("认定的理由"), _WORDS, render_kw={"rows": 3})


class FailForm(FlaskForm):  # type: ignore[misc]
    """Why it does not: the conditions, and one reason a line."""

    conditions = SelectMultipleField(
        _l("不再符合的条件"), [Optional()], validate_choice=False, coerce=str
    )
    reasons = TextAreaField(_l("理由（一行一条，会写入通知书）"), _WORDS, render_kw={"rows": 4})


class AskForm(FlaskForm):  # type: ignore[misc]
    """What the household disagrees with, in its letter."""

    reason = TextAreaField(_l("来函的理由"), _WORDS, render_kw={"rows": 3})
    document = StringField(_l("来函编号"), [_NEEDED, Length(max=200)])


class OwnAskForm(FlaskForm):  # type: ignore[misc]
    """What the family disagrees with."""

    reason = TextAreaField(_l("您不同意什么，为什么"), _WORDS, render_kw={"rows": 5})


class ReconsiderForm(FlaskForm):  # type: ignore[misc]
    """What a reconsideration comes to."""

    outcome = RadioField(
        _l("复核结果"),
        [_CHOSEN],
        choices=[
            SelectChoice("in_favour", _l("变更为仍符合条件")),
            SelectChoice("against", _l("维持原决定")),
        ],
    )
    reasons = TextAreaField(_l("理由（一行一条，会写入通知书）"), _WORDS, render_kw={"rows": 4})


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What has changed, since when."""

    kind = SelectField(
        _l("哪方面有变化"), choices=[SelectChoice(c.value, CHANGES[c]) for c in Change]
    )
    happened_on = DateField(_l("从哪一天起"), [_NEEDED])
    words = TextAreaField(_l("具体情况"), _WORDS, render_kw={"rows": 5})


class HandleForm(FlaskForm):  # type: ignore[misc]
    """Why a report leads to a recheck, or why it does not."""

    reason = TextAreaField(_l("理由"), _WORDS, render_kw={"rows": 2})


class BatchForm(FlaskForm):  # type: ignore[misc]
    """Why several rechecks are passed together."""

    reason = TextAreaField(_l("认定的理由"), _WORDS, render_kw={"rows": 2})
