"""What is known about a case: each fact with its source and day, or why it is not known.

Money is fen, areas are hundredths of m², months are written '2026-03'.
"""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A fact: its value, who says so ("中文 / English") and the day it speaks for."""

    value: T
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A fact that nobody has established, and why ("中文 / English")."""

    why: str


Fact = Known[T] | NotKnown


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling in the locality that a member owns."""

    area: int


@dataclass(frozen=True, slots=True)
class Disposal:
    """A dwelling that a member gave up: `kind` and `cause` are words of the article.

    `document` names what shows the cause; empty when nothing has been shown.
    Basis: HN 12 (HN-12-2, HN-12-3).
    """

    on: date
    kind: str
    area: int
    cause: str = "none"
    document: str = ""


@dataclass(frozen=True, slots=True)
class PolicyHousing:
    """A policy dwelling that a member has enjoyed. Basis: HN 12 (HN-12-6)."""

    on: date | None
    kind: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything that the conditions of admission look at.

    `group`: a word of `households.words.Group`, or one that only another place's list has.
    `local_area`: all dwellings that members own in the locality, added up. `income_fen`: of the
    whole household a month. `income_band`: how civil affairs certify it (low, lower_middle,
    above), "" while only the applicant has spoken. `stable_employment`: whether there is the
    evidence that the county asks for. `banned_until`: the last day of a ban from applying.
    """

    group: str
    applied_on: date
    size: Fact[int]
    local_area: Fact[int]
    dwellings: Fact[tuple[Dwelling, ...]]
    disposals: Fact[tuple[Disposal, ...]]
    income_fen: Fact[int]
    income_band: Fact[str]
    net_assets_fen: Fact[int]
    vehicles: Fact[tuple[int, ...]]
    insurance_months: Fact[tuple[str, ...]]
    stable_employment: Fact[bool]
    employed_since: Fact[date | None]
    policy_housing: Fact[tuple[PolicyHousing, ...]]
    graduated_on: Fact[date | None]
    applicant_age: Fact[int]
    marital: Fact[str]
    resided_since: Fact[date | None]
    banned_until: Fact[date | None]
