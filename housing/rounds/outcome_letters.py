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
AT_ONCE = 25
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
        # Working out the reasons takes longer than writing them down, and holds up nobody here.
        with database.reads() as session:
            rows = _without_letter(session, round_id, after)
            facts = [(entry_id, _facts(session, keyring, round_id, of)) for of, entry_id in rows]
        if not rows:
            return total
        with working(database.acts, system_actor(place), clock, keyring) as work:
            total += tell(work, round_id, [(each, told) for each, told in facts if told])
        after = rows[-1][0]


def tell(work: Work, round_id: int, facts: Sequence[tuple[int, dict[str, object]]]) -> int:
    """Write to these households of a round, by entry, what the letter states; return how many.

    Nobody is told of a round that was annulled meanwhile.

    Raises:
        MissingPolicyValue: the county has no legal basis to cite.
    """
    a_round = work.session.get_one(Round, round_id)
    if not facts or a_round.state not in RUNNING:
        return 0
    cites = values_in_force(work.session).cited(RULES, a_round.place, work.day)
    for entry_id, told in facts:
        entry = work.session.get_one(WaitlistEntry, entry_id)
        to = whose.recipient_of(work.session, work.keyring, entry)
        letters.send(work, LetterKind.ROUND_OUTCOME, case_of(entry), to, told, cites)
    after = {"letters": len(facts)}
    work.record(Entry(Tag.ROUND_OUTCOMES_SENT, a_round.case.subject, after=after))
    return len(facts)


def _without_letter(session: Session, round_id: int, after: str) -> Sequence[tuple[str, int]]:
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
        select(RoundHousehold.roll_id, WaitlistEntry.id)
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
    return [(roll_id, entry_id) for roll_id, entry_id in rows]


def _facts(
    session: Session, keyring: Keyring, round_id: int, roll_id: str
) -> dict[str, object] | None:
    """What the letter states; None while the result is held back, to be told once it is settled."""
    a_round = session.get_one(Round, round_id)
    found = outcome(session, keyring, round_id, roll_id)
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
