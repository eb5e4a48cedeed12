"""The facts of a case side by side: declared, as departments answered, as surveyed (HN 14, 15)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.applications.page_words import MARITALS
from housing.applications.words import Marital
from housing.eligibility.facts import CaseFacts, Known
from housing.eligibility.wording import BANDS, BENEFITS, EVENTS
from housing.reviews.evidence import Gathered
from housing.reviews.models import Investigation
from housing.reviews.words import Condition
from housing.web.formats import area, day, money
from housing.web.language import language, said

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact: what was declared, what stands, its source and day, and the survey's word.

    `differs`: a department says something else than the applicant; `why`: nobody established it.
    """

    name: LazyString
    declared: str
    checked: str
    source: str
    on: str
    why: str
    differs: bool
    survey: Condition | None


def compared(gathered: Gathered) -> list[Compared]:
    """Return the facts that anybody spoke about, in the order of the conditions."""
    lines = (_line(gathered, *each) for each in FIELDS)
    return [line for line in lines if line.declared != NOTHING or line.checked != NOTHING]


def survey_of(record: Investigation | None, condition: Condition | None) -> dict[str, str] | None:
    """Return what a survey says of a condition: whether it agrees, and the note."""
    if record is None or condition is None:
        return None
    found: dict[str, str] | None = record.found.get(condition.value)
    return found


def _line(
    gathered: Gathered,
    field: str,
    name: LazyString,
    condition: Condition | None,
    words: Callable[[Any], str],
) -> Compared:
    before, now = _fact(gathered.declared, field), _fact(gathered.facts, field)
    declared = words(before.value) if isinstance(before, Known) else NOTHING
    checked = source = on = why = ""
    if isinstance(now, Known):
        checked, source, on = words(now.value), said(now.source), day(now.on)
    else:
        checked, why = NOTHING, said(str(getattr(now, "why", "")))
    differs = NOTHING not in (declared, checked) and declared != checked
    return Compared(name, declared, checked, source, on, why, differs, condition)


def _fact(facts: CaseFacts, field: str) -> Any:
    return getattr(facts, field)


def _each(words: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda values: _("；").join(words(each) for each in values) or str(_("无"))


def _people(size: int) -> str:
    return str(_("%(count)s 人", count=size))


def _disposal(each: Any) -> str:
    return f"{each.on} {_word(EVENTS, each.kind)} {area(each.area)}"


def _benefit(each: Any) -> str:
    return f"{day(each.on)} {_word(BENEFITS, each.kind)}"


def _months(values: Any) -> str:
    held = sorted(values)
    if not held:
        return str(_("无"))
    return f"{held[0]} — {held[-1]}{_('（%(count)s 个月）', count=len(held))}"


def _band(value: str) -> str:
    return _word(BANDS, value) if value in BANDS else NOTHING


def _word(words: Mapping[str, tuple[str, str]], key: str) -> str:
    zh, en = words.get(key, (key, key))
    return en if language() == "en" else zh


def _marital(value: str) -> str:
    return str(MARITALS.get(Marital(value), value)) if value else NOTHING


def _maybe_day(value: Any) -> str:
    return day(value)


FIELDS: tuple[tuple[str, LazyString, Condition | None, Callable[[Any], str]], ...] = (
    ("size", _l("家庭人口"), Condition.PEOPLE, _people),
    ("marital", _l("婚姻状况"), Condition.PEOPLE, _marital),
    ("local_area", _l("本地自有住房"), Condition.HOUSING, area),
    ("dwellings", _l("自有住房各套"), Condition.HOUSING, _each(lambda each: area(each.area))),
    ("disposals", _l("处分的房产"), Condition.HOUSING, _each(_disposal)),
    ("policy_housing", _l("政策性住房"), Condition.HOUSING, _each(_benefit)),
    ("income_fen", _l("家庭月收入"), Condition.INCOME, money),
    ("income_band", _l("收入认定"), Condition.INCOME, _band),
    ("net_assets_fen", _l("家庭财产"), Condition.PROPERTY, money),
    ("vehicles", _l("机动车"), Condition.PROPERTY, _each(money)),
    ("insurance_months", _l("社会保险"), Condition.WORK, _months),
    ("employed_since", _l("开始工作"), Condition.WORK, _maybe_day),
)
