"""Facts as an applicant states them, from a plain mapping with the application's field names."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from housing.core.errors import BadInput
from housing.eligibility.facts import (
    CaseFacts,
    Disposal,
    Dwelling,
    Fact,
    Known,
    NotKnown,
    PolicyHousing,
)
from housing.eligibility.spans import full_years

T = TypeVar("T")

SOURCE = "申请人申报 / declared by the applicant"
UNSTATED = NotKnown("申请人没有填写 / not stated by the applicant")
Values = Mapping[str, Any]


def facts_declared(values: Values, on: date, source: str = SOURCE) -> CaseFacts:
    """Return what `values` state as known on `on`; what is missing or None is not known.

    Keys: group, applied_on (default `on`), size, owned_area, dwellings, disposals, income_fen,
    assets_fen, vehicles, insurance_months, employer_name, employed_since, stable_employment,
    policy_housing, graduated_on, birth_on or age (the applicant's), marital, resided_since,
    banned_until (known to be none unless given). Days are dates or ISO text. Civil affairs alone
    certify the income band, so none is declared.

    Raises:
        BadInput: a day cannot be read; names the field.
    """
    applied_on = _day(values, "applied_on") or on
    said = _Said(values, on, source)
    birth_on = _day(values, "birth_on")
    return CaseFacts(
        group=str(values["group"]),
        applied_on=applied_on,
        size=said.at_least_one("size"),
        local_area=said.local_area(),
        dwellings=said.rows("dwellings", lambda row: Dwelling(int(row["area"]))),
        disposals=said.rows("disposals", _disposal),
        income_fen=said.plain("income_fen"),
        income_band=Known("", source, on),
        net_assets_fen=said.plain("assets_fen"),
        vehicles=said.rows("vehicles", int),
        insurance_months=said.rows("insurance_months", str),
        stable_employment=said.employed(),
        employed_since=said.day("employed_since"),
        policy_housing=said.rows("policy_housing", _benefit),
        graduated_on=said.day("graduated_on"),
        applicant_age=said.known(full_years(birth_on, applied_on))
        if birth_on
        else said.plain("age"),
        marital=said.plain("marital"),
        resided_since=said.day("resided_since"),
        banned_until=Known(_day(values, "banned_until"), source, on),
    )


class _Said:
    """What somebody stated on a day."""

    def __init__(self, values: Values, on: date, source: str) -> None:
        self.values, self.on, self.source = values, on, source

    def known(self, value: T) -> Known[T]:
        return Known(value, self.source, self.on)

    def plain(self, name: str) -> Fact[Any]:
        value = self.values.get(name)
        return UNSTATED if value is None or value == "" else self.known(value)

    def at_least_one(self, name: str) -> Fact[int]:
        value = self.values.get(name)
        return self.known(int(value)) if value is not None and int(value) >= 1 else UNSTATED

    def rows(self, name: str, read: Callable[[Any], T]) -> Fact[tuple[T, ...]]:
        several: Iterable[Any] | None = self.values.get(name)
        return UNSTATED if several is None else self.known(tuple(read(each) for each in several))

    def day(self, name: str) -> Fact[date | None]:
        value = _day(self.values, name)
        return UNSTATED if value is None else self.known(value)

    def local_area(self) -> Fact[int]:
        stated = self.values.get("owned_area")
        if stated is not None:
            return self.known(int(stated))
        dwellings = self.values.get("dwellings")
        if dwellings is None:
            return UNSTATED
        return self.known(sum(int(each["area"]) for each in dwellings))

    def employed(self) -> Fact[bool]:
        """Evidence as stated by name, else an employer or a first day at work."""
        stated = self.values.get("stable_employment")
        if stated is not None:
            return self.known(bool(stated))
        fields = [self.values.get(name) for name in ("employer_name", "employed_since")]
        if all(value is None for value in fields):
            return UNSTATED
        return self.known(any(bool(value) for value in fields))


def _disposal(row: Mapping[str, Any]) -> Disposal:
    on = _day(row, "on")
    if on is None:
        raise BadInput("disposals.on：请填写处分日期 / state the day of the disposal")
    document = str(row.get("document") or "")
    return Disposal(
        on, str(row["kind"]), int(row.get("area") or 0), str(row.get("cause") or "none"), document
    )


def _benefit(row: Mapping[str, Any]) -> PolicyHousing:
    return PolicyHousing(_day(row, "on"), str(row["kind"]))


def _day(values: Values, name: str) -> date | None:
    value = values.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as fault:
        raise BadInput(
            f"{name}：“{value}”不是日期，请写成 2026-09-01 / {name}: write a day as 2026-09-01"
        ) from fault
