"""Examining one or both sheets: everything that can be said about them before anything is taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from housing.core.keyring import Keyring
from housing.households import intake as household_intake
from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, fault, in_order
from housing.imports.household_rows import HouseholdRow, read_households
from housing.imports.limits import Limits, limits_of
from housing.imports.queries import open_applications
from housing.imports.schemas import unit_headers
from housing.imports.sheet import Sheet, SheetRow
from housing.imports.unit_rows import UnitRow, read_units
from housing.policies.queries import book as values_in_force
from housing.units import intake as unit_intake
from housing.units import queries as units
from housing.units.words import STATE_WORDS

RowKey = tuple[SheetKind, int]
K = FaultKind


@dataclass(frozen=True, slots=True)
class Examination:
    """What was read and found. Nothing of it is stored yet.

    `households` and `units` are None when that sheet was not sent.
    """

    sheets: Mapping[SheetKind, Sheet]
    findings: tuple[Fault, ...]
    households: household_intake.Comparison | None = None
    units: unit_intake.Comparison | None = None
    set_aside: Mapping[RowKey, SheetRow] = field(default_factory=dict)

    @property
    def faults(self) -> list[Fault]:
        """What keeps the sheets from being taken."""
        return [found for found in self.findings if not found.is_notice]

    @property
    def notices(self) -> list[Fault]:
        """What is only pointed out."""
        return [found for found in self.findings if found.is_notice]

    def counts(self, kind: SheetKind) -> tuple[int, int, int]:
        """Return how many rows of a sheet are new, changed and unchanged."""
        found = self.households if kind is SheetKind.HOUSEHOLDS else self.units
        if found is None:
            return 0, 0, 0
        return len(found.new), len(found.changed), found.unchanged


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an examination stands on."""

    session: Session
    keyring: Keyring
    place: str
    day: date
    limits: Limits


def examine(
    session: Session,
    keyring: Keyring,
    place: str,
    day: date,
    sheets: Mapping[SheetKind, Sheet],
    leave_out: Collection[RowKey] = frozenset(),
) -> Examination:
    """Read, check and compare the sheets; stores nothing.

    `leave_out` are the rows that a person set aside. Units are read first, because households
    wish for classes of units.

    Raises:
        MissingPolicyValue: the place has no plausible ranges for sheets on `day`.
    """
    asked = _Asked(session, keyring, place, day, limits_of(values_in_force(session), place, day))
    kept = {
        kind: [row for row in sheet.rows if (kind, row.number) not in leave_out]
        for kind, sheet in sheets.items()
    }
    findings = [
        found
        for kind, sheet in sheets.items()
        for found in sheet.findings
        if (kind, found.row) not in leave_out
    ]
    stock = _units(asked, sheets, kept, findings)
    waiting = _households(asked, sheets, kept, findings)
    return Examination(
        sheets=sheets,
        findings=tuple(in_order(findings)),
        households=waiting,
        units=stock,
        set_aside={
            (kind, row.number): row
            for kind, sheet in sheets.items()
            for row in sheet.rows
            if (kind, row.number) in leave_out
        },
    )


def _units(
    asked: _Asked,
    sheets: Mapping[SheetKind, Sheet],
    kept: Mapping[SheetKind, list[SheetRow]],
    findings: list[Fault],
) -> unit_intake.Comparison | None:
    sheet = sheets.get(SheetKind.UNITS)
    if sheet is None or not sheet.is_readable:
        return None
    rows, found = read_units(kept[SheetKind.UNITS], asked.limits, asked.day)
    findings += found
    compared = unit_intake.compare(asked.session, asked.place, [row.facts for row in rows])
    findings += _refusals(compared, rows, unit_headers(asked.limits))
    if compared.absent:
        findings.append(fault(K.ABSENT, SheetKind.UNITS, 0, "", count=compared.absent))
    return compared


