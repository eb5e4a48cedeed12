"""Calling households to the hall: their turns, their times, and the letter that tells them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, update

from housing.abandonments.terms import terms_of
from housing.calendar import Measure, Period, due, load_calendar
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.clock import ZONE
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.picking import problem, queries
from housing.picking.hall import before_first
from housing.picking.hours import Hours, times_of
from housing.picking.models import PickSession, PickSlot
from housing.policies.queries import book as values_in_force
from housing.rounds.conditions import must_be_free_to_give
from housing.rounds.models import Round, RoundHousehold, RoundPosition
from housing.rounds.moves import locked, required
from housing.rounds.picked import Picks
from housing.rounds.states import RoundAct
from housing.waitlist import queries as waitlist
from housing.waitlist.service import case_of
from housing.waitlist.whose import recipient_of

#: A turn before it has its time: stage and roll id.
Place = tuple[str, str]
CITED = ("HN-21-7", "HN-22-4")
#: Letters written in one act, so that nobody waits long for the database.
AT_ONCE = 50


def call(work: Work, round_id: int, *, hours: Hours, hall: str) -> PickSession:
    """Tell every household that may choose when its turn is, and where.

    One that was called already is told its new time, until the hall opens. Under `priority` only
    those are called whom the round can house; those whose turn may come to nothing are told so.
    Basis: HN 21 (HN-21-6, HN-21-7), HN 22 (HN-22-4).

    Raises:
        NotAllowed, NotFound, WrongState: see `rounds.moves.locked`.
        BrokenRule: the order is still being shown, an objection is open, or nobody could choose.
        BadInput: hours in which nobody could pick, sooner than the county's notice, no hall.
        MissingPolicyValue: the county has not set how long before households must be told.
    """
    a_round = locked(work, round_id, RoundAct.OPEN_PICKING)
    must_be_free_to_give(work, a_round)
    hours.check()
    _check_notice(work, hours)
    where = required(hall, "选房地点 / hall", "请写明地点 / say where")
    places = places_of(work, a_round)
    times = times_of(hours, load_calendar(), len(places))
    held = _kept(work, a_round, hours, where)
    _write(work, held, places, times)
    tell_some(work, held, a_round)
    after = {"turns": len(places), "from": times[0].isoformat(), "hall": where}
    work.record(Entry(Tag.PICKING_CALLED, f"round:{a_round.code}", after=after))
    return held


def places_of(work: Work, a_round: Round) -> list[Place]:
    """Return every turn of a hall: stage by stage, in the public order.

    Raises:
        BrokenRule: no flat of the round suits anybody on its roll.
    """
    staging = before_first(work.session, a_round, Picks.of(()))
    stated = {stage.key: staging.problem(stage.key) for stage in staging.stages()}
    lists = {
        key: [row["id"] for row in each["households"] if row["acceptable"]]
        for key, each in stated.items()
    }
    some = [key for key, names in lists.items() if names]
    if not some:
        raise BrokenRule(
            "选房：本轮没有适合任何入册家庭的房源，无人可选"
            " / no flat of this round suits anybody on its roll",
            rules=("HN-21-7",),
        )
    if len(some) == 1 and stated[some[0]]["mechanism"] == "priority":
        housed = problem.housed(stated[some[0]])
        lists[some[0]] = [name for name in lists[some[0]] if name in housed]
    return [(key, name) for key in some for name in lists[key]]


def _check_notice(work: Work, hours: Hours) -> None:
    value = values_in_force(work.session).value(
        "selection_session_time_place", work.place, work.day
    )
    days = int(value.value["notice_working_days"])
    earliest = due(load_calendar(), work.day, Period(days, Measure.WORKING_DAYS)).day
    if hours.starts_on < earliest:
        raise BadInput(
            f"选房日期：{hours.starts_on}，须提前 {days} 个工作日通知，最早为 {earliest}"
            f" / first day: households are told {days} working days before; not before {earliest}",
            rules=("HN-22-4",),
        )


def _kept(work: Work, a_round: Round, hours: Hours, where: str) -> PickSession:
    held = queries.of_round(work.session, a_round.id)
    if held is None:
        held = PickSession(place=work.place, round_id=a_round.id, round_code=a_round.code)
        work.session.add(held)
    held.hall, held.starts_on = where, hours.starts_on
    held.from_minute, held.until_minute = hours.from_minute, hours.until_minute
    held.slot_minutes, held.per_slot = hours.slot_minutes, hours.per_slot
    held.called_at, held.called_by = work.now, work.actor.name
    work.session.flush()
    return held


def _write(
    work: Work, held: PickSession, places: Sequence[Place], times: Sequence[datetime]
) -> None:
    """Write the turns, or give those that were written their new times."""
    on_roll = _on_roll(work, held)
    rows = [
        {
            "session_id": held.id,
            "turn": turn,
            "stage": stage,
            "roll_id": name,
            "household_id": on_roll[name][0],
            "position": on_roll[name][1],
            "at": at,
        }
        for turn, ((stage, name), at) in enumerate(zip(places, times, strict=True), 1)
    ]
    if queries.next_slot(work.session, held) is None:
        work.session.execute(insert(PickSlot), rows)
        return
    new = [
        {"session_id": row["session_id"], "turn": row["turn"], "at": row["at"], "letter_id": None}
        for row in rows
    ]
    work.session.execute(update(PickSlot), new)
    work.session.expire_all()


def _on_roll(work: Work, held: PickSession) -> Mapping[str, tuple[int, int]]:
    """Return household and place in the order (from 1) of everybody on the roll."""
    found = (
        work.session.query(RoundHousehold, RoundPosition.position)
        .join(
            RoundPosition,
            (RoundPosition.round_id == RoundHousehold.round_id)
            & (RoundPosition.roll_id == RoundHousehold.roll_id),
        )
        .where(RoundHousehold.round_id == held.round_id)
    )
    return {row.roll_id: (row.household_id, position + 1) for row, position in found}


def tell_some(work: Work, held: PickSession, a_round: Round) -> int:
    """Write to households that have not been told yet, so many at a time; return how many.

    Each gets one letter with all its turns. A large round is told in several acts (`jobs`).
    """
    untold = queries.untold(work.session, held, AT_ONCE)
    book = values_in_force(work.session)
    cites = book.cited(CITED, work.place, work.day)
    freeze = terms_of(book, work.place, work.day).freeze
    for household_id, turns in untold.items():
        facts = {
            "round_name": a_round.name,
            "position": turns[0].position,
            "times": [time_words(slot.at) for slot in turns],
            "hall": held.hall,
            "freeze": freeze,
        }
        letter = _letter(work, household_id, facts, cites)
        for slot in turns:
            slot.letter_id = letter.id
    work.session.flush()
    return len(untold)


def _letter(
    work: Work, household_id: int, facts: Mapping[str, object], cites: Sequence[str]
) -> Letter:
    entry = waitlist.live_of(work.session, household_id)
    if entry is None:
        raise BrokenRule(
            f"排序第 {facts['position']} 位的家庭已没有轮候登记，不能通知选房"
            f" / the household at place {facts['position']} waits no more and cannot be called"
        )
    to = recipient_of(work.session, work.keyring, entry)
    return letters.send(work, LetterKind.PICKING_INVITATION, case_of(entry), to, facts, cites)


def time_words(at: datetime) -> str:
    """Return a time as letters write it, in Asia/Shanghai."""
    local = at.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
