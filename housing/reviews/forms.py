"""What each act on a case asks the officer for."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from housing.applications.states import ApplicationState
from housing.reviews.page_words import AGREEMENTS, CONDITIONS, DUE, OUTCOMES, STATES
from housing.reviews.papers import Asked, AskLine
from housing.reviews.words import Agreement, Condition, Outcome

_NEEDED = InputRequired(_l("此项必须填写。"))
_CHOSEN = InputRequired(_l("请选择一项。"))
_ROWS = {"rows": 3}


class ActForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the confirmation; `version` is the case as the officer saw it."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version of the case that the officer saw; None when nothing came along."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else None


class OutcomeForm(ActForm):
    """Whether the conditions are met, with reasons."""

    outcome = RadioField(
        _l("结论"), [_CHOSEN], choices=[(each.value, OUTCOMES[each]) for each in Outcome]
    )
    reason = TextAreaField(_l("意见和理由"), [_NEEDED, Length(max=2000)], render_kw=_ROWS)

    @property
    def chosen(self) -> Outcome:
        """The outcome that was chosen."""
        return Outcome(self.outcome.data)


class LetterForm(ActForm):
    """An applicant's letter: its number and what it says."""

    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw=_ROWS)
    document = StringField(_l("申请人来函编号"), [_NEEDED, Length(max=200)])


class PaperForm(ActForm):
    """The number of the letter by which a department answered on paper."""

    paper = StringField(_l("回函文号"), [_NEEDED, Length(max=200)])


class ReceiptForm(FlaskForm):  # type: ignore[misc]
    """Under which number a list was received."""

    receipt_number = StringField(_l("备案回执号"), [_NEEDED, Length(max=64)])


class BatchForm(FlaskForm):  # type: ignore[misc]
    """One act on several cases, looked at first and then done."""

    act = HiddenField()
    reason = TextAreaField(_l("意见和理由"), [Optional(), Length(max=2000)], render_kw=_ROWS)
    look = SubmitField(_l("先看看结果"))
    go = SubmitField(_l("办理"))


class FilterForm(FlaskForm):  # type: ignore[misc]
    """What the list shows."""

    class Meta:
        csrf = False

    whose = SelectField(_l("由谁办理"), choices=[("mine", _l("轮到我办的")), ("all", _l("全部"))])
    state = SelectField(
        _l("状态"),
        choices=[("", _l("全部")), *((state.value, STATES[state]) for state in ApplicationState)],
    )
    group = SelectField(_l("申请类别"))
    office = SelectField(_l("受理街道"))
    due = SelectField(_l("期限"), choices=list(DUE.items()))


def survey_form(conditions: list[Condition]) -> type[FlaskForm]:
    """Return the form of a survey: one question and one note for each condition."""
    shape: dict[str, object] = {
        "visited_on": DateField(_l("调查日期"), [_NEEDED]),
        "investigators": StringField(_l("调查人员"), [_NEEDED, Length(max=200)]),
    }
    choices = [(each.value, AGREEMENTS[each]) for each in Agreement]
    for condition in conditions:
        shape[f"{condition.value}_agrees"] = RadioField(
            CONDITIONS[condition], [_CHOSEN], choices=choices
        )
        shape[f"{condition.value}_note"] = TextAreaField(
            _l("情况说明"), [Optional(), Length(max=2000)], render_kw={"rows": 2}
        )
    return type("SurveyForm", (ActForm,), shape)


def found_in(
    form: FlaskForm, conditions: list[Condition]
) -> dict[Condition, tuple[Agreement, str]]:
    """Return what a survey's form says of each condition."""
    return {
        condition: (
            Agreement(form[f"{condition.value}_agrees"].data),
            form[f"{condition.value}_note"].data or "",
        )
        for condition in conditions
    }


def visited_on(form: FlaskForm) -> date:
    """Return the day of a survey."""
    found: date = form.visited_on.data
    return found


def missing_form(lines: list[AskLine]) -> type[FlaskForm]:
    """Return the form of the one-time notice: one reason a paper, preset where it is missing."""
    shape: dict[str, object] = {"lines": lines}
    for at, line in enumerate(lines):
        shape[f"item_{at}"] = StringField(
            line.name, [Optional(), Length(max=500)], default=line.preset
        )
    return type("MissingForm", (ActForm,), shape)


def asked_in(form: FlaskForm) -> list[Asked]:
    """Return what a notice asks for: the lines that have a reason."""
    named = ((line, form[f"item_{at}"].data or "") for at, line in enumerate(form.lines))
    return [(line.key, reason.strip(), line.member_id) for line, reason in named if reason.strip()]