def _refusals(
    compared: unit_intake.Comparison, rows: list[UnitRow], headers: Mapping[str, str]
) -> list[Fault]:
    numbers = {row.facts.code: row.number for row in rows}
    found = []
    for refusal in compared.refused:
        row = numbers[refusal.code]
        if refusal.kept_for:
            kept = {"kept": refusal.kept_for}
            found.append(fault(K.UNIT_KEPT, SheetKind.UNITS, row, "定向对象", "", **kept))
        elif refusal.columns:
            found.append(
                fault(
                    K.UNIT_IN_ROUND,
                    SheetKind.UNITS,
                    row,
                    "房源编号",
                    refusal.code,
                    round=refusal.round_code,
                    columns="、".join(headers[name] for name in refusal.columns),
                )
            )
        else:
            stored = STATE_WORDS[refusal.stored] if refusal.stored else "—"
            wanted = STATE_WORDS[refusal.wanted]
            found.append(
                fault(
                    K.UNIT_STATE, SheetKind.UNITS, row, "状态", wanted, stored=stored, wanted=wanted
                )
            )
    return found


def _households(
    asked: _Asked,
    sheets: Mapping[SheetKind, Sheet],
    kept: Mapping[SheetKind, list[SheetRow]],
    findings: list[Fault],
) -> household_intake.Comparison | None:
    sheet = sheets.get(SheetKind.HOUSEHOLDS)
    if sheet is None or not sheet.is_readable:
        return None
    classes = _known_classes(asked, sheets)
    rows, found = read_households(kept[SheetKind.HOUSEHOLDS], asked.limits, asked.day, classes)
    findings += found
    compared = household_intake.compare(
        asked.session, asked.keyring, asked.place, [row.facts for row in rows]
    )
    findings += _on_file(compared, rows)
    findings += _applying(asked, rows)
    if compared.absent:
        findings.append(fault(K.ABSENT, SheetKind.HOUSEHOLDS, 0, "", count=compared.absent))
    return compared


def _known_classes(asked: _Asked, sheets: Mapping[SheetKind, Sheet]) -> set[str] | None:
    """Classes of the stock and of the units sent along; None when that sheet is unreadable.

    A unit row that is faulty or set aside still names its class: one slip there must not make a
    fault of every household that wishes for the class.
    """
    sheet = sheets.get(SheetKind.UNITS)
    if sheet is not None and not sheet.is_readable:
        return None
    stock = set(units.classes(asked.session, asked.place))
    return stock | {row.text("房源类别") for row in (sheet.rows if sheet else ())}


def _on_file(compared: household_intake.Comparison, rows: list[HouseholdRow]) -> list[Fault]:
    found = []
    for row in rows:
        number, person = row.facts.application_number, row.facts.identity_number
        kind = _person_finding(compared, number)
        if kind is not None:
            other = compared.on_file.get(number, "")
            found.append(
                fault(kind, SheetKind.HOUSEHOLDS, row.number, "证件号码", person, number=other)
            )
    return found


def _applying(asked: _Asked, rows: list[HouseholdRow]) -> list[Fault]:
    """Refuse people whose application is open in the system: registering it would find them taken.

    A household that came from that very application may be brought up to date.
    """
    people = {asked.keyring.blind(row.facts.identity_number): row for row in rows}
    found = []
    for index, number, is_registered in open_applications(asked.session, list(people)):
        row = people[index]
        if is_registered and number == row.facts.application_number:
            continue
        person = row.facts.identity_number
        kind, named = K.PERSON_APPLYING, number or "—"
        found.append(
            fault(kind, SheetKind.HOUSEHOLDS, row.number, "证件号码", person, number=named)
        )
    return found


def _person_finding(compared: household_intake.Comparison, number: str) -> FaultKind | None:
    """What is to be said about the person behind an application number, if anything."""
    if number in compared.on_file:
        return K.PERSON_ON_FILE
    if number in compared.person_replaced:
        return K.PERSON_REPLACED
    return K.PERSON_CHANGED if number in compared.person_changed else None
