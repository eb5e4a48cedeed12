"""The lines of a place on a day: every dated value that admission is judged by."""

from dataclasses import dataclass
from datetime import date

from housing.policies.book import PolicyBook
from housing.policies.value import PolicyValue


@dataclass(frozen=True, slots=True)
class Lines:
    """The standards of one place on one day, each with its source.

    `residence_years` exists only where the place asks for years of residence (KM-D3-2).
    """

    place: str
    day: date
    groups: PolicyValue
    area: PolicyValue
    income_low: PolicyValue
    income_lower_middle: PolicyValue
    property_limit: PolicyValue
    insurance: PolicyValue
    employment: PolicyValue
    lookback: PolicyValue
    disposal_events: PolicyValue
    exception_grounds: PolicyValue
    benefits: PolicyValue
    extra: PolicyValue
    residence_years: PolicyValue | None = None


PARAMETERS = {
    "groups": "applicant_group",
    "area": "housing_area_line_per_capita",
    "income_low": "income_line_low",
    "income_lower_middle": "income_line_lower_middle",
    "property_limit": "property_limit",
    "insurance": "social_insurance_continuous",
    "employment": "stable_employment_evidence",
    "lookback": "disposal_lookback",
    "disposal_events": "disposal_events",
    "exception_grounds": "disposal_exception_grounds",
    "benefits": "excluded_past_benefits",
    "extra": "extra_conditions",
}
RESIDENCE = "migrant_residence_min"


def lines_for(book: PolicyBook, place: str, day: date) -> Lines:
    """Return the standards of `place` on `day`, the day of the application.

    Basis: HN 10 (HN-10-1: the version in force on the application day is applied and recorded).

    Raises:
        MissingPolicyValue: the county has not set one of them; names it.
    """
    values = {field: book.value(name, place, day) for field, name in PARAMETERS.items()}
    return Lines(place=place, day=day, residence_years=book.find(RESIDENCE, place, day), **values)
