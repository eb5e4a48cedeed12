"""The standards that a county must make known, and when it has to look at them again."""

from dataclasses import dataclass
from datetime import date

from housing.calendar import Measure, Period, due
from housing.calendar.book import Calendar
from housing.policies.book import PolicyBook
from housing.policies.registry import Parameter
from housing.policies.value import UNSTATED, PolicyValue

#: Admission, guaranteed area, subsidy and waiting, in the order in which a family asks.
STANDARDS = (
    "housing_area_line_per_capita",
    "income_line_low",
    "income_line_lower_middle",
    "property_limit",
    "social_insurance_continuous",
    "stable_employment_evidence",
    "extra_conditions",
    "guaranteed_area_by_household_size",
    "rental_subsidy_standard",
    "waiting_period_local",
)


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard: the value of a day, the one that comes next, the day of the next review."""

    parameter: Parameter
    value: PolicyValue | None
    coming: PolicyValue | None
    review_on: date | None


def standards(book: PolicyBook, calendar: Calendar, place: str, day: date) -> list[Standard]:
    """Return the standards of `place` on `day`; `value` is None where the county has set none.

    Basis: HN 10 (HN-10-1, HN-10-2, HN-10-3), HN 12 (HN-12-5, HN-12-7), HN 16 (HN-16-1).
    """
    interval = book.find("standards_review_interval", place, day)
    months = int(interval.value) if interval else None
    return [_standard(book, calendar, name, place, day, months) for name in STANDARDS]


def _standard(
    book: PolicyBook, calendar: Calendar, name: str, place: str, day: date, months: int | None
) -> Standard:
    value = book.find(name, place, day)
    known = value is not None and value.in_force_from != UNSTATED
    review = None
    if value is not None and known and months is not None:
        period = Period(months, Measure.MONTHS)
        review = due(calendar, value.in_force_from, period, rolls_over=False).day
    return Standard(book.registry.get(name), value, book.coming(name, place, day), review)
