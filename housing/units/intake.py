"""Taking units from a sheet: what would change, and then the change itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.units import history
from housing.units.facts import UnitFacts
from housing.units.models import Project, Unit
from housing.units.states import UNIT, UnitAct, UnitState

HELD = (UnitState.RESERVED, UnitState.OFFERED)
# What a sheet may tell without the act being done here: nobody is given or denied a flat by it.
BY_SHEET = frozenset(
    {
        UnitAct.GIVE_NOTICE,
        UnitAct.TAKE_BACK,
        UnitAct.BEGIN_REPAIR,
        UnitAct.END_REPAIR,
        UnitAct.SELL,
    }
)
#: Why a spell began that a sheet told of.
BY_IMPORT = "导入第 {} 号表"
OF_PROJECT = ("project_name", "street")
#: What a new unit has where its sheet has no column for it.
NOT_TOLD: dict[str, str | None] = {
    item.name: None if item.name == "usable_area" else ""
    for item in fields(UnitFacts)
    if item.default is None
}
COLUMNS = tuple(item.name for item in fields(UnitFacts) if item.name not in OF_PROJECT)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A unit that the sheet cannot change: held by a round (`columns` differ), kept for its
    owner's people (`kept_for`), or by its state.
    """

    code: str
    stored: UnitState | None
    wanted: UnitState
    round_code: str = ""
    columns: tuple[str, ...] = ()
    kept_for: str = ""


@dataclass(slots=True)
class Comparison:
    """A sheet of units beside the stock on file."""

    new: list[UnitFacts] = field(default_factory=list)
    changed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    projects: list[dict[str, str]] = field(default_factory=list)
    absent: int = 0


def compare(session: Session, place: str, rows: Sequence[UnitFacts]) -> Comparison:
    """Compare the rows of a sheet with the stock on file; reads only."""
    stored = session.scalars(select(Unit).where(Unit.place == place)).all()
    by_code = {unit.code: unit for unit in stored}
    result = Comparison(absent=len(by_code.keys() - {facts.code for facts in rows}))
    for facts in rows:
        old = by_code.get(facts.code)
        if old is None:
            _compare_new(result, facts)
        else:
            _compare_known(result, facts, old)
    result.projects = _projects(session, place, rows)
    return result


def keep(work: Work, comparison: Comparison, import_id: int) -> None:
    """Store new projects and units and change known ones; the caller writes the register.

    Raises:
        NotAllowed: the actor may not import sheets.
    """
    work.actor.must(Permission.IMPORT_SHEETS)
    for project in comparison.projects:
        work.session.merge(Project(place=work.place, **project))
    work.session.flush()
    if comparison.new:
        origin = {"place": work.place, "import_id": import_id}
        work.session.execute(
            insert(Unit), [{**NOT_TOLD, **_columns(facts), **origin} for facts in comparison.new]
        )
    for unit_id, columns in comparison.changed:
        work.session.execute(
            update(Unit).where(Unit.id == unit_id).values(**columns, import_id=import_id)
        )
    moved = [unit_id for unit_id, columns in comparison.changed if "state" in columns]
    history.follow(work, moved, reason=BY_IMPORT.format(import_id))
    history.begin(work, BY_IMPORT.format(import_id))


def _compare_new(result: Comparison, facts: UnitFacts) -> None:
    if facts.state in HELD:
        result.refused.append(Refusal(facts.code, None, facts.state))
    result.new.append(facts)


def _compare_known(result: Comparison, facts: UnitFacts, old: Unit) -> None:
    differs = {
        name: value for name, value in _columns(facts).items() if getattr(old, name) != value
    }
    wanted = differs.pop("state", old.state)
    if "reserved_for" in differs and not facts.reserved_for:
        # Only the county's transfer ends the priority of an owner's people (HN-19-3).
        result.refused.append(Refusal(facts.code, old.state, wanted, kept_for=old.reserved_for))
    if facts.usable_area is None and (old.usable_area or 0) > facts.area:
        differs["usable_area"] = None  # What was on file no longer fits the building area told.
    if old.state in HELD:
        if differs:
            refusal = Refusal(facts.code, old.state, wanted, old.round_code or "", tuple(differs))
            result.refused.append(refusal)
        if wanted is not UnitState.VACANT and wanted is not old.state:
            result.refused.append(Refusal(facts.code, old.state, wanted))
    elif wanted is not old.state:
        if not _may_be_told(old.state, wanted):
            result.refused.append(Refusal(facts.code, old.state, wanted))
        differs["state"] = wanted
    if differs:
        result.changed.append((old.id, differs))
    else:
        result.unchanged += 1


def _may_be_told(stored: UnitState, wanted: UnitState) -> bool:
    return any(
        move.source is stored and move.target is wanted and move.act in BY_SHEET
        for move in UNIT.moves
    )


def _projects(session: Session, place: str, rows: Sequence[UnitFacts]) -> list[dict[str, str]]:
    """Return the projects of the sheet that are not on file in exactly this form."""
    known = {
        (project.code, project.name, project.street)
        for project in session.scalars(select(Project).where(Project.place == place))
    }
    told = {(facts.project_code, facts.project_name, facts.street) for facts in rows}
    return [
        {"code": code, "name": name, "street": street}
        for code, name, street in sorted(told - known)
    ]


def _columns(facts: UnitFacts) -> dict[str, Any]:
    """Return what the sheet tells of a unit."""
    told = {name: getattr(facts, name) for name in COLUMNS}
    return {name: value for name, value in told.items() if value is not None}
