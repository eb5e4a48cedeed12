"""Checking household rows: cell by cell, row by row, and against each other."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from marshmallow import Schema

from housing.households.facts import HouseholdFacts
from housing.households.words import RESCUE_WORDS, Assistance, Group, Rescue
from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, Wrong, fault
from housing.imports.limits import Limits
from housing.imports.persons import identity_number
from housing.imports.schemas import household_schema, read_cells
from housing.imports.sheet import SheetRow
from housing.imports.together import Twice, found_twice

K, KIND = FaultKind, SheetKind.HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A row all of whose cells can be taken."""

    number: int
    facts: HouseholdFacts


def read_households(
    rows: Collection[SheetRow], limits: Limits, day: date, classes: Collection[str] | None
) -> tuple[list[HouseholdRow], list[Fault]]:
    """Return the rows that can be taken, and every finding.

    `classes` are the known classes of units, None when they cannot be told because the sheet of
    units itself could not be read.
    """
    schema = household_schema(limits)
    kept: list[HouseholdRow] = []
    findings: list[Fault] = []
    for row in rows:
        values, faults = _cells(schema, row)
        facts = _facts(values) if not faults else None
        faults += _row_findings(row, values, limits, day)
        faults += _class_findings(row, values, classes)
        findings += faults
        if facts is not None and all(found.is_notice for found in faults):
            kept.append(HouseholdRow(row.number, facts))
    findings += _together(rows)
    return kept, findings


def _cells(schema: Schema, row: SheetRow) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of the cells that can be taken, and what is wrong with the others."""
    values, wrongs = read_cells(schema, row.cells)
    faults = [_fault(row, column, wrong) for column, wrong in wrongs]
    try:
        _read_identity(row, values)
    except Wrong as wrong:
        faults.append(_fault(row, "证件号码", wrong))
    return values, faults


def _read_identity(row: SheetRow, values: dict[str, Any]) -> None:
    """Replace the number by its checked form; a number cell has lost its last digits."""
    if isinstance(row.cells.get("证件号码"), int | float):
        values.pop("identity_number", None)
        raise Wrong(K.NUMBER_CELL)
    if "identity_number" in values and "document_kind" in values:
        number, born = identity_number(values["document_kind"], values["identity_number"])
        values["identity_number"], values["birth_on"] = number, born


def _facts(values: dict[str, Any]) -> HouseholdFacts:
    listed = {name: list(values[name]) for name in ("priority_groups", "wishes")}
    return HouseholdFacts(**{**values, **listed})


def _row_findings(row: SheetRow, values: dict[str, Any], limits: Limits, day: date) -> list[Fault]:
    findings = [*_date_findings(row, values, limits, day)]
    group, rescue = values.get("group"), values.get("rescue", Rescue.NONE)
    if rescue is not Rescue.NONE and group not in (None, Group.LOW_INCOME):
        findings.append(_at(row, K.RESCUE_GROUP, "救助类型", rescue=RESCUE_WORDS[rescue]))
    if group is Group.MIGRANT_WORKER and values.get("insurance_months", 0) is None:
        findings.append(_at(row, K.NO_INSURANCE, "社保连续月数"))
    if values.get("phone") == "":
        findings.append(_at(row, K.NO_PHONE, "手机"))
    if values.get("assistance") is Assistance.FLAT and values.get("wishes") == ():
        findings.append(_at(row, K.NO_WISH, "意向"))
    return findings


def _date_findings(
    row: SheetRow, values: dict[str, Any], limits: Limits, day: date
) -> Iterator[Fault]:
    accepted, registered = values.get("accepted_on"), values.get("registered_on")
    born = values.get("birth_on")
    if accepted and accepted > day:
        yield _at(row, K.ACCEPTED_LATER, "受理日期", day=day)
    elif registered and accepted and registered < accepted:
        yield _at(row, K.REGISTERED_EARLY, "登记日期", registered=registered, accepted=accepted)
    elif registered and registered > day:
        yield _at(row, K.REGISTERED_LATER, "登记日期", day=day)
    if not born or not accepted:
        return
    age = accepted.year - born.year - ((accepted.month, accepted.day) < (born.month, born.day))
    if born > accepted:
        yield _at(row, K.BORN_LATER, "证件号码", born=born, accepted=accepted)
    elif age < limits.applicant_age_least:
        yield _at(row, K.YOUNG, "证件号码", age=age, least=limits.applicant_age_least)


def _class_findings(
    row: SheetRow, values: dict[str, Any], classes: Collection[str] | None
) -> Iterator[Fault]:
    if classes is None:
        return
    for name in (name for rank in values.get("wishes", ()) for name in rank):
        if name not in classes:
            near = get_close_matches(name, classes, 1)
            suggestion = f"，例如“{near[0]}” / , e.g. {near[0]}" if near else ""
            yield _at(row, K.UNKNOWN_CLASS, "意向", name=name, suggestion=suggestion)


def _together(rows: Collection[SheetRow]) -> Iterator[Fault]:
    yield from found_twice(rows, KIND, Twice(K.NUMBER_TWICE, "申请编号", ("申请编号",)))
    yield from found_twice(rows, KIND, Twice(K.PERSON_TWICE, "证件号码", ("证件号码",)))
    yield from found_twice(
        rows, KIND, Twice(K.PHONE_TWICE, "手机", ("手机",), shape=r"[0-9-]{11,}")
    )


def _fault(row: SheetRow, column: str, wrong: Wrong) -> Fault:
    return fault(wrong.kind, KIND, row.number, column, row.text(column), **wrong.facts)


def _at(row: SheetRow, kind: FaultKind, column: str, /, **facts: object) -> Fault:
    return fault(kind, KIND, row.number, column, row.text(column), **facts)
