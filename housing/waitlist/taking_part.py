"""What a round does to the entries that take part in it: many at once, one row in the register."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import NotFound, WrongState
from housing.core.work import Work
from housing.waitlist import queries, service
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import CALLED, LIFECYCLE, EntryAct, EntryState

#: Acts that end the part an entry has in a round.
LEAVING = (EntryAct.LEAVE_ROUND, EntryAct.FAIL_REREVIEW, EntryAct.RETURN)


def join(work: Work, household_ids: Collection[int], round_code: str) -> None:
    """Take households into a round; none of them can be in a second one meanwhile.

    Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed: the actor may neither prepare a round, freeze its roll nor annul one for its
            successor; jobs may begin a re-review.
        NotFound: a household has no entry.
        WrongState: an entry does not wait; names it.
    """
    if work.actor.role is not None:
        _must_have_one_of(
            work, Permission.FREEZE_ROLL, Permission.ANNUL_ROUND, Permission.PREPARE_ROUND
        )
    _move(work, household_ids, EntryAct.JOIN_ROUND, round_code, Tag.ENTRIES_JOINED)


def allot(work: Work, household_ids: Collection[int], round_code: str) -> None:
    """Make households of a round those it serves (分配对象); those who are already stay so.

    They are when they are called to a hall, or offered what another gave up, else when the round
    is published. Basis: HN 21 (HN-21-6).

    Raises:
        NotAllowed, NotFound, WrongState: see `join`; the right is to publish or to run a round.
    """
    if not work.actor.may(Permission.RUN_ROUND):
        work.actor.must(Permission.PUBLISH_ROUND)
    _move(work, household_ids, EntryAct.ALLOT, round_code, Tag.ENTRIES_ALLOTTED)


def let_go(work: Work, household_ids: Collection[int], round_code: str, *, left_out: bool) -> None:
    """Send households of a round back to the list, their place kept.

    `left_out`: the round was published and had no flat for them, which the county's table may
    count; an annulled round counts nothing. Basis: HN 21 (HN-21-5).

    Raises:
        NotAllowed, NotFound, WrongState: see `join`; the right is to publish or annul a round, or
            to freeze its roll, which some turn out not to belong on.
    """
    _must_have_one_of(
        work, Permission.PUBLISH_ROUND, Permission.FREEZE_ROLL, Permission.ANNUL_ROUND
    )
    _move(work, household_ids, EntryAct.LEAVE_ROUND, round_code, Tag.ENTRIES_LET_GO, left_out)


def held_by(session: Session, place: str, round_code: str) -> Sequence[int]:
    """Return the households whose entries take part in a round now, in order of their ids."""
    return session.scalars(
        select(WaitlistEntry.household_id)
        .where(WaitlistEntry.place == place, WaitlistEntry.round_code == round_code)
        .order_by(WaitlistEntry.household_id)
    ).all()


def forget_left_out(work: Work, household_ids: Collection[int], round_code: str) -> None:
    """Take back what an annulled round had counted: to be left out by it means nothing.

    Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor may not annul a round.
    """
    work.actor.must(Permission.ANNUL_ROUND)
    numbers = []
    for household_id in household_ids:
        entry = queries.live_of(work.session, household_id)
        if entry is not None and entry.rounds_left_out > 0:
            entry.rounds_left_out -= 1
            entry.place_due_on = work.day
            numbers.append(entry.number)
    if numbers:
        after = {"entries": len(numbers), "sha256": sha256_hex(canonical_bytes(sorted(numbers)))}
        work.record(Entry(Tag.ENTRIES_COUNTED_BACK, f"round:{round_code}", after=after))


def _must_have_one_of(work: Work, *rights: Permission) -> None:
    if not any(work.actor.may(right) for right in rights):
        work.actor.must(rights[-1])


def _move(
    work: Work,
    household_ids: Collection[int],
    act: EntryAct,
    round_code: str,
    tag: Tag,
    left_out: bool = False,
) -> None:
    """Walk each entry by the table of its states; the entries of a round, or none yet, only."""
    entries = _live(work, household_ids)
    changes: list[dict[str, Any]] = []
    for entry_id, number, state, held, count in entries:
        if held != (None if act is EntryAct.JOIN_ROUND else round_code):
            raise WrongState(
                f"{number} 属于轮次 {held or '无'}，不能由 {round_code} 处理"
                f" / entry {number} is in {held or 'no round'}"
            )
        if act is EntryAct.ALLOT and state is EntryState.ALLOTTEE:
            continue
        target = LIFECYCLE.step(state, act, CALLED).target
        kept = None if act in LEAVING else round_code
        changes.append(
            {
                "id": entry_id,
                "state": target,
                "round_code": kept,
                "rounds_left_out": count + int(left_out),
            }
            # To have been left out may be worth points, which move a household over night.
            | ({"place_due_on": work.day} if left_out else {})
            | ({"last_round_on": work.day} if act is EntryAct.JOIN_ROUND else {})
        )
    if not changes:
        return
    work.session.execute(update(WaitlistEntry), changes)
    for each in work.session.identity_map.values():
        if isinstance(each, WaitlistEntry):
            work.session.expire(each)
    numbers = sorted(number for _, number, _, _, _ in entries)
    after = {"entries": len(numbers), "sha256": sha256_hex(canonical_bytes(numbers))}
    work.record(Entry(tag, f"round:{round_code}", after=after))


def _live(
    work: Work, household_ids: Collection[int]
) -> Sequence[tuple[int, str, EntryState, str | None, int]]:
    wanted = set(household_ids)
    rows = work.session.execute(
        select(
            WaitlistEntry.household_id,
            WaitlistEntry.id,
            WaitlistEntry.number,
            WaitlistEntry.state,
            WaitlistEntry.round_code,
            WaitlistEntry.rounds_left_out,
        )
        .where(WaitlistEntry.place == work.place, WaitlistEntry.closed_on.is_(None))
        .order_by(WaitlistEntry.id)
        .with_for_update()
    )
    found = {
        household_id: (entry_id, number, state, held, count)
        for household_id, entry_id, number, state, held, count in rows
        if household_id in wanted
    }
    missing = sorted(wanted - found.keys())
    if missing:
        raise NotFound(f"家庭 {missing[:5]} 没有轮候登记 / households without a waitlist entry")
    return list(found.values())


def fail_rereview(work: Work, entry: WaitlistEntry, reason: str, begun_by: str) -> None:
    """Take a household that failed the re-review out of its round; its entry is under review.

    Whether it keeps its place is decided apart, not by `begun_by`, who began the re-review. The
    caller has asked who may. Basis: HN 21 (HN-21-3), HN 16 (HN-16-4).

    Raises:
        WrongState: the entry is not in a round.
    """
    LIFECYCLE.step(entry.state, EntryAct.FAIL_REREVIEW, CALLED)
    entry.round_code, entry.review_reason, entry.review_opened_by = None, reason, begun_by
    with work.session.no_autoflush:
        service.move(work, entry, EntryAct.FAIL_REREVIEW, Tag.ENTRY_REVIEW_OPENED, reason)
