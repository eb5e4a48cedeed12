"""Forms of the pages of exits: what each act asks."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from housing.exits.page_words import JUDGMENTS, PLAINTIFFS, SERVED, TRIGGERS
from housing.exits.states import WITHOUT_REVIEW, Trigger
from housing.web.typed_fields import DayField

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=2000)]
_PAPER = [_NEEDED, Length(max=200)]
_DAY = {"placeholder": _l("年-月-日，如 2025-07-03")}


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(each.value, said) for each, said in words.items()]


class OpenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Which of the cases of the article, what was seen, and what shows it."""

    trigger = SelectField(
        _l("情形"),
        choices=_choices(
            {each: said for each, said in TRIGGERS.items() if each not in WITHOUT_REVIEW}
            | {Trigger.OWN_WISH: TRIGGERS[Trigger.OWN_WISH]}
        ),
    )
    reason = TextAreaField(_l("具体情况"), _TEXT, render_kw={"rows": 3})
    document = StringField(_l("依据文件"), [Optional(), Length(max=200)])


class ReasonsForm(FlaskForm):  # type: ignore[misc]
    """One reason a line."""

    reasons = TextAreaField(_l("理由（一行一条，会写入通知书）"), _TEXT, render_kw={"rows": 4})


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = TextAreaField(_l("原因"), _TEXT, render_kw={"rows": 2})


class TokenForm(FlaskForm):  # type: ignore[misc]
    """Nothing but that the form was sent from the page."""


class ServeForm(FlaskForm):  # type: ignore[misc]
    """When and how the notice was delivered, and what shows it."""

    on = DayField(_l("送达日期"), [_NEEDED], render_kw=_DAY)
    served = SelectField(_l("送达方式"), choices=_choices(SERVED))
    document = StringField(_l("送达凭证"), _PAPER)


class ExtendForm(FlaskForm):  # type: ignore[misc]
    """Until when, why, and on which decision."""

    until = DayField(_l("延长到（含当日）"), [_NEEDED], render_kw=_DAY)
    reason = TextAreaField(_l("原因"), _TEXT, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class DwellingForm(FlaskForm):  # type: ignore[misc]
    """A dwelling that the household owns."""

    dwelling = StringField(_l("自有住房坐落"), _PAPER)
    habitable = SelectField(
        _l("是否符合入住条件"),
        choices=[SelectChoice("yes", _l("符合入住条件")), SelectChoice("no", _l("不能入住"))],
    )
    document = StringField(_l("核实依据"), _PAPER)


class SueForm(FlaskForm):  # type: ignore[misc]
    """Who sued where, when, under which number."""

    plaintiff = SelectField(_l("原告"), choices=_choices(PLAINTIFFS))
    court = StringField(_l("受理法院"), [_NEEDED, Length(max=128)])
    on = DayField(_l("起诉日期"), [_NEEDED], render_kw=_DAY)
    court_number = StringField(_l("案号"), [Optional(), Length(max=64)])


class JudgeForm(FlaskForm):  # type: ignore[misc]
    """What the court decided."""

    judgment = SelectField(_l("裁判结果"), choices=_choices(JUDGMENTS))
    on = DayField(_l("裁判日期"), [_NEEDED], render_kw=_DAY)
    document = StringField(_l("裁判文书"), _PAPER)
    court_number = StringField(_l("案号"), [Optional(), Length(max=64)])
    enforcement = StringField(_l("执行情况"), [Optional(), Length(max=500)])


class AskForm(FlaskForm):  # type: ignore[misc]
    """What the household disagrees with, in its letter."""

    reason = TextAreaField(_l("来函的理由"), _TEXT, render_kw={"rows": 3})
    document = StringField(_l("来函编号"), _PAPER)


class OwnAskForm(FlaskForm):  # type: ignore[misc]
    """What the household disagrees with."""

    reason = TextAreaField(_l("您不同意什么，为什么"), _TEXT, render_kw={"rows": 5})


class ReconsiderForm(FlaskForm):  # type: ignore[misc]
    """What a reconsideration comes to."""

    outcome = SelectField(
        _l("复核结果"),
        choices=[
            SelectChoice("against", _l("维持原决定")),
            SelectChoice("in_favour", _l("变更原决定，恢复保障资格")),
        ],
    )
    reasons = TextAreaField(_l("理由（一行一条，会写入通知书）"), _TEXT, render_kw={"rows": 4})
