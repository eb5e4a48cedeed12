"""The roll (名册): who is on it, who is off it and why, and each household's line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from housing.households.models import Household
from housing.households.words import Assistance
from housing.rounds.rules import Facts, points_of, tier_of
from housing.rounds.terms import term


class OffRoll(StrEnum):
    """Why a household that is registered is not on the roll of this round."""

    ASKED_FOR_SUBSIDY = "asked_for_subsidy"
    REGISTERED_LATER = "registered_later"
    HOUSED_BEFORE = "housed_before"
    IN_ANOTHER_ROUND = "in_another_round"


OFF_ROLL_BASIS: dict[OffRoll, str] = {
    OffRoll.ASKED_FOR_SUBSIDY: "HN-17-2",
    OffRoll.REGISTERED_LATER: "HN-15-10",
    OffRoll.HOUSED_BEFORE: "HN-21-8",
    OffRoll.IN_ANOTHER_ROUND: "HN-21-1",
}


@dataclass(frozen=True, slots=True)
class History:
    """What earlier rounds mean for this one, as household ids (and counts of rounds)."""

    housed: frozenset[int]
    in_another_round: frozenset[int]
    rounds_left_out: Mapping[int, int]


def off_roll_reason(household: Household, day: date, history: History) -> OffRoll | None:
    """Return why a household is off the roll frozen on `day`, or None when it is on it.

    Basis: HN 17 (HN-17-2) for the subsidy, HN 15 (HN-15-10) for later registration.
    """
    if household.assistance is Assistance.SUBSIDY:
        return OffRoll.ASKED_FOR_SUBSIDY
    if household.registered_on > day:
        return OffRoll.REGISTERED_LATER
    if household.id in history.housed:
        return OffRoll.HOUSED_BEFORE
    if household.id in history.in_another_round:
        return OffRoll.IN_ANOTHER_ROUND
    return None


def facts_of(household: Household, history: History) -> Facts:
    """Return what tier and points rest on."""
    return Facts(
        application_number=household.application_number,
        group=household.group,
        rescue=household.rescue,
        priority_groups=tuple(household.priority_groups),
        size=household.size,
        present_area=household.present_area,
        birth_on=household.birth_on,
        accepted_on=household.accepted_on,
        rounds_left_out=history.rounds_left_out.get(household.id, 0),
    )


def line_of(
    household: Household,
    roll_id: str,
    history: History,
    rules: Mapping[str, Any],
    pools: Iterable[str],
) -> dict[str, Any]:
    """Return the household's line in roll.json; `pools` are those of this round's units.

    Raises:
        BadInput: a priority group that the county's table does not know.
    """
    facts, day = facts_of(household, history), date.fromisoformat(rules["day"])
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
        "wishes": [list(rank) for rank in household.wishes],
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
