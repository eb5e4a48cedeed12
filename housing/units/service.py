"""Acts on units. A round reserves, releases and offers many at once; each act is one row."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.policies.queries import book as values_in_force
from housing.units import history, queries
from housing.units.models import Unit
from housing.units.states import CALLED, UNIT, UnitAct, UnitState

A, P = UnitAct, Permission
#: Whoever begins or calls off the return of a flat.
OF_TENANCY = (P.KEEP_LEASES, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
#: Each act: its tag, and the rights of which any one allows it.
ACTS: Mapping[UnitAct, tuple[Tag, tuple[Permission, ...]]] = MappingProxyType(
    {
        A.RESERVE: (Tag.UNITS_RESERVED, (P.FREEZE_ROLL, P.ANNUL_ROUND)),
        A.RELEASE: (Tag.UNITS_RELEASED, (P.PUBLISH_ROUND, P.ANNUL_ROUND, P.RUN_ROUND)),
        A.OFFER: (Tag.UNITS_OFFERED, (P.PUBLISH_ROUND, P.RUN_ROUND)),
        A.LET: (Tag.UNITS_LET, (P.KEEP_STOCK,)),
        A.RETURN_UNUSED: (Tag.UNITS_RETURNED, (P.KEEP_STOCK,)),
        A.GIVE_NOTICE: (Tag.UNITS_VACATING, (P.KEEP_STOCK, *OF_TENANCY)),
        A.STAY: (Tag.UNITS_STAYED_LET, (P.KEEP_STOCK, *OF_TENANCY)),
        A.TAKE_BACK: (Tag.UNITS_TAKEN_BACK, (P.KEEP_STOCK,)),
        A.BEGIN_REPAIR: (Tag.UNITS_REPAIR_BEGUN, (P.KEEP_STOCK,)),
        A.END_REPAIR: (Tag.UNITS_REPAIR_ENDED, (P.KEEP_STOCK,)),
        A.SELL: (Tag.UNITS_SOLD, (P.KEEP_STOCK,)),
        A.SELL_OFF: (Tag.UNITS_SOLD, (P.SELL_UNITS,)),
        A.BUY_BACK: (Tag.UNITS_BOUGHT_BACK, (P.SELL_UNITS, P.DECIDE_SALE)),
    }
)
#: What a round does; it gives its code, and no reason of its own.
OF_ROUNDS = frozenset({A.RESERVE, A.RELEASE, A.OFFER, A.LET})
#: What a person does by hand on the page of a unit, always with a reason.
BY_HAND = (A.GIVE_NOTICE, A.TAKE_BACK, A.BEGIN_REPAIR, A.END_REPAIR, A.SELL)
#: States in which a round holds the unit.
HELD = (UnitState.RESERVED, UnitState.OFFERED)


def reserve(work: Work, unit_ids: Collection[int], round_code: str) -> None:
    """Hold vacant units for one round, so that no other round can take them.

    Basis: HN 20, 21 (the plan names the units that are allotted).

    Raises:
        NotAllowed: the actor may neither freeze a roll nor annul a round for its successor.
        WrongState: a unit is not vacant; names it.
    """
    move_units(work, unit_ids, A.RESERVE, round_code=round_code)


def release(work: Work, unit_ids: Collection[int], round_code: str) -> None:
    """Give units back to the stock: nobody took them, or the round was annulled.

    Raises:
        NotAllowed: the actor may neither publish nor annul a round.
        WrongState: a unit is not held by `round_code`; names it.
    """
    move_units(work, unit_ids, A.RELEASE, round_code=round_code)


def offer(work: Work, unit_ids: Collection[int], round_code: str) -> None:
    """Offer reserved units to the households that the published round gave them to.

    Basis: HN 21 (HN-21-8), HN 24.

    Raises:
        NotAllowed: the actor may not publish a round.
        WrongState: a unit is not reserved by `round_code`; names it.
    """
    move_units(work, unit_ids, A.OFFER, round_code=round_code)


def let(work: Work, unit_id: int, *, round_code: str, document: str) -> None:
    """Note that the lease of an offered unit was signed; `document` is the lease.

    Basis: HN 24 (HN-24-1).

    Raises:
        NotAllowed: the actor does not keep the stock.
        BadInput: no document.
        WrongState: the unit is not offered by `round_code`.
    """
    given(document, "合同 / lease")
    move_units(work, [unit_id], A.LET, round_code=round_code, document=document.strip())


def take_back(work: Work, unit_id: int, *, reason: str, document: str = "") -> None:
    """Put a unit back into the stock: vacated by its tenant, or never moved into.

    A unit whose tenant gave up before the keys is vacant at once. Basis: HN 22 (HN-22-7), HN 33.

    Raises:
        NotAllowed: the actor does not keep the stock.
        BadInput: no reason.
        WrongState: the unit is neither let nor being vacated.
    """
    unit = _known(work, [unit_id])[0]
    act = A.RETURN_UNUSED if unit.state is UnitState.LET else A.TAKE_BACK
    move_units(work, [unit_id], act, reason=reason, document=document)


def move_units(
    work: Work,
    unit_ids: Collection[int],
    act: UnitAct,
    *,
    round_code: str | None = None,
    reason: str = "",
    document: str = "",
) -> None:
    """Move units by the table of their states: the one door for every change of state.

    Acts of a round name it, and the units must be held by it (to reserve: by none). All other acts
    are refused for a unit that a round holds, and need a reason. The history of each unit and one
    row of the register are written in the same act.

    Raises:
        NotAllowed: the actor lacks the right of the act, or a unit is another place's.
        NotFound: an id is unknown.
        BadInput: the reason, or the code of the round, is missing.
        WrongState: the act does not fit the state of a unit, or another round holds it; names it.
    """
    tag, rights = ACTS[act]
    if not any(work.actor.may(each) for each in rights):
        work.actor.must(rights[0])
    if act is A.SELL:
        _must_need_no_sale(work)
    if act not in OF_ROUNDS:
        reason = given(reason, "理由 / reason")
    elif not round_code:
        raise BadInput("轮次：须写明是哪一轮 / round: name the round that acts")
    units = _known(work, unit_ids)
    changes = [_change(unit, act, round_code) for unit in units]
    if not changes:
        return
    work.session.execute(update(Unit), changes)
    for unit, change in zip(units, changes, strict=True):
        # The statement went past the objects that are loaded already.
        set_committed_value(unit, "state", change["state"])
        set_committed_value(unit, "round_code", change["round_code"])
    history.follow(work, [unit.id for unit in units], reason=reason, document=document.strip())
    after = {"units": [unit.code for unit in units]}
    work.record(Entry(tag, _subject(units, round_code), None, after, reason, document.strip()))


def _must_need_no_sale(work: Work) -> None:
    """Refuse to note a sale by hand where the sale measures govern it. Basis: HZS 3 (HZS-3-3)."""
    if any(each.id == "HZS" for each in values_in_force(work.session).governing(work.place)):
        raise BrokenRule(
            "本地出售公租房须经批准，请在“出售”中办理"
            " / here a dwelling is sold only by an approved sale; use the pages of sales",
            rules=("HZS-3-3",),
        )


def _change(unit: Unit, act: UnitAct, round_code: str | None) -> dict[str, object]:
    held = None if act is A.RESERVE or act not in OF_ROUNDS else round_code
    if unit.round_code != held:
        raise WrongState(
            f"房源 {unit.code} 属于轮次 {unit.round_code or '无'}，"
            f"不能由 {round_code or '其他人'} 处理"
            f" / unit {unit.code} is held by {unit.round_code or 'no round'}"
        )
    target = UNIT.step(unit.state, act, CALLED).target
    keeps = target in HELD
    return {"id": unit.id, "state": target, "round_code": round_code if keeps else None}


def _subject(units: Sequence[Unit], round_code: str | None) -> str:
    if round_code:
        return f"round:{round_code}"
    return f"unit:{units[0].code}" if len(units) == 1 else f"units:{units[0].place}"


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
