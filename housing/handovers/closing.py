"""The end of a handover: the keys are back, the lease is over, the flat is in stock again."""

from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.handovers.models import Handover
from housing.handovers.states import HandoverAct
from housing.handovers.steps import given, held, record, target
from housing.handovers.telling import tell_community
from housing.leases import queries as leases
from housing.leases import service as keeping
from housing.units import service as stock
from housing.units.states import UnitAct


def close(
    work: Work, handover_id: int, *, keys_on: date, keys_note: str, needs_repair: bool
) -> Handover:
    """Take the keys back: the lease ends on that day, and the flat is repaired or vacant.

    `keys_note`: how many keys, or that the lock was changed. The community where the flat stands
    is told. Basis: HN 33 (HN-33-5), HN 37 (HN-37-1).

    Raises:
        NotAllowed: the actor keeps no leases, or no stock.
        NotFound: no such handover.
        WrongState: it is not settled.
        BadInput: nothing is said of the keys, or they came back on another day than was settled.
    """
    work.actor.must(Permission.KEEP_LEASES)
    keys = given(keys_note, "钥匙 / keys")
    handover = held(work, handover_id)
    state = target(handover, HandoverAct.CLOSE)
    if keys_on != handover.last_day:
        raise BadInput(
            f"收回钥匙日期：结算到 {handover.last_day}，钥匙于 {keys_on} 收回；请先结算到这一天"
            f" / keys: settled up to {handover.last_day}, but they came back on {keys_on};"
            " settle again up to that day"
        )
    handover.state, handover.keys_on, handover.keys_note = state, keys_on, keys
    handover.closed_on, handover.closed_by = work.day, work.actor.name
    work.session.flush()
    lease = leases.get(work.session, handover.place, handover.lease_id, lock=True)
    keeping.end(
        work,
        lease,
        handover.ending,
        on=keys_on,
        reason=handover.reason,
        document=handover.document,
    )
    act = UnitAct.BEGIN_REPAIR if needs_repair else UnitAct.TAKE_BACK
    why = f"{handover.lease_number} 腾退：{keys}"
    stock.move_units(work, [handover.unit_id], act, reason=why, document=handover.document)
    told = tell_community(work, handover, lease)
    after = {"keys_on": keys_on.isoformat(), "unit": act.value, "community_told": int(told)}
    record(work, handover, TenancyTag.HANDOVER_CLOSED, keys, after=after)
    return handover
