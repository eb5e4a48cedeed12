"""Acts on repairs: ask, assign, finish, confirm; or decline, withdraw, ask again."""

from datetime import date

from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases import whose
from housing.leases.models import Lease
from housing.leases.rights import must_any
from housing.leases.states import LeaseState
from housing.repairs import queries
from housing.repairs.costs import book_cost
from housing.repairs.models import Repair
from housing.repairs.states import RepairAct, RepairState
from housing.repairs.steps import given, held, record, start_clock, step, stop_clock, tell
from housing.repairs.words import PAYER_WORDS, Payer, Trouble
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.states import UnitState


def request(
    work: Work,
    *,
    trouble: Trouble,
    description: str,
    urgent: bool = False,
    lease_id: int | None = None,
    unit_id: int | None = None,
) -> Repair:
    """Ask for a repair: a tenant of their own flat, an officer of any; the clock starts.

    What a visit found is asked for by the system.

    Basis: HN 27 (HN-27-1).

    Raises:
        NotAllowed: the actor is an officer who does not see to upkeep, or the unit is elsewhere.
        NotFound: no such lease or unit, or another household's.
        WrongState: the lease does not run, or the unit is sold.
        BadInput: nothing is described, or neither lease nor unit is named.
        MissingPolicyValue: the owner has not set how soon a repair is answered.
    """
    words = given(description, "情况描述 / description")
    hold_head(work.session, work.place)
    lease = _lease(work, lease_id)
    unit = _unit(work, lease.unit_id if lease else unit_id)
    made = Repair(
        place=unit.place,
        number=_next_number(work),
        unit_id=unit.id,
        unit_code=unit.code,
        lease_id=lease.id if lease else None,
        trouble=trouble,
        urgent=urgent,
        description=words,
        state=RepairState.REQUESTED,
        requested_on=work.day,
        requested_by=work.actor.name,
        respond_by=work.day,  # Until the clock below says which day.
        reopened=0,
    )
    work.session.add(made)
    work.session.flush()
    start_clock(work, made)
    after = {"unit": unit.code, "trouble": trouble.value, "urgent": int(urgent)}
    record(work, made, TenancyTag.REPAIR_REQUESTED, words, after=after)
    return made


def assign(work: Work, repair_id: int, *, assigned_to: str, visit_on: date) -> Repair:
    """Send somebody: who comes and on which day; this is the answer that the clock waits for.

    Raises:
        NotAllowed: the actor does not see to upkeep.
        NotFound: no such repair.
        WrongState: it is done or over.
        BadInput: nobody is named, or the day has passed.
    """
    work.actor.must(Permission.KEEP_UPKEEP)
    who = given(assigned_to, "维修人员 / workman")
    if visit_on < work.day:
        raise BadInput(f"上门日期：{visit_on} 已过 / visit: {visit_on} has passed")
    repair = held(work, repair_id)
    said = f"维修人员{who}将于{visit_on.year}年{visit_on.month}月{visit_on.day}日上门。"
    step(work, repair, RepairAct.ASSIGN, said)
    repair.assigned_to, repair.assigned_on, repair.visit_on = who, work.day, visit_on
    stop_clock(work, repair)
    record(work, repair, TenancyTag.REPAIR_ASSIGNED, said)
    tell(work, repair, said)
    return repair


def finish(
    work: Work,
    repair_id: int,
    *,
    outcome: str,
    cost_fen: int = 0,
    payer: Payer = Payer.OWNER,
    document: str = "",
) -> Repair:
    """Note that it was mended, what it cost and who bears it; the cost goes into the ledger.

    A tenant pays only on a paper that shows that they caused it. Basis: HN 27 (HN-27-1).

    Raises:
        NotAllowed: the actor does not see to upkeep.
        NotFound: no such repair.
        WrongState: nobody was sent.
        BadInput: no outcome, a negative cost, or a tenant is to pay without a paper or a lease.
    """
    work.actor.must(Permission.KEEP_UPKEEP)
    said = given(outcome, "维修结果 / outcome")
    repair = held(work, repair_id)
    _check_cost(repair, cost_fen, payer, document)
    voucher = book_cost(work, repair, cost_fen, payer, said, document.strip()) if cost_fen else ""
    step(work, repair, RepairAct.FINISH, said, cost_fen=cost_fen, voucher=voucher)
    repair.done_on, repair.outcome, repair.payer = work.day, said, payer
    repair.cost_fen += cost_fen
    after = {"cost_fen": cost_fen, "payer": payer.value, "voucher": voucher}
    record(work, repair, TenancyTag.REPAIR_DONE, said, document.strip(), after)
    return repair


