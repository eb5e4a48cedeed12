"""What follows when a day has passed: forwarding, registration, refusals that stand, loose ends.

Each case is an act of its own; what cannot be done yet is reported in words and met again by the
next run. A second run finds nothing left to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from housing.applications.moving import open_case
from housing.checks import service as checks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.reviews import posting, queries, reconsidering, registering, street

WITHDRAWN = "申请人撤回申请 / withdrawn by the applicant"


@dataclass(slots=True)
class Report:
    """What a run did: case ids that moved, and (case id, reason in words) of those that wait."""

    done: list[int] = field(default_factory=list)
    waiting: list[tuple[int, str]] = field(default_factory=list)


def after_publicity(database: Database, keyring: Keyring, clock: Clock) -> Report:
    """Forward, register, and close what only had to wait for a day to pass.

    A case with an open objection, or not yet filed with the prefecture, waits and is reported.
    Basis: HN 15 (HN-15-4, HN-15-10, HN-15-13).
    """
    report = Report()
    day = clock.today()
    for kind, do in _STEPS:
        with database.reads() as session:
            found = queries.past(session, kind, day)
        _each(database, keyring, clock, found, do, report)
    return report


def tie_up(database: Database, keyring: Keyring, clock: Clock) -> Report:
    """Take back the questions and notices of cases that were withdrawn meanwhile."""
    report = Report()
    with database.reads() as session:
        found = queries.withdrawn_with_loose_ends(session)
    _each(database, keyring, clock, found, _tie_up, report)
    return report


def _each(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    cases: Sequence[tuple[int, str]],
    do: Callable[[Work, int], object],
    report: Report,
) -> None:
    for application_id, place in cases:
        try:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                do(work, application_id)
            report.done.append(application_id)
        except HousingError as refused:
            report.waiting.append((application_id, str(refused)))


def _tie_up(work: Work, application_id: int) -> None:
    application = open_case(work, application_id)
    checks.void(work, application.case, WITHDRAWN)
    posting.take_down(work, application, WITHDRAWN)


_STEPS: tuple[tuple[ClockKind, Callable[[Work, int], object]], ...] = (
    (ClockKind.STREET_PUBLICITY, street.forward),
    (ClockKind.COUNTY_PUBLICITY, registering.register),
    (ClockKind.REVIEW_REQUEST, reconsidering.let_stand),
)
