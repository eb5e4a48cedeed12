"""Where an application stands, as its applicant reads it: past, what comes next, by whom, when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from housing.applications import queries
from housing.applications.models import Application
from housing.applications.page_words import CLOCKS, NEXT, PAST
from housing.applications.states import APPLICATION, ApplicationState
from housing.catalogue.articles import articles
from housing.clocks import queries as clocks
from housing.clocks.kinds import KINDS
from housing.core.audit.models import RegisterRow
from housing.offices import queries as offices
from housing.policies import queries as policies
from housing.policies.book import PolicyBook

_RULE = re.compile(r"HN-[0-9]+-[0-9]+")
#: It is the applicant's turn.
YOURS = frozenset({ApplicationState.DRAFT, ApplicationState.INCOMPLETE, ApplicationState.REFUSED})


@dataclass(frozen=True, slots=True)
class Running:
    """A period that runs: what it is for, its last day, and whether that has passed.

    `waits`: nobody has to act by its last day, it only has to pass.
    """

    title: str
    waits: bool
    due_on: date
    paused: bool
    provisional: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that was done, with the article it rests on."""

    words: str
    at: datetime
    basis: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What an applicant wants to know first."""

    next: str
    who: str
    is_yours: bool
    clocks: Sequence[Running]
    past: Sequence[Past]


def status_of(session: Session, application: Application, day: date) -> Status:
    """Return the status of an application on `day`; the newest act stands first."""
    running = [
        each for each in clocks.of_case(session, application.case) if each.stopped_on is None
    ]
    holder = next((offices.get(session, each.office_id) for each in running), None)
    return Status(
        next=str(NEXT[application.state]),
        who=holder.name if holder and application.state not in YOURS else "",
        is_yours=application.state in YOURS,
        clocks=[
            Running(
                title=str(CLOCKS[each.kind]),
                waits=KINDS[each.kind].waits,
                due_on=each.due_on,
                paused=each.paused_on is not None,
                provisional=each.provisional,
                late=each.paused_on is None and each.due_on < day,
            )
            for each in running
            if each.kind in CLOCKS
        ],
        past=_past(policies.book(session), application, queries.acts_of(session, application)),
    )


def _past(book: PolicyBook, application: Application, rows: Sequence[RegisterRow]) -> list[Past]:
    return [
        Past(str(PAST[row.tag]), row.at, _basis(book, application, row))
        for row in reversed(rows)
        if row.tag in PAST
    ]


def _basis(book: PolicyBook, application: Application, row: RegisterRow) -> str:
    """Return what the move of a register row rests on, as the place cites it."""
    before = row.before if isinstance(row.before, Mapping) else {}
    after = row.after if isinstance(row.after, Mapping) else {}
    for move in APPLICATION.moves:
        if (move.source, move.target) == (before.get("state"), after.get("state")):
            rules = _RULE.findall(move.basis)
            cites = book.cited(rules, application.place, row.policy_day) if rules else ()
            return articles(cites)
    return ""