def confirm(work: Work, repair_id: int, *, note: str = "") -> Repair:
    """Confirm that it was mended: the tenant, or an officer whom the tenant told so.

    Raises:
        NotFound: no such repair, or another household's.
        NotAllowed: an officer who does not see to upkeep.
        BadInput: an officer does not say how the tenant told.
        WrongState: it is not done.
    """
    repair = held(work, repair_id)
    said = note.strip()
    if work.actor.role is not Role.APPLICANT and repair.lease_id is not None:
        said = given(note, "承租人怎样确认 / how the tenant confirmed")
    step(work, repair, RepairAct.CONFIRM, said)
    record(work, repair, TenancyTag.REPAIR_CONFIRMED, said)
    return repair


def reopen(work: Work, repair_id: int, *, note: str) -> Repair:
    """Say that it was not mended: it is open again, with a clock of its own.

    Raises:
        NotFound, NotAllowed: see `confirm`.
        WrongState: it is not done.
        BadInput: nothing is said.
    """
    repair = held(work, repair_id)
    said = given(note, "没有修好的情况 / what is still broken")
    step(work, repair, RepairAct.REOPEN, said)
    repair.reopened += 1
    repair.done_on, repair.outcome = None, ""
    repair.assigned_to, repair.assigned_on, repair.visit_on = "", None, None
    work.session.flush()
    start_clock(work, repair)
    record(work, repair, TenancyTag.REPAIR_REOPENED, said)
    return repair


def decline(work: Work, repair_id: int, *, reason: str) -> Repair:
    """Say that it is no matter of the owner, and why; the tenant is told.

    Raises:
        NotAllowed: the actor does not see to upkeep.
        NotFound: no such repair.
        WrongState: it is done or over.
        BadInput: no reason.
    """
    work.actor.must(Permission.KEEP_UPKEEP)
    why = given(reason, "理由 / reason")
    repair = held(work, repair_id)
    step(work, repair, RepairAct.DECLINE, why)
    stop_clock(work, repair)
    record(work, repair, TenancyTag.REPAIR_DECLINED, why)
    tell(work, repair, f"经查看，这一事项不属于产权人的维修范围：{why}")
    return repair


def withdraw(work: Work, repair_id: int, *, reason: str) -> Repair:
    """Take a request back.

    Raises:
        NotFound, NotAllowed: see `confirm`; an officer only what nobody rents.
        WrongState: it is done or over.
        BadInput: no reason.
    """
    repair = held(work, repair_id)
    why = given(reason, "撤回的原因 / reason")
    if work.actor.role is not Role.APPLICANT and repair.requested_by != work.actor.name:
        raise NotAllowed("只有报修人可以撤回 / only who asked may take it back")
    step(work, repair, RepairAct.WITHDRAW, why)
    stop_clock(work, repair, void=True)
    record(work, repair, TenancyTag.REPAIR_WITHDRAWN, why)
    return repair


def _lease(work: Work, lease_id: int | None) -> Lease | None:
    if work.actor.role is not Role.APPLICANT:
        must_any(work, Permission.KEEP_UPKEEP)
        found = leases.get(work.session, work.place, lease_id) if lease_id is not None else None
    else:
        found = whose.own(work.session, work.actor, lease_id or 0)
    if found is not None and found.state is not LeaseState.ACTIVE:
        raise WrongState(
            f"合同 {found.number} 不在租赁中，不能报修 / lease {found.number} is not running"
        )
    return found


def _unit(work: Work, unit_id: int | None) -> Unit:
    if unit_id is None:
        raise BadInput("房源：请写明是哪一套 / unit: say which flat")
    unit = units.by_id(work.session, work.place, unit_id)
    if unit.state is UnitState.SOLD:
        raise WrongState(f"房源 {unit.code} 已出售 / unit {unit.code} has been sold")
    return unit


def _check_cost(repair: Repair, cost_fen: int, payer: Payer, document: str) -> None:
    if cost_fen < 0:
        raise BadInput("费用：不能为负数 / cost: must not be negative")
    if payer is Payer.TENANT and (repair.lease_id is None or not document.strip()):
        raise BadInput(
            f"“{PAYER_WORDS[payer]}”须有租赁合同和承租人确认损坏的文件"
            " / a tenant pays only under a lease and on a paper that shows that they caused it"
        )


def _next_number(work: Work) -> str:
    prefix = f"BX{work.day.year}"
    last = queries.last_number(work.session, work.place, prefix)
    return f"{prefix}{int(last[len(prefix) :] or 0) + 1:06d}"
