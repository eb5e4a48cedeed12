"""Acts on projects: what is known of them, and the counts when targets fall due."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from housing.calendar import load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.occupancy import queries
from housing.occupancy.models import OccupancyCount
from housing.occupancy.rules import ProjectCounts, Terms, cycle_end, window_end, year_ended
from housing.occupancy.words import TargetKind
from housing.policies import queries as policies
from housing.units.locked import locked
from housing.units.models import Project, Unit
from housing.units.words import Origin, Programme

#: A year that ended longer ago is not counted from what stands today.
MOST_DAYS_LATE = 31


@dataclass(frozen=True, slots=True)
class ProjectDescription:
    """What an officer states about a project; `document` shows it."""

    started_on: date | None
    highrise: bool
    extension_document: str
    origin: Origin
    programme: Programme
    document: str


def describe(work: Work, code: str, stated: ProjectDescription) -> Project:
    """Keep start, high-rise, extension, origin and programme of a project and its units.

    Basis: HN 6 (HN-6-2), HN 3 (HN-3-2: legacy low-rent stock keeps its origin), OD (OD-4-1-5).

    Raises:
        NotAllowed: the actor does not keep projects.
        NotFound: there is no such project.
        BadInput: a start in the future, an extension without a high-rise, no document.
        BrokenRule: a unit's nature or use is locked, which only the county changes (HN-30-1).
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    project = queries.get(work.session, work.place, code)
    _must_be_plausible(work, stated)
    origin, programme = queries.words_of(work.session, work.place, code)
    before = _facts(project, origin, programme)
    project.started_on, project.highrise = stated.started_on, stated.highrise
    project.extension_document = stated.extension_document.strip()
    with locked(work.session):
        work.session.execute(
            update(Unit)
            .where(Unit.place == work.place, Unit.project_code == code)
            .values(origin=stated.origin, programme=stated.programme)
        )
    after = _facts(project, stated.origin.value, stated.programme.value)
    work.record(
        Entry(
            Tag.PROJECT_DESCRIBED,
            f"project:{code}",
            before=before,
            after=after,
            document=stated.document.strip(),
        )
    )
    return project


def count_due(work: Work) -> list[OccupancyCount]:
    """Count the projects whose target or year has ended and was not counted yet; run daily.

    A late run counts on its own day and says so. Basis: HN 6 (HN-6-1, HN-6-2, HN-6-3).
    """
    terms = queries.terms_of(policies.book(work.session), work.place, work.day)
    if terms is None:
        return []
    done = {(each.project_code, each.kind, each.due_on): each for each in _counted(work)}
    made = []
    for project in queries.projects(work.session, work.place):
        for kind, due_on, percent in _due(project, terms, work.day):
            if project.units and (project.code, kind, due_on) not in done:
                made.append(_count(work, project, kind, due_on, percent))
    work.session.flush()
    return made


def _due(project: ProjectCounts, terms: Terms, day: date) -> list[tuple[TargetKind, date, int]]:
    calendar = load_calendar()
    ends = (
        (TargetKind.CYCLE, cycle_end(calendar, project, terms), terms.cycle_percent),
        (TargetKind.COMPLETION, window_end(calendar, project, terms), terms.window_percent),
    )
    over = [(kind, end, percent) for kind, end, percent in ends if end and end < day]
    year = year_ended(day)
    if (day - year).days <= MOST_DAYS_LATE:
        over.append((TargetKind.YEAR, year, terms.window_percent))
    return over


def _count(
    work: Work, project: ProjectCounts, kind: TargetKind, due_on: date, percent: int
) -> OccupancyCount:
    count = OccupancyCount(
        place=work.place,
        project_code=project.code,
        kind=kind,
        due_on=due_on,
        counted_on=work.day,
        units=project.units,
        occupied=project.occupied,
        percent_min=percent,
    )
    work.session.add(count)
    after = {
        "kind": kind.value,
        "due_on": due_on.isoformat(),
        "units": project.units,
        "occupied": project.occupied,
        "percent_min": percent,
    }
    work.record(Entry(Tag.OCCUPANCY_COUNTED, f"project:{project.code}", after=after))
    return count


def _counted(work: Work) -> list[OccupancyCount]:
    held = select(OccupancyCount).where(OccupancyCount.place == work.place)
    return list(work.session.scalars(held))


def _must_be_plausible(work: Work, stated: ProjectDescription) -> None:
    if stated.started_on is not None and stated.started_on > work.day:
        raise BadInput(
            f"开工日期：{stated.started_on} 在今天之后 / start of construction: after today"
        )
    if stated.extension_document.strip() and not stated.highrise:
        raise BadInput(
            "延期文件：只有高层建筑可以延期；请勾选高层或清空"
            " / extension: only a high-rise may be given longer; tick it or leave it empty",
            rules=("HN-6-1",),
        )
    if not stated.document.strip():
        raise BadInput("依据文件：请填写 / document: must not be empty")


def _facts(project: Project, origin: str, programme: str) -> dict[str, object]:
    return {
        "started_on": project.started_on.isoformat() if project.started_on else None,
        "highrise": int(project.highrise),
        "extension_document": project.extension_document,
        "origin": origin,
        "programme": programme,
    }
