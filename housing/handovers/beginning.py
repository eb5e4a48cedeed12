"""How a handover begins, and how it is called off: the flat is being vacated, or stays let."""

from housing.core.audit.record import hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.handovers import queries
from housing.handovers.models import Handover
from housing.handovers.states import RUNNING, HandoverAct, HandoverState
from housing.handovers.steps import given, held, must_begin, record, target
from housing.handovers.telling import tell_begun
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import ENDING_WORDS, Ending
from housing.units import queries as units
from housing.units import service as stock
from housing.units.states import UnitAct, UnitState

#: These change the lease or the owner; nobody moves out.
NOBODY_LEAVES = (Ending.RENEWED, Ending.EXCHANGED, Ending.SOLD)


def begin(
    work: Work, lease_id: int, ending: Ending, *, reason: str, document: str = ""
) -> Handover:
    """Begin the return of a flat: it is vacated, and the tenant is told how it is handed over.

    When one runs already, its ground becomes the new one (the tenant gave notice, then lost the
    right to stay). The feature that begins it sees by `queries.of_lease(…).state` when the flat is
    back. Basis: HN 24 (HN-24-3), HN 33 (HN-33-5), HN 34 (HN-34-2).

    Raises:
        NotAllowed: the actor neither keeps leases nor reviews or decides on them.
        NotFound: no such lease in the place.
        WrongState: the lease does not run, or the flat is back already.
        BadInput: no reason, or an ending by which nobody leaves.
    """
    must_begin(work)
    why = given(reason, "原因 / reason")
    if ending in NOBODY_LEAVES:
        raise BadInput(
            f"“{ENDING_WORDS[ending]}”不须腾退 / nobody moves out when a lease ends as {ending}"
        )
    hold_head(work.session, work.place)
    lease = leases.get(work.session, work.place, lease_id, lock=True)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(
            f"合同 {lease.number} 不在租赁中，不能办理腾退 / lease {lease.number} is not running"
        )
    running = queries.of_lease(work.session, lease_id)
    if running is not None:
        return _on_new_ground(work, running, ending, why, document)
    made = _new(work, lease, ending)
    made.reason, made.document = why, document.strip()
    work.session.add(made)
    work.session.flush()
    _vacate(work, lease.unit_id, why, document.strip())
    record(
        work, made, TenancyTag.HANDOVER_BEGUN, why, document.strip(), after={"ending": ending.value}
    )
    tell_begun(work, made, lease)
    return made


def call_off(work: Work, handover_id: int, *, reason: str, document: str) -> Handover:
    """Call a handover off: the tenant stays, and the flat is let as before.

    Raises:
        NotAllowed: the actor neither keeps leases nor reviews or decides on them.
        NotFound: no such handover.
        WrongState: it is settled already, or over.
        BadInput: no reason or no document.
    """
    must_begin(work)
    why, paper = given(reason, "原因 / reason"), given(document, "依据文件 / document")
    found = held(work, handover_id)
    before, found.state = found.state, target(found, HandoverAct.CALL_OFF)
    stock.move_units(work, [found.unit_id], UnitAct.STAY, reason=why, document=paper)
    record(work, found, TenancyTag.HANDOVER_CALLED_OFF, why, paper, {"state": before.value})
    return found


def _new(work: Work, lease: Lease, ending: Ending) -> Handover:
    return Handover(
        place=lease.place,
        lease_id=lease.id,
        lease_number=lease.number,
        household_id=lease.household_id,
        unit_id=lease.unit_id,
        ending=ending,
        state=HandoverState.BEGUN,
        begun_on=work.day,
        begun_by=work.actor.name,
        deductions=[],
        transfers=[],
    )


def _on_new_ground(
    work: Work, running: Handover, ending: Ending, reason: str, document: str
) -> Handover:
    if running.state not in RUNNING:
        raise WrongState(
            f"{running.lease_number} 的住房已交还 / the flat of {running.lease_number} is back"
        )
    before = {"ending": running.ending.value}
    running.ending, running.reason, running.document = ending, reason, document.strip()
    after = {"ending": ending.value}
    record(work, running, TenancyTag.HANDOVER_REGROUNDED, reason, document.strip(), before, after)
    return running


def _vacate(work: Work, unit_id: int, reason: str, document: str) -> None:
    """Say that the flat is being vacated, unless somebody has said so on its own page before."""
    if units.by_id(work.session, work.place, unit_id).state is not UnitState.VACATING:
        stock.move_units(work, [unit_id], UnitAct.GIVE_NOTICE, reason=reason, document=document)
