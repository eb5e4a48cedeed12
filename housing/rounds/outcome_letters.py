"""Telling every household of a published round in writing what it means for it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.clock import Clock, day_of
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.policies.queries import book as values_in_force
from housing.rounds.models import Round, RoundHousehold
from housing.rounds.outcome import Outcome, outcome
from housing.rounds.results import Status
from housing.rounds.states import RoundState
from housing.waitlist import whose
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import case_of

RULES = ("HN-21-5", "HN-21-8")
#: So many households are told in one act; the job goes on with the others.
AT_ONCE = 100
#: A round that is closed has told everybody.
RUNNING = (RoundState.PUBLISHED, RoundState.SIGNING)


@dataclass(frozen=True, slots=True)
class Told:
    """How many households of a round were written to."""

    round_id: int
    letters: int


def tell_all(database: Database, keyring: Keyring, clock: Clock) -> list[Told]:
    """Write to every household of the published rounds that has no letter yet, in small acts.

    May be killed and run again: each act commits its letters, and a letter is written once.
    Basis: HN 21 (HN-21-8).
    """
    with database.reads() as session:
        rounds = session.execute(
            select(Round.place, Round.id).where(Round.state.in_(RUNNING)).order_by(Round.id)
        ).all()
    return [Told(each, _tell(database, keyring, clock, place, each)) for place, each in rounds]


def _tell(database: Database, keyring: Keyring, clock: Clock, place: str, round_id: int) -> int:
    total, after = 0, ""
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            rows = _without_letter(work.session, round_id, after)
            total += tell(work, round_id, rows)
        if not rows:
            return total
        after = rows[-1][0]


def tell(work: Work, round_id: int, rows: Sequence[tuple[str, WaitlistEntry]]) -> int:
    """Write to these households of a round, by roll id and entry; return how many were told.

    Whose result is held back is told once it is settled.

    Raises:
        MissingPolicyValue: the county has no legal basis to cite.
    """
    a_round = work.session.get_one(Round, round_id)
    cites = values_in_force(work.session).cited(RULES, a_round.place, work.day)
    told = [
        letters.send(
            work,
            LetterKind.ROUND_OUTCOME,
            case_of(entry),
            whose.recipient_of(work.session, work.keyring, entry),
            facts,
            cites,
        )
        for roll_id, entry in rows
        if (facts := _facts(work, a_round, roll_id))
    ]
    if told:
        after = {"letters": len(told)}
        work.record(Entry(Tag.ROUND_OUTCOMES_SENT, a_round.case.subject, after=after))
    return len(told)


def _without_letter(
    session: Session, round_id: int, after: str
) -> Sequence[tuple[str, WaitlistEntry]]:
    """Some households of the roll, by roll id from `after` on, that have not been written to."""
    a_round = session.get_one(Round, round_id)
    theirs = aliased(WaitlistEntry)
    latest = (
        select(func.max(theirs.id))
        .where(theirs.household_id == RoundHousehold.household_id)
        .correlate(RoundHousehold)
        .scalar_subquery()
    )
    has_one = (
        select(Letter.id)
        .where(
            Letter.kind == LetterKind.ROUND_OUTCOME,
            Letter.case_kind == "entry",
            Letter.case_id == WaitlistEntry.id,
            Letter.made_at >= a_round.published_at,
        )
        .exists()
    )
    rows = session.execute(
        select(RoundHousehold.roll_id, WaitlistEntry)
        .join(WaitlistEntry, WaitlistEntry.id == latest)
        .where(
            RoundHousehold.round_id == round_id,
            RoundHousehold.off_roll == "",
            RoundHousehold.roll_id > after,
            ~has_one,
        )
        .order_by(RoundHousehold.roll_id)
        .limit(AT_ONCE)
    )
    return [(roll_id, entry) for roll_id, entry in rows]


def _facts(work: Work, a_round: Round, roll_id: str) -> dict[str, object] | None:
    found = outcome(work.session, work.keyring, a_round.id, roll_id)
    meaning = _meaning(found)
    if not meaning or a_round.published_at is None:
        return None
    return {
        "round_name": a_round.name,
        "published_on": day_of(a_round.published_at),
        "outcome": meaning,
        "reasons": found.reasons,
    }


def _meaning(found: Outcome) -> str:
    """What the round means for the household; "" while its result is held back."""
    if found.status is Status.HOUSED and found.flat is not None:
        return f"您的家庭分到{found.flat_class}：{found.flat.address}。"
    if found.status is Status.SUBSIDY_DUE:
        return "没有合适的房源，应发放租赁补贴。"
    if found.status is Status.LEFT_OUT:
        return f"本轮没有分到房，您仍在轮候。{found.carried_over}"
    return ""
