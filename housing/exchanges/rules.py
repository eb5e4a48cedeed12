"""Which flat would be better than the one at hand, and which way of approval an exchange takes.

Nobody is worse off than staying: a flat that the wishes put no higher than the own one, or that
would lose what a household needs, is never one it can get. Areas in hundredths of m².
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from housing.exchanges.words import FOR_COUNTY, Reason
from housing.ownership.words import InvestmentType

#: What a wish can ask of a flat, by the key it is stored under.
ASKED = ("project", "layout", "floor_from", "floor_to", "lift", "accessible")


@dataclass(frozen=True, slots=True)
class Flat:
    """What a wish can tell about a flat; flats with the same values are alike to everybody."""

    project: str
    layout: str
    floor: int
    lift: bool
    accessible: bool
    area: int
    keeper: str
    programme: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish as it is weighed: tiers of conditions, and what the own flat lacks."""

    tiers: tuple[tuple[Mapping[str, Any], ...], ...]
    needs_access: bool
    needs_size: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Whether the county approves, and whether owners consent and file. Basis: HN 31."""

    needs_approval: bool
    needs_filing: bool


def rank_of(wanted: Wanted, own: Flat, other: Flat) -> int | None:
    """Return the tier of another flat, 0 the best; None where staying is as good or better.

    A flat kept for an employer's people, or for another programme, stays among its own.
    Basis: HN 19 (HN-19-1), HN 31 (HN-31-1).
    """
    if (other.keeper, other.programme) != (own.keeper, own.programme):
        return None
    if wanted.needs_access and own.accessible and not other.accessible:
        return None
    if wanted.needs_size and other.area < own.area:
        return None
    rank = _tier(wanted.tiers, other)
    at_hand = _tier(wanted.tiers, own)
    if rank is None or (at_hand is not None and rank >= at_hand):
        return None
    return rank


def needs_met(wanted: Wanted, own: Flat, other: Flat) -> tuple[str, ...]:
    """Return which needs the other flat meets that the own one does not."""
    access = wanted.needs_access and other.accessible and not own.accessible
    size = wanted.needs_size and other.area > own.area
    return (*(["access"] if access else []), *(["size"] if size else []))


def by_county(investment: InvestmentType, reason: Reason) -> bool:
    """Whether the county approves this tenant's part. Basis: HN 31 (HN-31-1, HN-31-2)."""
    return investment is InvestmentType.GOVERNMENT_FULL and reason in FOR_COUNTY


def way_of(members: Sequence[bool]) -> Way:
    """Return the way of an exchange from whether the county approves each member's part.

    Basis: HN 31 (HN-31-1, HN-31-2, HN-31-3).
    """
    return Way(needs_approval=any(members), needs_filing=not all(members))


def rules_of(way: Way) -> tuple[str, ...]:
    """Return the rules that an exchange of this way rests on."""
    owners = ("HN-31-2", "HN-31-3") if way.needs_filing else ()
    return (*(("HN-31-1",) if way.needs_approval else ()), *owners)


def _tier(tiers: Sequence[Sequence[Mapping[str, Any]]], flat: Flat) -> int | None:
    for rank, tier in enumerate(tiers):
        if any(_fits(condition, flat) for condition in tier):
            return rank
    return None


def _fits(condition: Mapping[str, Any], flat: Flat) -> bool:
    return (
        condition.get("project", flat.project) == flat.project
        and condition.get("layout", flat.layout) == flat.layout
        and condition.get("floor_from", flat.floor) <= flat.floor
        and condition.get("floor_to", flat.floor) >= flat.floor
        and (not condition.get("lift") or flat.lift)
        and (not condition.get("accessible") or flat.accessible)
    )
