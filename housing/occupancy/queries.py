"""Reads of projects with their counts, and of what was counted when targets fell due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.core.errors import NotFound
from housing.occupancy.models import OccupancyCount
from housing.occupancy.rules import Outlook, ProjectCounts, Terms, Trend, outlook, targets
from housing.policies.book import PolicyBook
from housing.units.models import Project, Unit, UnitSpell
from housing.units.states import UnitState


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A project that will miss targets, and by how much."""

    project: ProjectCounts
    outlooks: list[Outlook]


#: A unit is occupied with a lease signed and the keys handed over, until it is given back.
OCCUPIED = (UnitState.LET, UnitState.VACATING)


def projects(session: Session, place: str) -> list[ProjectCounts]:
    """Return the projects of a place with their units, in order of code; sold units are gone.

    Basis: HN 6 (HN-6-2: occupied units of all units of the project).
    """
    occupied = func.sum(case((Unit.state.in_(OCCUPIED), 1), else_=0))
    held = (
        select(
            Unit.project_code,
            func.count(Unit.id),
            occupied,
            func.max(Unit.completed_on),
        )
        .where(Unit.place == place, Unit.state != UnitState.SOLD)
        .group_by(Unit.project_code)
    )
    counts = {code: (units, int(let), done) for code, units, let, done in session.execute(held)}
    found = session.scalars(select(Project).where(Project.place == place).order_by(Project.code))
    return [_counted(project, *counts.get(project.code, (0, 0, None))) for project in found]


def get(session: Session, place: str, code: str) -> Project:
    """Return a project.

    Raises:
        NotFound: the place has none of that code.
    """
    found = session.get(Project, (place, code))
    if found is None:
        raise NotFound(f"没有项目“{code}” / there is no project '{code}'")
    return found


def words_of(session: Session, place: str, code: str) -> tuple[str, str]:
    """Return origin and programme of the units of a project; "" where they differ."""
    held = session.execute(
        select(Unit.origin, Unit.programme)
        .where(Unit.place == place, Unit.project_code == code)
        .distinct()
    ).all()
    origins, programmes = {row[0] for row in held}, {row[1] for row in held}
    return (
        next(iter(origins)) if len(origins) == 1 else "",
        next(iter(programmes)) if len(programmes) == 1 else "",
    )


def counts(session: Session, place: str) -> Sequence[OccupancyCount]:
    """Return what was counted, the latest first."""
    return session.scalars(
        select(OccupancyCount)
        .where(OccupancyCount.place == place)
        .order_by(OccupancyCount.due_on.desc(), OccupancyCount.project_code, OccupancyCount.kind)
    ).all()


def places(session: Session) -> list[str]:
    """Return the places that have projects."""
    return list(session.scalars(select(Project.place).distinct().order_by(Project.place)))


def moved(session: Session, place: str, since: date, day: date) -> dict[str, int]:
    """Return, by project, how many units became occupied after `since` less those given back.

    A unit that was put on file as let did not move in. Basis: HN 6 (HN-6-2, HN-6-3).
    """
    before = func.lag(UnitSpell.state).over(partition_by=UnitSpell.unit_id, order_by=UnitSpell.id)
    steps = (
        select(UnitSpell.unit_id, UnitSpell.state, UnitSpell.from_on, before.label("before"))
        .where(UnitSpell.place == place)
        .subquery()
    )
    into, out = steps.c.state.in_(OCCUPIED), steps.c.before.in_(OCCUPIED)
    net = func.sum(case((into & ~out, 1), (out & ~into, -1), else_=0))
    rows = session.execute(
        select(Unit.project_code, net)
        .join(steps, steps.c.unit_id == Unit.id)
        .where(
            steps.c.before.is_not(None),
            steps.c.from_on > since,
            steps.c.from_on <= day,
            steps.c.state != UnitState.SOLD,
        )
        .group_by(Unit.project_code)
    )
    return {code: int(sum_) for code, sum_ in rows}


def at_risk(session: Session, book: PolicyBook, place: str, day: date) -> list[AtRisk]:
    """Return the projects that will miss a target if lets go on as in the county's last months.

    Basis: HN 6 (HN-6-2, HN-6-3).

    Raises:
        MissingPolicyValue: the place has targets, and has not set how far back the trend looks.
    """
    terms = terms_of(book, place, day)
    if terms is None:
        return []
    calendar = load_calendar()
    months = Period(int(book.value("occupancy_forecast_months", place, day).value), Measure.MONTHS)
    since = counted_back(calendar, day, months).day
    nets, span = moved(session, place, since, day), (day - since).days
    found = []
    for project in projects(session, place):
        trend = Trend(nets.get(project.code, 0), span)
        outlooks = [
            outlook(project, each, trend, day) for each in targets(calendar, project, terms, day)
        ]
        if kept := [each for each in outlooks if each is not None]:
            found.append(AtRisk(project, kept))
    return found


def terms_of(book: PolicyBook, place: str, day: date) -> Terms | None:
    """Return the targets of a place on `day`; None where its law sets none (Hanzhong).

    Basis: HN 6 (HN-6-2, HN-6-3).
    """
    cycle = book.find("project_cycle", place, day)
    if cycle is None:
        return None
    extension = book.find("highrise_extension", place, day)
    return Terms(
        cycle_years=int(cycle.value),
        cycle_percent=int(book.value("cycle_end_occupancy_min", place, day).value),
        window_years=int(book.value("project_completion_occupancy_window", place, day).value),
        window_percent=int(book.value("project_occupancy_min", place, day).value),
        extension_months=int(extension.value) if extension else 0,
    )


def _counted(project: Project, units: int, occupied: int, done: date | None) -> ProjectCounts:
    return ProjectCounts(
        project.code,
        project.name,
        project.started_on,
        project.highrise,
        project.extension_document,
        done,
        units,
        occupied,
    )
