"""Acts on the description of units and projects; the state of a unit changes in `service` only."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.policies.queries import book as values_in_force
from housing.units import history, queries
from housing.units.facts import UnitDescription
from housing.units.models import Project, Unit
from housing.units.service import HELD
from housing.units.states import CALLED, UnitState
from housing.units.words import Origin, Programme


def add(work: Work, described: UnitDescription, *, document: str) -> Unit:
    """Put a new, vacant unit on file; `document` shows it. Basis: HN 20 (HN-20-2).

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: there is no such project.
        BadInput: a value that cannot be, a code or an address that is taken, no document.
    """
    work.actor.must(Permission.KEEP_STOCK)
    document = given(document, "依据文件 / document")
    project = queries.project(work.session, work.place, described.project_code)
    _check(work, described, None)
    same = work.session.scalars(
        select(Unit).where(Unit.place == work.place, Unit.project_code == project.code).limit(1)
    ).first()
    unit = Unit(
        place=work.place,
        state=UnitState.VACANT,
        unit_class=class_of(work, described),
        origin=same.origin if same else Origin.PUBLIC_RENTAL,
        programme=same.programme if same else Programme.AFFORDABLE,
        **asdict(described),
    )
    _check_class(work, unit)
    work.session.add(unit)
    work.session.flush()
    history.follow(work, [unit.id], reason="登记", document=document)
    _record(work, Tag.UNIT_ADDED, unit, None, _shown(described), document=document)
    return unit


def change(
    work: Work, unit_id: int, described: UnitDescription, *, reason: str, document: str = ""
) -> Unit:
    """Change what is on file of a unit; not while a round holds it, nor once it is sold.

    Raises:
        NotAllowed, BadInput: see `add`; or nothing differs, or no reason.
        WrongState: a plan has published the unit as it is, or it is sold.
        BrokenRule: an owner's people come first, which only the county's transfer ends.
    """
    work.actor.must(Permission.KEEP_STOCK)
    reason = given(reason, "理由 / reason")
    unit = queries.by_id(work.session, work.place, unit_id)
    if unit.state in HELD or unit.state is UnitState.SOLD:
        raise WrongState(
            f"房源 {unit.code}（{CALLED[unit.state]}）现在不能更改"
            f" / unit {unit.code} cannot be changed while {unit.state}"
        )
    if unit.keeper and not described.reserved_for.strip():
        raise BrokenRule(
            f"房源 {unit.code} 优先保障“{unit.reserved_for}”，剩余的由县住建部门调剂，不能在此清空"
            f" / unit {unit.code} serves {unit.reserved_for!r} first; the county transfers what is"
            " left over, it is not emptied here",
            rules=("HN-19-3",),
        )
    _check(work, described, unit)
    before = _shown(described_of(unit))
    after = _shown(described)
    differs = [name for name in after if after[name] != before[name]]
    if not differs:
        raise BadInput("没有改动 / nothing was changed")
    for name, value in asdict(described).items():
        setattr(unit, name, value)
    unit.unit_class = class_of(work, described)
    _check_class(work, unit)
    work.session.flush()
    old, new = ({name: held[name] for name in differs} for held in (before, after))
    _record(work, Tag.UNIT_CHANGED, unit, old, new, reason=reason, document=document.strip())
    return unit


def keep_project(
    work: Work, code: str, *, name: str, street: str, address: str, document: str
) -> Project:
    """Put a project on file, or change its name, street and address.

    Raises:
        NotAllowed: the actor does not keep the stock.
        BadInput: a field is empty.
    """
    work.actor.must(Permission.KEEP_STOCK)
    code = given(code, "项目编号 / project code")
    project = work.session.get(Project, (work.place, code))
    before = _of_project(project) if project else None
    if project is None:
        project = Project(place=work.place, code=code, highrise=False, extension_document="")
        work.session.add(project)
    project.name = given(name, "项目名称 / name")
    project.street = given(street, "街道 / street")
    project.address = address.strip()
    work.session.flush()
    work.record(
        Entry(
            Tag.PROJECT_KEPT,
            f"project:{code}",
            before=before,
            after=_of_project(project),
            document=given(document, "依据文件 / document"),
        )
    )
    return project


def class_of(work: Work, described: UnitDescription) -> str:
    """Return the class of a unit: project, layout, band of floors, accessible or not.

    Raises:
        MissingPolicyValue: the county has set no bands of floors.
        BadInput: the floor lies in none of them.
    """
    rows = values_in_force(work.session).value("sheet_floor_bands", work.place, work.day).value
    floor = described.floor
    band = next((row["name"] for row in rows if row["first"] <= floor <= row["last"]), "")
    if not band:
        raise BadInput(f"楼层：{floor} 不在本地的楼层段内 / floor: {floor} lies in no band")
    access = "无障碍" if described.accessible else "普通"
    return f"{described.project_code}-{described.layout}-{band}-{access}"


def described_of(unit: Unit) -> UnitDescription:
    """Return a unit as it is described now."""
    names = UnitDescription.__dataclass_fields__
    return UnitDescription(**{name: getattr(unit, name) for name in names})


def _check(work: Work, described: UnitDescription, known: Unit | None) -> None:
    for value, name in (
        (described.code, "房源编号 / code"),
        (described.building, "楼栋 / building"),
        (described.room, "房号 / room"),
        (described.layout, "户型 / layout"),
        (described.owner, "产权单位 / owner"),
    ):
        given(value, name)
    if not 1 <= described.floor <= described.floors:
        raise BadInput(
            f"楼层：{described.floor}，应在 1 至总层数 {described.floors} 之间"
            f" / floor: {described.floor}; give 1 to {described.floors}"
        )
    usable = described.usable_area
    if described.area <= 0 or (usable is not None and not 0 < usable <= described.area):
        raise BadInput(
            "面积：使用面积应大于 0 且不超过建筑面积"
            " / area: the usable area is above 0 and at most the building area"
        )
    if described.completed_on > work.day:
        raise BadInput(f"竣工日期：{described.completed_on} 在今天之后 / completed after today")
    _check_taken(work, described, known)


def _check_taken(work: Work, described: UnitDescription, known: Unit | None) -> None:
    """Refuse a code or a door that another unit has."""
    place = Unit.place == work.place
    doors = (Unit.project_code, Unit.building, Unit.entrance, Unit.room)
    door = (described.project_code, described.building, described.entrance, described.room)
    for conditions, name in (
        ([Unit.code == described.code], "房源编号 / code"),
        ([column == value for column, value in zip(doors, door, strict=True)], "房号 / room"),
    ):
        other = work.session.scalars(select(Unit).where(place, *conditions)).first()
        if other is not None and other is not known:
            chinese, _, english = name.partition(" / ")
            raise BadInput(
                f"{chinese}：房源 {other.code} 已是这一套 / {english}: unit {other.code} has it"
            )


def _check_class(work: Work, unit: Unit) -> None:
    """Refuse a unit whose class is kept for other people: they are given out together."""
    with work.session.no_autoflush:
        others = work.session.scalars(
            select(Unit)
            .where(
                Unit.place == work.place,
                Unit.unit_class == unit.unit_class,
                Unit.state == UnitState.VACANT,
            )
            .order_by(Unit.code)
        )
        other = next((each for each in others if each is not unit), None)
    if other is not None and other.keeper != unit.keeper:
        raise BadInput(
            f"定向对象：同类别的空置房源 {other.code} 面向“{other.keeper or '统一房源'}”，须一致"
            f" / people: the vacant unit {other.code} of this class is kept for"
            f" {other.keeper or 'everybody'}; they must agree"
        )


def _shown(described: UnitDescription) -> dict[str, Any]:
    """Return a description as the register keeps it: texts and whole numbers."""
    held = asdict(described)
    return {name: _plain(value) for name, value in held.items()}


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _of_project(project: Project) -> dict[str, str]:
    return {"name": project.name, "street": project.street, "address": project.address}


def _record(
    work: Work,
    tag: Tag,
    unit: Unit,
    before: object,
    after: object,
    *,
    reason: str = "",
    document: str = "",
) -> None:
    work.record(Entry(tag, f"unit:{unit.code}", before, after, reason, document))
