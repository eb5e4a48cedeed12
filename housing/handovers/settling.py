"""The settlement of a returned flat: the deposit against rent, fees and damages."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, due, load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.handovers import rules
from housing.handovers.final_rent import charge_to
from housing.handovers.inspecting import changed
from housing.handovers.models import Handover
from housing.handovers.rules import Deduction, Reckoning
from housing.handovers.states import HandoverAct, HandoverState
from housing.handovers.steps import held, record, target
from housing.handovers.telling import lines_of, tell_settled
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.ledger import queries as books
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref, owner_ref
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

A, K = AccountKind, TransferKind


def settle(
    work: Work, handover_id: int, *, last_day: date, deductions: Sequence[Deduction] = ()
) -> Handover:
    """Settle what is owed on either side up to `last_day`, the day on which the keys come back.

    The deposit is set against rent, fees and damages; the rest goes back. Settling again, before
    the keys or after an objection that holds, takes the first settlement back and books anew; after
    an objection never to the tenant's loss. The tenant gets the settlement line by line and may
    object. Basis: HN 24 (HN-24-3).

    Raises:
        NotAllowed: the actor does not keep rents.
        NotFound: no such handover.
        WrongState: the flat was not inspected, or the keys came back and no objection held.
        BadInput: a damage lacks its name, reason or amount; a day ahead or before the lease.
        BrokenRule: a damage was there before the tenant, or the tenant would be worse off.
        MissingPolicyValue: the county has not set the window for objections.
    """
    work.actor.must(Permission.KEEP_RENT)
    handover = held(work, handover_id)
    first = handover.settled_on is None
    _must_be_open_to_change(handover)
    state = target(handover, HandoverAct.SETTLE)
    lease = leases.get(work.session, handover.place, handover.lease_id)
    _check_day(work, handover, lease, last_day)
    rules.must_be_whole(deductions)
    rules.must_be_new(deductions, [each.item for each in changed(work.session, handover)])
    before = _net(handover)
    _take_back(work, handover)
    charge_to(work, lease, handover.last_day or handover.begun_on, last_day)
    found, transfers = _book(work, lease, last_day, deductions)
    if handover.answered_on is not None and not first:
        rules.must_not_be_worse(before, found.refund - found.owed)
    handover.state, handover.transfers = state, transfers
    handover.settled_on, handover.settled_by = work.day, work.actor.name
    handover.last_day = last_day
    handover.deductions = [{"item": x.item, "fen": x.fen, "reason": x.reason} for x in deductions]
    handover.deposit_fen, handover.arrears_fen = found.deposit, found.arrears
    handover.refund_fen, handover.owed_fen = found.refund, found.owed
    _tell(work, handover, lease, found, list(deductions))
    return handover


def object_until(work: Work, handover: Handover) -> date:
    """Return the last day to object to a settlement, counted from the day it was made.

    Raises:
        MissingPolicyValue: the county has not set the window.
    """
    settled = handover.settled_on or work.day
    return last_day_to_object(work.session, handover.place, settled, work.day)


def last_day_to_object(session: Session, place: str, settled_on: date, day: date) -> date:
    """Return the last day to object to a settlement of `settled_on`, by the value of `day`.

    Raises:
        MissingPolicyValue: the county has not set the window.
    """
    days = values_in_force(session).value("settlement_objection_window", place, day)
    window = Period(int(days.value), Measure.WORKING_DAYS)
    return due(load_calendar(), settled_on, window).day


def _must_be_open_to_change(handover: Handover) -> None:
    if handover.state is HandoverState.CLOSED and not handover.upheld:
        raise WrongState(
            "钥匙已收回，结算只能在异议成立后重新办理"
            " / the keys are back; settle again only after an objection that was upheld"
        )


def _check_day(work: Work, handover: Handover, lease: Lease, last_day: date) -> None:
    if handover.keys_on is not None and last_day != handover.keys_on:
        raise BadInput(
            f"最后一天：钥匙已于 {handover.keys_on} 收回，不能改为 {last_day}"
            f" / last day: the keys came back on {handover.keys_on}"
        )
    if not max(handover.begun_on, lease.starts_on) <= last_day <= work.day:
        raise BadInput(
            f"最后一天：{last_day} 应在 {max(handover.begun_on, lease.starts_on)} 到今天之间"
            f" / last day: {last_day} lies before the handover began, or ahead"
        )


def _net(handover: Handover) -> int:
    return handover.refund_fen - handover.owed_fen


def _take_back(work: Work, handover: Handover) -> None:
    for transfer_id in reversed(handover.transfers):
        ledger.reverse(work, transfer_id, reason=f"{handover.lease_number} 重新结算")
    handover.transfers = []


def _book(
    work: Work, lease: Lease, last_day: date, deductions: Sequence[Deduction]
) -> tuple[Reckoning, list[int]]:
    balances = books.lease_balances(work.session, lease.place, lease.id)
    found = rules.reckon(balances, deductions)
    ref = lease_ref(lease.id)
    held_by = {
        kind: ledger.account(work, kind, ref, lease.place).id
        for kind in (*rules.DUES, A.DEPOSIT_DUE, A.PREPAID, A.DEPOSIT_HELD, A.REFUND_PAYABLE)
    }
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    income = ledger.account(work, A.DAMAGE_INCOME, owner_ref(unit.owner), lease.place).id
    lines = [
        NewTransfer(
            debit_id=held_by[A.DAMAGE_DUE],
            credit_id=income,
            fen=each.fen,
            kind=K.DAMAGE_CHARGE,
            on=last_day,
            lease_id=lease.id,
            note=f"{each.item}：{each.reason}",
        )
        for each in deductions
    ]
    lines += [
        NewTransfer(
            debit_id=held_by[use.source],
            credit_id=held_by[use.target],
            fen=use.fen,
            kind=_kind(use),
            on=last_day,
            lease_id=lease.id,
            note="退房结算",
        )
        for use in found.uses
    ]
    posted = ledger.post(work, lines, reason=f"{lease.number} 退房结算") if lines else []
    return found, [each.id for each in posted]


def _kind(use: rules.Use) -> TransferKind:
    if use.source is not A.DEPOSIT_HELD:
        return K.ALLOCATION
    return K.DEPOSIT_REFUND if use.target is A.REFUND_PAYABLE else K.DEPOSIT_USED


def _tell(
    work: Work, handover: Handover, lease: Lease, found: Reckoning, deductions: list[Deduction]
) -> None:
    after = {
        "last_day": handover.last_day.isoformat() if handover.last_day else "",
        "deposit_fen": found.deposit,
        "arrears_fen": found.arrears,
        "damages_fen": found.damages,
        "refund_fen": found.refund,
        "owed_fen": found.owed,
    }
    record(work, handover, TenancyTag.HANDOVER_SETTLED, after=after)
    until = object_until(work, handover)
    tell_settled(work, handover, lease, lines_of(found, deductions), until)
