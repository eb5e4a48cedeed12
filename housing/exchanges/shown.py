"""What pages show of wishes and exchanges: flats by address, tenants masked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from housing.exchanges import queries
from housing.exchanges.models import Exchange, ExchangeMember, ExchangeSearch, ExchangeWish
from housing.households import queries as households
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.units import queries as units
from housing.units.models import Unit


@dataclass(frozen=True, slots=True)
class Part:
    """A member of an exchange with its flats and its masked name."""

    member: ExchangeMember
    name: str
    leaves: str
    gets: str


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish with its lease, flat, masked name, and what is wanted, in words by rank."""

    wish: ExchangeWish
    lease: Lease
    name: str
    address: str
    wanted: list[list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a cycle that a search found."""

    lease: Lease
    name: str
    leaves: str
    gets: str


def addresses(session: Session, place: str, unit_ids: Collection[int]) -> dict[int, str]:
    """Return estate, building, entrance and room of units."""
    estates = units.projects(session, place)
    return {
        unit.id: f"{estates[unit.project_code].name}{unit.address}"
        for unit in units.by_ids(session, unit_ids)
    }


def parts(session: Session, exchange: Exchange) -> list[Part]:
    """Return the members of an exchange, in their turn."""
    names = households.names(session, [each.household_id for each in exchange.members])
    called = addresses(session, exchange.place, [each.unit_from for each in exchange.members])
    return [
        Part(each, names[each.household_id], called[each.unit_from], called[each.unit_to])
        for each in exchange.members
    ]


def wished(session: Session, place: str, found: Sequence[ExchangeWish]) -> list[Wished]:
    """Return wishes as a list shows them."""
    names = households.names(session, [each.household_id for each in found])
    called = addresses(session, place, [each.unit_id for each in found])
    held = leases.of_ids(session, [each.lease_id for each in found])
    estates = {code: project.name for code, project in units.projects(session, place).items()}
    return [
        Wished(
            each,
            held[each.lease_id],
            names[each.household_id],
            called[each.unit_id],
            [[in_words(condition, estates) for condition in tier] for tier in each.ranks],
        )
        for each in found
    ]


def steps(session: Session, found: ExchangeSearch) -> list[list[Step]]:
    """Return the cycles of a search, move by move."""
    ids = [lease_id for cycle in found.cycles for lease_id in cycle]
    held = leases.of_ids(session, ids)
    names = households.names(session, [each.household_id for each in held.values()])
    called = addresses(session, found.place, [each.unit_id for each in held.values()])
    return [
        [
            Step(
                held[lease_id],
                names[held[lease_id].household_id],
                called[held[lease_id].unit_id],
                called[held[following].unit_id],
            )
            for lease_id, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        ]
        for cycle in found.cycles
    ]


def in_words(condition: Mapping[str, Any], estates: Mapping[str, str]) -> str:
    """Return one condition of a wish in words."""
    told = [
        estates.get(condition.get("project", ""), condition.get("project", "")),
        condition.get("layout", ""),
        _floors(condition),
        _("有电梯") if condition.get("lift") else "",
        _("无障碍") if condition.get("accessible") else "",
    ]
    return " ".join(each for each in told if each)


def choices(session: Session, place: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the estates and the layouts that a wish can name."""
    estates = [(code, project.name) for code, project in units.projects(session, place).items()]
    return estates, layouts(units.by_place(session, place))


def layouts(held: Iterable[Unit]) -> list[str]:
    """Return the layouts of these units, in order."""
    return sorted({unit.layout for unit in held})


def of_own(session: Session, lease: Lease) -> tuple[ExchangeWish | None, Exchange | None]:
    """Return the live wish of a lease, and the newest exchange it is or was in."""
    found = queries.of_leases(session, [lease.id])
    return queries.live_wish(session, lease.id), found[0] if found else None


def _floors(condition: Mapping[str, Any]) -> str:
    first, last = condition.get("floor_from"), condition.get("floor_to")
    if first and last:
        return str(_("%(first)s 至 %(last)s 层", first=first, last=last))
    if first:
        return str(_("%(first)s 层以上", first=first))
    return str(_("%(last)s 层以下", last=last)) if last else ""
