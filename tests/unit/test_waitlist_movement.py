"""Moves in a queue: against sorting everybody anew, and with causes that add up."""

from hypothesis import given
from hypothesis import strategies as st

from housing.waitlist.movement import Change, moves, shifts
from housing.waitlist.words import Cause

Ranks = dict[int, bytes]
KEYS = st.binary(min_size=1, max_size=2)
CAUSES = st.sampled_from([Cause.HOUSED, Cause.RESCORED, Cause.JOINED_AHEAD])


@st.composite
def changed_queues(draw: st.DrawFn) -> tuple[Ranks, Ranks, dict[int, Cause]]:
    """Return the ranks before and after by member, and the cause of each who changed."""
    ranks = draw(st.lists(KEYS, unique=True, min_size=1, max_size=24))
    before = {member: rank for member, rank in enumerate(ranks) if draw(st.booleans())}
    after = {member: rank for member, rank in before.items() if draw(st.integers(0, 3))}
    free = [rank for rank in ranks if rank not in {*before.values()}]
    for member in draw(st.lists(st.integers(0, 40), max_size=len(free), unique=True)):
        after[member] = free.pop()
    changed = {each for each in before.keys() | after.keys() if before.get(each) != after.get(each)}
    return before, after, {each: draw(CAUSES) for each in sorted(changed)}


def _places(ranks: Ranks) -> dict[int, int]:
    return {member: place for place, member in enumerate(sorted(ranks, key=ranks.__getitem__), 1)}


def _changes(before: Ranks, after: Ranks, causes: dict[int, Cause]) -> list[Change]:
    held = _places(before)
    return [
        Change(
            member,
            held.get(member),
            after.get(member),
            sum(rank < after[member] for rank in before.values()) if member in after else 0,
            cause,
            Cause.OWN_POINTS,
        )
        for member, cause in causes.items()
    ]


@given(changed_queues())
def test_everybody_ends_where_a_new_sorting_puts_them(
    queue: tuple[Ranks, Ranks, dict[int, Cause]],
) -> None:
    """HN-17-2: the place moves by as much as its causes say, for those who changed and others."""
    before, after, causes = queue
    changes = _changes(before, after, causes)
    held, wanted = _places(before), _places(after)
    found = {}
    for move in moves(changes):
        assert move.position == wanted.get(move.entry_id)
        if move.held is not None and move.position is not None:
            assert sum(count for _, count in move.causes) == move.position - move.held
        found[move.entry_id] = move.position
    for member, place in held.items():
        if member not in causes:
            by = [
                each.by for each in shifts(changes, len(before)) if each.first <= place <= each.last
            ]
            assert len(by) <= 1
            found[member] = place + sum(by)
    assert {member: place for member, place in found.items() if place is not None} == wanted


@given(changed_queues())
def test_what_stands_in_a_shift_does_not_overlap_and_lies_in_the_queue(
    queue: tuple[Ranks, Ranks, dict[int, Cause]],
) -> None:
    before, after, causes = queue
    last = 0
    for each in shifts(_changes(before, after, causes), len(before)):
        assert last < each.first <= each.last <= len(before)
        assert all(count for _, count in each.causes)
        last = each.last


def test_two_housed_ahead_and_one_joined_ahead_are_told_apart() -> None:
    changes = [
        Change(1, 1, None, 0, Cause.HOUSED, Cause.HOUSED),
        Change(2, 2, None, 0, Cause.HOUSED, Cause.HOUSED),
        Change(9, None, b"c", 2, Cause.JOINED_AHEAD, Cause.OWN_ACT),
    ]
    *_, shift = shifts(changes, 5)
    assert (shift.first, shift.last, shift.by) == (3, 5, -1)
    assert shift.causes == ((Cause.HOUSED, -2), (Cause.JOINED_AHEAD, 1))


def test_ones_own_points_are_told_apart_from_what_others_did() -> None:
    """From place 4 past two others to 2; one who stood ahead was housed: 1."""
    changes = [
        Change(4, 4, b"b", 1, Cause.RESCORED, Cause.OWN_POINTS),
        Change(1, 1, None, 0, Cause.HOUSED, Cause.HOUSED),
    ]
    own = next(move for move in moves(changes) if move.entry_id == 4)
    assert (own.held, own.position) == (4, 1)
    assert dict(own.causes) == {Cause.OWN_POINTS: -2, Cause.HOUSED: -1}
