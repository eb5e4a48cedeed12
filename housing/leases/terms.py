"""The rent of a lease from day to day: one term after another, without a gap."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, MissingPolicyValue, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.leases.models import Lease, RentTerm
from housing.leases.rights import must_any
from housing.leases.rules import ONE_DAY
from housing.leases.states import OVER
from housing.leases.words import RentBasis

P = Permission
MAY_CHANGE = (P.KEEP_RENT, P.KEEP_LEASES, P.DECIDE_TENANCY, P.DECIDE_REDUCTION, P.REVIEW_TENANCY)


def change(
    work: Work,
    lease: Lease,
    *,
    from_on: date,
    basis: RentBasis,
    rent_group: str,
    monthly_fen: int,
    standard: str,
    reason: str,
    document: str = "",
) -> RentTerm:
    """Let another rent hold from `from_on` on, which ends the term before on the day before.

    Terms that were to begin on that day or later and have not begun give way; what was charged
    already is not touched here. `standard`: how the amount was reckoned, in words.
    Basis: HN 26 (HN-26-1), HN 33 (HN-33-6).

    Raises:
        NotAllowed: the actor keeps neither rents nor leases and decides no tenancy.
        BadInput: a day before the lease, an amount below zero, or no reason.
        WrongState: the lease is over, or a later term has begun already.
    """
    must_any(work, *MAY_CHANGE)
    _must_fit(lease, from_on, monthly_fen, reason)
    before = _give_way(work, lease, from_on)
    term = RentTerm(
        lease_id=lease.id,
        from_on=from_on,
        basis=basis,
        rent_group=rent_group,
        monthly_fen=monthly_fen,
        standard=standard,
        reason=reason.strip(),
        document=document.strip(),
        set_by=work.actor.name,
        set_at=work.now,
    )
    work.session.add(term)
    work.session.flush()
    told = Entry(
        TenancyTag.LEASE_RENT_SET,
        lease.case.subject,
        before,
        _told(term),
        term.reason,
        term.document,
    )
    work.record(told, lease.place)
    return term


def on(session: Session, lease_id: int, day: date) -> RentTerm:
    """Return the term that holds on a day.

    Raises:
        MissingPolicyValue: no rent was set for that day.
    """
    found = session.scalars(
        select(RentTerm).where(
            RentTerm.lease_id == lease_id,
            RentTerm.from_on <= day,
            or_(RentTerm.to_on.is_(None), RentTerm.to_on >= day),
        )
    ).one_or_none()
    if found is None:
        raise MissingPolicyValue(
            f"租赁合同 {lease_id} 在 {day} 没有租金 / lease {lease_id} has no rent on {day}"
        )
    return found


def of_leases(session: Session, lease_ids: Collection[int]) -> dict[int, list[RentTerm]]:
    """Return the terms of each of these leases, the first one first."""
    found: dict[int, list[RentTerm]] = {}
    rows = session.scalars(
        select(RentTerm)
        .where(RentTerm.lease_id.in_(lease_ids))
        .order_by(RentTerm.lease_id, RentTerm.from_on)
    )
    for row in rows:
        found.setdefault(row.lease_id, []).append(row)
    return found


def _must_fit(lease: Lease, from_on: date, monthly_fen: int, reason: str) -> None:
    if lease.state in OVER:
        raise WrongState(
            f"租赁合同 {lease.number} 已结束，不能再改租金 / lease {lease.number} is over"
        )
    if from_on < lease.starts_on:
        raise BadInput(
            f"执行日期：{from_on} 早于起租日 {lease.starts_on} / from: before the lease begins"
        )
    if monthly_fen < 0:
        raise BadInput("月租金：不能小于零 / monthly rent: must not be below zero")
    given(reason, "理由 / reason")


def _give_way(work: Work, lease: Lease, from_on: date) -> dict[str, object] | None:
    """End the term before at `from_on`, and remove those that have not begun."""
    terms = of_leases(work.session, [lease.id]).get(lease.id, [])
    later = [term for term in terms if term.from_on >= from_on]
    begun = [term for term in later if from_on < term.from_on <= work.day]
    if begun:
        raise WrongState(
            f"执行日期：{from_on}，但 {begun[0].from_on} 起的租金已经执行；"
            "请从那一天起或者之后调整"
            f" / from: the rent from {begun[0].from_on} holds already; change it from then on"
        )
    if not terms:
        if from_on != lease.starts_on:
            raise BadInput(
                f"执行日期：第一次租金须从起租日 {lease.starts_on} 开始"
                " / from: the first rent begins with the lease"
            )
        return None
    for term in later:
        work.session.delete(term)
    kept = [term for term in terms if term.from_on < from_on]
    if kept:
        kept[-1].to_on = from_on - ONE_DAY
    work.session.flush()
    return _told((later or kept)[-1])


def _told(term: RentTerm) -> dict[str, object]:
    return {
        "from_on": term.from_on.isoformat(),
        "basis": term.basis.value,
        "rent_group": term.rent_group,
        "monthly_fen": term.monthly_fen,
        "standard": term.standard,
    }
