"""Acts on units. A round reserves, releases and offers many at once; each act is one row."""

from collections.abc import Collection, Sequence

from sqlalchemy import update

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import NotAllowed, NotFound, WrongState
from housing.core.work import Work
from housing.units import queries
from housing.units.models import Unit
from housing.units.states import UNIT, UnitAct, UnitState


def reserve(work: Work, unit_ids: Collection[int], round_code: str) -> None:
    """Hold vacant units for one round, so that no other round can take them.

    Basis: HN 20, 21 (the plan names the units that are allotted).

    Raises:
        NotAllowed: the actor may not freeze a roll.
        WrongState: a unit is not vacant; names it.
    """
    work.actor.must(Permission.FREEZE_ROLL)
    _move(work, unit_ids, UnitAct.RESERVE, round_code, Tag.UNITS_RESERVED)


def release(work: Work, unit_ids: Collection[int], round_code: str) -> None:
    """Give units back to the stock: nobody took them, or the round was annulled.

    Raises:
        NotAllowed: the actor may neither publish nor annul a round.
        WrongState: a unit is not held by `round_code`; names it.
    """
    if not work.actor.may(Permission.PUBLISH_ROUND):
        work.actor.must(Permission.ANNUL_ROUND)
    _move(work, unit_ids, UnitAct.RELEASE, round_code, Tag.UNITS_RELEASED)


def offer(work: Work, unit_ids: Collection[int], round_code: str) -> None:
    """Offer reserved units to the households that the published round gave them to.

    Basis: HN 21 (HN-21-8), HN 24.

    Raises:
        NotAllowed: the actor may not publish a round.
        WrongState: a unit is not reserved by `round_code`; names it.
    """
    work.actor.must(Permission.PUBLISH_ROUND)
    _move(work, unit_ids, UnitAct.OFFER, round_code, Tag.UNITS_OFFERED)


def _move(work: Work, unit_ids: Collection[int], act: UnitAct, round_code: str, tag: Tag) -> None:
    units = _known(work, unit_ids)
    changes = []
    for unit in units:
        held = None if act is UnitAct.RESERVE else round_code
        if unit.round_code != held:
            raise WrongState(
                f"房源 {unit.code} 属于轮次 {unit.round_code or '无'}，不能由 {round_code} 处理"
                f" / unit {unit.code} is held by {unit.round_code or 'no round'}"
            )
        target = UNIT.step(unit.state, act).target
        keeps = target in (UnitState.RESERVED, UnitState.OFFERED)
        changes.append(
            {"id": unit.id, "state": target, "round_code": round_code if keeps else None}
        )
    if not changes:
        return
    work.session.execute(update(Unit), changes)
    work.record(Entry(tag, f"round:{round_code}", after={"units": [unit.code for unit in units]}))


def _known(work: Work, unit_ids: Collection[int]) -> Sequence[Unit]:
    units = queries.by_ids(work.session, unit_ids)
    missing = set(unit_ids) - {unit.id for unit in units}
    if missing:
        raise NotFound(f"没有编号为 {sorted(missing)[:5]} 的房源 / no units with these ids")
    foreign = [unit.code for unit in units if unit.place != work.place]
    if foreign:
        raise NotAllowed(
            f"房源 {foreign[0]} 不属于 {work.place} / unit {foreign[0]} belongs to another place"
        )
    return units
