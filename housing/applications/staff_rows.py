"""An employer's sheet of its staff, read row by row: a worker's row, and rows of their family."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field

from housing.applications.months import months_between
from housing.applications.staff_declared import (
    DECLARED_CHOICES,
    DECLARED_COLUMNS,
    MaybeAmount,
    MaybeDay,
    declared_shape,
    left_out,
    why_not,
)
from housing.applications.words import MARITAL_NAMES, RELATION_NAMES, Relation
from housing.households.words import ASSISTANCE_WORDS, GROUP_WORDS, Group
from housing.imports.blank_sheet import CHOICES, blank_sheet
from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, Wrong, fault
from housing.imports.fields import Choice, Day, Hundredths, Read, Words, known_word
from housing.imports.limits import Limits
from housing.imports.persons import DOCUMENTS, identity_number, phone_number
from housing.imports.schemas import YES_NO, read_cells
from housing.imports.sheet import SheetRow
from housing.imports.together import Twice, found_twice

K, KIND = FaultKind, SheetKind.STAFF
SELF = "本人"
#: An employer files for these alone. Basis: HN 13 (HN-13-2).
WORKERS = (Group.NEW_EMPLOYEE, Group.MIGRANT_WORKER)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_RELATIONS: dict[str, Relation] = {
    SELF if value is Relation.HEAD else word: value for value, word in RELATION_NAMES.items()
}
STAFF_CHOICES: Mapping[str, tuple[str, ...]] = {
    **{column: CHOICES[column] for column in ("证件类型", "保障方式", "需无障碍")},
    "申请类别": tuple(GROUP_WORDS[group] for group in WORKERS),
    "与申请人关系": tuple(_RELATIONS),
    "婚姻状况": tuple(MARITAL_NAMES.values()),
    **DECLARED_CHOICES,
}
#: In which column a fact of an application stands.
COLUMN_OF: Mapping[str, str] = {
    "name": "姓名",
    "document_kind": "证件类型",
    "identity_number": "证件号码",
    "birth_on": "出生日期",
    "capacity": "出生日期",
    "phone": "手机",
    "relation": "与申请人关系",
    "group": "申请类别",
    "marital": "婚姻状况",
    "address": "户籍地址",
    "residence_address": "现住址",
    "present_area": "现住房建筑面积",
    "owned_area": "本地自有住房面积",
    "income_fen": "月收入",
    "assets_fen": "家庭财产",
    "employed_since": "入职日期",
    "graduated_on": "毕业日期",
    "work_address": "工作地址",
    "insurance_months": "社保起缴月份",
    "needs_accessible": "需无障碍",
    "assistance": "保障方式",
    **DECLARED_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """Somebody of the sheet: a worker or one of their family."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StaffApplication:
    """What one worker applies with. Areas in hundredths of m², money in fen."""

    worker: StaffPerson
    family: tuple[StaffPerson, ...] = field(default=())

    @property
    def insurance_months(self) -> list[str]:
        """The months of insurance without a gap, oldest first, as `2025-03`."""
        first, last = (self.worker.values[name] for name in ("insured_from", "insured_to"))
        return list(months_between(first, last)) if first and last else []


def staff_template() -> bytes:
    """Return the empty sheet that an employer fills in."""
    return blank_sheet(KIND, STAFF_CHOICES)


def read_staff(
    rows: Collection[SheetRow], limits: Limits, day: date
) -> tuple[list[StaffApplication], list[Fault]]:
    """Return the applications of the sheet, and every finding; with a fault none may be filed."""
    people: list[tuple[SheetRow, StaffPerson]] = []
    findings: list[Fault] = []
    for row in rows:
        values, faults = _person(row, limits, day)
        findings += faults
        people.append((row, StaffPerson(row.number, values)))
    findings += found_twice(rows, KIND, Twice(K.PERSON_TWICE, "证件号码", ("证件号码",)))
    workers = {
        person.values["identity_number"]: person
        for _, person in people
        if person.values.get("relation") is Relation.HEAD and "identity_number" in person.values
    }
    findings += _lost_family(people, workers)
    if any(not found.is_notice for found in findings):
        return [], findings
    return [_application(worker, people) for worker in workers.values()], findings


def _application(
    worker: StaffPerson, people: Collection[tuple[SheetRow, StaffPerson]]
) -> StaffApplication:
    number = worker.values["identity_number"]
    return StaffApplication(
        worker,
        tuple(person for _, person in people if person.values.get("belongs_to") == number),
    )


def _lost_family(
    people: Collection[tuple[SheetRow, StaffPerson]], workers: Collection[str]
) -> Iterator[Fault]:
    for row, person in people:
        belongs_to = person.values.get("belongs_to")
        if belongs_to is not None and belongs_to not in workers:
            yield _at(row, K.NO_SUCH_APPLICANT, "申请人证件号码")


def _person(row: SheetRow, limits: Limits, day: date) -> tuple[dict[str, Any], list[Fault]]:
    """Read the cells that this kind of row needs; a family row leaves the worker's ones alone."""
    is_family = row.text("与申请人关系") not in ("", SELF)
    schema = _family_schema() if is_family else _worker_schema(limits)
    wanted = {one.data_key for one in schema.fields.values()}
    cells = {column: value for column, value in row.cells.items() if column in wanted}
    values, wrongs = read_cells(schema, cells)
    faults = [_wrong(row, column, wrong) for column, wrong in wrongs]
    faults += _identity(row, values)
    faults += _days(row, values, day)
    faults += [_at(row, kind, column, **why_not(kind)) for column, kind in left_out(values)]
    if values.get("group") not in (None, *WORKERS):
        faults.append(_at(row, K.NOT_A_WORKER, "申请类别"))
    return values, faults


