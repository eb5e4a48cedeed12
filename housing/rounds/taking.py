"""Who and what a round takes at the freeze: from its plan and registrations, or from the sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from housing.abandonments import queries as abandonments
from housing.core.errors import BrokenRule
from housing.households import queries as households
from housing.households.models import Household
from housing.plans import queries as plans
from housing.policies import PolicyBook
from housing.registrations import rereview
from housing.rounds.conditions import owner_of
from housing.rounds.models import COUNTY, Round
from housing.rounds.reconciliation import differences
from housing.rounds.roll import OffRoll, off_roll_reason
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.waitlist import queries as waitlist
from housing.waitlist.states import EntryState

#: So many problems are spelt out in a refusal, the others are counted.
MOST = 20
#: A household of a sheet gets its entry when the roll is frozen.
_NEW = (EntryState.REGISTERED, 0)


@dataclass(frozen=True, slots=True)
class Member:
    """A household that a round takes: how many rounds left it out, why it is off the roll."""

    household: Household
    wishes: list[list[str]]
    rounds_left_out: int
    off_roll: OffRoll | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a round takes; `planned` says that households and units are in it already."""

    planned: bool
    members: Sequence[Member]
    units: Sequence[Unit]
    lost_units: Sequence[str] = field(default=())

    def on_roll(self) -> Iterator[Household]:
        """Return the households of the roll, in order of their application numbers."""
        return (each.household for each in self.members if each.off_roll is None)


def taken(session: Session, a_round: Round, book: PolicyBook, day: date) -> Taken:
    """Return what the round would take if its roll were frozen on `day`.

    A round with a plan takes those who registered and passed the re-review, and the units of the
    plan; a round on sheets every registered household and every vacant unit. An owner's round
    takes its own people and units only. Basis: HN 19 (HN-19-1, HN-19-2), HN 20, HN 21 (HN-21-2).

    Raises:
        MissingPolicyValue: an owner's people are unknown.
    """
    registered = households.registered(session, a_round.place)
    if a_round.plan_sha256 is None:
        return Taken(
            planned=False,
            members=_members(session, a_round, book, day, registered, None),
            units=_vacant(session, a_round),
        )
    wishes = rereview.accepted(session, a_round.id)
    mine = [household for household in registered if household.id in wishes]
    kept, lost = _planned_units(session, a_round)
    return Taken(
        planned=True,
        members=_members(session, a_round, book, day, mine, wishes),
        units=kept,
        lost_units=lost,
    )


def hindrances(session: Session, a_round: Round, found: Taken) -> list[str]:
    """Return in bilingual sentences everything that stands against the freeze of the roll.

    Re-reviews that are open, objections, missing consents, units that fell out, counts of
    departments and streets that do not add up. Basis: HN 21 (HN-21-2, HN-21-5).
    """
    counts = differences(session, a_round.id, found.on_roll())
    if not found.planned:
        return counts
    lost = [
        f"房源 {code} 已不由本轮占用，请先在方案中移出"
        f" / unit {code} is not held by this round any more; take it out of the plan first"
        for code in found.lost_units
    ]
    return [*(each.text for each in rereview.problems(session, a_round.id)), *lost, *counts]


def must_be_free(found: Sequence[str]) -> None:
    """Refuse the freeze with the whole list of what stands against it.

    Raises:
        BrokenRule: something does.
    """
    if not found:
        return
    parts = [sentence.partition(" / ") for sentence in found[:MOST]]
    more = len(found) - len(parts)
    chinese = "；".join(part[0] for part in parts) + (f"；另有 {more} 项" if more else "")
    english = "; ".join(part[2] for part in parts) + (f"; {more} more" if more else "")
    raise BrokenRule(
        f"名册还不能冻结，有 {len(found)} 项须先办妥：{chinese}"
        f" / the roll cannot be frozen, {len(found)} things stand against it: {english}",
        rules=("HN-21-2", "HN-21-5"),
    )


def _members(
    session: Session,
    a_round: Round,
    book: PolicyBook,
    day: date,
    mine: Sequence[Household],
    wishes: Mapping[int, list[list[str]]] | None,
) -> list[Member]:
    standing = waitlist.standing_of(session, a_round.place)
    frozen = abandonments.frozen(session, a_round.place, day)
    employers = _employers(a_round, book, day)
    members = []
    for household in mine:
        state, left_out = standing.get(household.id, _NEW)
        if wishes is not None and state is EntryState.IN_ROUND:
            state = EntryState.WAITING  # It is in this round; no other can hold it.
        reason = off_roll_reason(household, state, day)
        if household.identity_index in frozen:
            reason = OffRoll.FROZEN
        elif employers is not None and household.employer not in employers:
            reason = OffRoll.NOT_OF_THE_OWNER
        asked = household.wishes if wishes is None else wishes[household.id]
        members.append(Member(household, asked, left_out, reason))
    return members


def _employers(a_round: Round, book: PolicyBook, day: date) -> frozenset[str] | None:
    """Whose people an owner's round serves; None for a round of the county."""
    if a_round.audience == COUNTY:
        return None
    rows = book.value("own_stock", a_round.place, day).value
    own = next((row for row in rows if row["owner"] == owner_of(a_round)), None)
    if own is None:
        raise BrokenRule(
            f"参数 own_stock 没有产权单位“{owner_of(a_round)}”，不知道其房源先保障谁，请先登记"
            f" / own_stock does not name {owner_of(a_round)!r}: enter whose people it serves",
            rules=("HN-19-1", "HN-19-2"),
        )
    return frozenset(own["employers"])


def _vacant(session: Session, a_round: Round) -> list[Unit]:
    """Vacant units: for a round of the county all, for an owner's what it keeps for its people."""
    found = units.vacant(session, a_round.place)
    if a_round.audience == COUNTY:
        return list(found)
    owner = owner_of(a_round)
    return [unit for unit in found if unit.keeper == owner]


def _planned_units(session: Session, a_round: Round) -> tuple[list[Unit], list[str]]:
    """Return the units of the plan that the round holds, and the codes of those it lost."""
    codes = {each.unit_id: each.unit_code for each in plans.units_of(session, a_round.id)}
    held = [
        unit
        for unit in units.by_place(session, a_round.place)
        if unit.id in codes and unit.state is UnitState.RESERVED and unit.round_code == a_round.code
    ]
    left = codes.keys() - {unit.id for unit in held}
    return held, sorted(codes[unit_id] for unit_id in left)
