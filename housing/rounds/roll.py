"""The roll (名册): who is on it, who is off it and why, and each household's line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from housing.households.models import Household
from housing.households.words import Assistance
from housing.rounds.terms import term
from housing.standing.facts import facts_of
from housing.standing.rules import points_of, tier_of
from housing.waitlist.states import EntryState


class OffRoll(StrEnum):
    """Why a household that is registered is not on the roll of this round."""

    ASKED_FOR_SUBSIDY = "asked_for_subsidy"
    REGISTERED_LATER = "registered_later"
    HOUSED_BEFORE = "housed_before"
    IN_ANOTHER_ROUND = "in_another_round"
    UNDER_REVIEW = "under_review"
    FROZEN = "frozen"
    NOT_WAITING = "not_waiting"
    NOT_OF_THE_OWNER = "not_of_the_owner"


OFF_ROLL_BASIS: dict[OffRoll, str] = {
    OffRoll.ASKED_FOR_SUBSIDY: "HN-17-2",
    OffRoll.REGISTERED_LATER: "HN-15-10",
    OffRoll.HOUSED_BEFORE: "HN-21-8",
    OffRoll.IN_ANOTHER_ROUND: "HN-21-1",
    OffRoll.UNDER_REVIEW: "HN-16-4",
    OffRoll.FROZEN: "HN-22-2",
    OffRoll.NOT_WAITING: "HN-16-4",
    OffRoll.NOT_OF_THE_OWNER: "HN-19-1",
}


#: What the state of an entry means for a roll; the others wait and may be on it.
OFF_BY_STATE: dict[EntryState, OffRoll] = {
    EntryState.IN_ROUND: OffRoll.IN_ANOTHER_ROUND,
    EntryState.ALLOTTEE: OffRoll.HOUSED_BEFORE,
    EntryState.SELECTED: OffRoll.HOUSED_BEFORE,
    EntryState.HOUSED: OffRoll.HOUSED_BEFORE,
    EntryState.UNDER_REVIEW: OffRoll.UNDER_REVIEW,
    EntryState.FROZEN: OffRoll.FROZEN,
    EntryState.SUBSIDISED: OffRoll.ASKED_FOR_SUBSIDY,
    EntryState.CANCELLED: OffRoll.NOT_WAITING,
    EntryState.LAPSED: OffRoll.NOT_WAITING,
}


def off_roll_reason(household: Household, state: EntryState, day: date) -> OffRoll | None:
    """Return why a household is off the roll frozen on `day`, or None when it is on it.

    `state` is that of its waitlist entry. Basis: HN 17 (HN-17-2) for the subsidy, HN 15
    (HN-15-10) for later registration, HN 16 (HN-16-4) and HN 22 (HN-22-2) for the entry's state.
    """
    if household.assistance is Assistance.SUBSIDY:
        return OffRoll.ASKED_FOR_SUBSIDY
    if household.registered_on > day:
        return OffRoll.REGISTERED_LATER
    return OFF_BY_STATE.get(state)


def line_of(
    household: Household,
    roll_id: str,
    wishes: Iterable[Sequence[str]],
    rounds_left_out: int,
    rules: Mapping[str, Any],
    pools: Iterable[str],
) -> dict[str, Any]:
    """Return the household's line in roll.json; `pools` are those of this round's units.

    `wishes` are ranks of classes, the best first.

    Raises:
        BadInput: a priority group that the county's table does not know.
    """
    facts, day = facts_of(household, rounds_left_out), date.fromisoformat(rules["day"])
    tiers, score = term(rules, "priority_rules"), term(rules, "scoring_table")
    points = points_of(facts, day, score, tiers, term(rules, "housing_area_line_per_capita"))
    return {
        "id": roll_id,
        "tier": tier_of(facts, tiers),
        "score": sum(each.points for each in points),
        "points": [list(each) for each in points],
        "accepted_on": household.accepted_on.isoformat(),
        "size": household.size,
        "needs_accessible": int(household.needs_accessible),
        "pools": _pools_of(household, rules, pools),
        "wishes": [list(rank) for rank in wishes],
    }


def _pools_of(household: Household, rules: Mapping[str, Any], pools: Iterable[str]) -> list[str]:
    """Basis: HN 19 (HN-19-1 own staff, HN-19-2 people who work in the park)."""
    present = set(pools)
    mine = {
        f"owner:{entry['owner']}"
        for entry in term(rules, "own_stock") or ()
        if household.employer in entry["employers"]
    }
    return sorted(mine & present)