def _identity(row: SheetRow, values: dict[str, Any]) -> list[Fault]:
    """Put the checked number and the birth date into `values`."""
    if isinstance(row.cells.get("证件号码"), int | float):
        values.pop("identity_number", None)
        return [_at(row, K.NUMBER_CELL, "证件号码")]
    if "identity_number" not in values or "document_kind" not in values:
        return []
    try:
        number, born = identity_number(values["document_kind"], values["identity_number"])
    except Wrong as wrong:
        return [_wrong(row, "证件号码", wrong)]
    values["identity_number"] = number
    written = values.get("birth_on")
    if born is None and written is None:
        return [_at(row, K.BIRTH_DAY, "出生日期")]
    if born is not None and written is not None and born != written:
        return [_at(row, K.BIRTH_DIFFERS, "出生日期", born=born)]
    values["birth_on"] = born or written
    return []


def _days(row: SheetRow, values: Mapping[str, Any], day: date) -> Iterator[Fault]:
    for name, column in (
        ("birth_on", "出生日期"),
        ("employed_since", "入职日期"),
        ("disposal_on", "处置日期"),
        ("benefit_on", "政策性住房日期"),
    ):
        if values.get(name) and values[name] > day:
            yield _at(row, K.NOT_YET, column, day=day)
    first, last = values.get("insured_from"), values.get("insured_to")
    if first and last and last < first:
        yield _at(row, K.MONTHS_TURNED, "社保缴至月份", first=first)
    if last and last > day.isoformat()[:7]:
        yield _at(row, K.NOT_YET, "社保缴至月份", day=day)
    if values.get("group") is Group.MIGRANT_WORKER:
        empty = [column for column in ("社保起缴月份", "社保缴至月份") if not row.text(column)]
        yield from (_at(row, K.REQUIRED, column) for column in empty)


def _family_schema() -> Schema:
    shape: dict[str, Field[Any]] = {
        "name": Words("姓名", 64),
        "document_kind": Choice("证件类型", {kind: kind for kind in DOCUMENTS}),
        "identity_number": Words("证件号码", 32),
        "birth_on": MaybeDay("出生日期"),
        "phone": Read("手机", phone_number, optional=True, empty=""),
        "relation": Choice("与申请人关系", _RELATIONS),
        "belongs_to": Read("申请人证件号码", str.upper),
        "marital": Choice("婚姻状况", {word: value for value, word in MARITAL_NAMES.items()}),
        "income_fen": MaybeAmount("月收入", 10**9, "元"),
        "consent_paper": Words("书面同意编号", 64),
    }
    return Schema.from_dict(shape, name="StaffFamilyRow")()


def _worker_schema(limits: Limits) -> Schema:
    groups = {word: group for group, word in GROUP_WORDS.items()}
    shape: dict[str, Field[Any]] = {
        "name": Words("姓名", 64),
        "document_kind": Choice("证件类型", {kind: kind for kind in DOCUMENTS}),
        "identity_number": Words("证件号码", 32),
        "birth_on": MaybeDay("出生日期"),
        "phone": Read("手机", phone_number),
        "relation": Choice("与申请人关系", {SELF: Relation.HEAD}),
        "group": Read("申请类别", lambda text: known_word(text, groups)),
        "marital": Choice("婚姻状况", {word: value for value, word in MARITAL_NAMES.items()}),
        "address": Words("户籍地址", 256),
        "residence_address": Words("现住址", 256),
        "present_area": Hundredths("现住房建筑面积", 0, limits.present_area_most, "m²"),
        "owned_area": Hundredths("本地自有住房面积", 0, limits.present_area_most, "m²"),
        "income_fen": Hundredths("月收入", 0, limits.income_most, "元"),
        "assets_fen": Hundredths("家庭财产", 0, limits.assets_most, "元"),
        "employed_since": Day("入职日期"),
        "graduated_on": MaybeDay("毕业日期"),
        "work_address": Words("工作地址", 256),
        "insured_from": Read("社保起缴月份", _month, optional=True, empty=""),
        "insured_to": Read("社保缴至月份", _month, optional=True, empty=""),
        "needs_accessible": Choice("需无障碍", YES_NO),
        "assistance": Choice("保障方式", {word: value for value, word in ASSISTANCE_WORDS.items()}),
        "consent_paper": Words("书面同意编号", 64),
        **declared_shape(limits),
    }
    return Schema.from_dict(shape, name="StaffWorkerRow")()


def _month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise Wrong(K.NOT_A_MONTH)
    return text


def _wrong(row: SheetRow, column: str, wrong: Wrong) -> Fault:
    return fault(wrong.kind, KIND, row.number, column, row.text(column), **wrong.facts)


def _at(row: SheetRow, kind: FaultKind, column: str, /, **facts: object) -> Fault:
    return fault(kind, KIND, row.number, column, row.text(column), **facts)
