"""What is registered about a household before it is sealed and stored."""

from dataclasses import dataclass
from datetime import date

from housing.households.words import Assistance, Group, Rescue


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """One application as a sheet tells it. Money in fen, area in hundredths of m²."""

    application_number: str
    name: str
    document_kind: str
    identity_number: str
    phone: str
    birth_on: date | None
    street: str
    group: Group
    size: int
    rescue: Rescue
    priority_groups: list[str]
    income_fen: int
    assets_fen: int
    present_area: int
    insurance_months: int | None
    employer: str
    accepted_on: date
    registered_on: date
    needs_accessible: bool
    assistance: Assistance
    wishes: list[list[str]]
