"""Forms of visits: planning, what a visit was like, putting one off."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from housing.documents.sent import PICTURES
from housing.inspections.page_words import ANSWERED, FINDINGS, NEXT_STEPS, PURPOSES
from housing.web.typed_fields import DayField, HundredthsField

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=1000)]
_DAY = {"placeholder": _l("年-月-日，如 2025-07-03")}
MOST_READING = 10_000_000_00
#: So many findings fit into one visit.
FINDING_ROWS = 3


class PlanForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """One visit: when, why, by whom."""

    on = DayField(_l("走访日期"), [_NEEDED], render_kw=_DAY)
    purpose = SelectField(
        _l("走访类别"),
        choices=[SelectChoice(purpose.value, words) for purpose, words in PURPOSES.items()],
    )
    why = TextAreaField(_l("走访事由"), [Length(max=1000)], render_kw={"rows": 2})
    inspector = StringField(_l("走访人员"), [Length(max=64)])
    announced = BooleanField(_l("事先通知承租人"))


class WalkForm(FlaskForm):  # type: ignore[misc]
    """The visits of one day's walk."""

    lease_ids = SelectMultipleField(_l("走访住户"), coerce=int)
    on = DayField(_l("走访日期"), [_NEEDED], render_kw=_DAY)
    inspector = StringField(_l("走访人员"), [Length(max=64)])


class FindingForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One thing that was found; a row without words is none."""

    kind = SelectField(
        _l("类别"), choices=[SelectChoice(kind.value, words) for kind, words in FINDINGS.items()]
    )
    detail = StringField(_l("情况"), [Length(max=500)])
    next_step = SelectField(
        _l("后续"), choices=[SelectChoice(step.value, words) for step, words in NEXT_STEPS.items()]
    )


class MakeForm(FlaskForm):  # type: ignore[misc]
    """What a visit was like."""

    answered = RadioField(
        _l("应门情况"),
        [InputRequired(_l("请选择应门情况。"))],
        choices=[SelectChoice(each.value, words) for each, words in ANSWERED.items()],
    )
    water = HundredthsField(_l("水表读数"), most=MOST_READING)
    power = HundredthsField(_l("电表读数"), most=MOST_READING)
    gas = HundredthsField(_l("燃气表读数"), most=MOST_READING)
    findings = FieldList(FormField(FindingForm), min_entries=FINDING_ROWS, max_entries=12)
    note = TextAreaField(_l("其他说明"), [Length(max=1000)], render_kw={"rows": 2})
    photos = MultipleFileField(_l("照片"), render_kw={"accept": PICTURES, "multiple": True})

    def readings(self) -> dict[str, int]:
        """Return the meters that were read, in hundredths."""
        read: dict[str, Any] = {name: self[name].data for name in ("water", "power", "gas")}
        return {name: value for name, value in read.items() if value is not None}


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Another day, and why."""

    on = DayField(_l("改到"), [_NEEDED], render_kw=_DAY)
    reason = TextAreaField(_l("改期原因"), _TEXT, render_kw={"rows": 2})


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a visit is called off."""

    reason = TextAreaField(_l("取消原因"), _TEXT, render_kw={"rows": 2})


class TakenForm(FlaskForm):  # type: ignore[misc]
    """Which case follows from a finding."""

    case = StringField(_l("由哪件案件办理（如报修编号）"), [_NEEDED, Length(max=64)])
