"""What the database refuses about leases, in a sentence for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from housing.core.errors import BrokenRule, Conflict
from housing.leases.models import Lease
from housing.leases.states import BINDING, LeaseState

#: The names under which SQLite and PostgreSQL refuse, and whose days they protect.
_UNIT = ("ex_leases_unit_id", "uq_leases_unit_id_active", "leases.unit_id")
_HOUSEHOLD = ("ex_leases_household_id", "uq_leases_household_id_active", "leases.household_id")
_TERM = ("ck_leases_term_at_most", "term_at_most")


@contextmanager
def keeping(session: Session, lease: Lease) -> Iterator[None]:
    """Write what is done to a lease inside; say in words why the database refuses it.

    Raises:
        BrokenRule: its days meet those of another lease of the unit or of the household, or it is
            longer than the law allows; names the other lease.
        Conflict: the database refuses it for another reason.
    """
    number, unit_id, household_id = lease.number, lease.unit_id, lease.household_id
    days = lease.starts_on, lease.last_on
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as fault:
        said = str(fault.orig)
        if any(name in said for name in _UNIT):
            raise _overlap(session, number, days, Lease.unit_id == unit_id, "这套房源") from fault
        if any(name in said for name in _HOUSEHOLD):
            whose = Lease.household_id == household_id
            raise _overlap(session, number, days, whose, "这个家庭") from fault
        if any(name in said for name in _TERM):
            raise BrokenRule(
                f"租期：{days[0]} 至 {days[1]}，超过规定的最长租期"
                " / term: longer than the longest that is allowed",
                rules=("HN-24-4",),
            ) from fault
        raise Conflict(
            f"租赁合同 {number}：与已有的记录不符，没有保存（{said.splitlines()[0]}）"
            f" / lease {number}: it does not fit what is on record and was not saved"
        ) from fault


def _overlap(
    session: Session,
    number: str,
    days: tuple[date, date],
    of_same: ColumnElement[bool],
    whose: str,
) -> BrokenRule:
    """Return the refusal that names the other lease, as it stands without this act."""
    last = func.coalesce(Lease.ended_on, Lease.ends_on)
    other = session.scalars(
        select(Lease)
        .where(
            of_same,
            Lease.number != number,
            Lease.state.in_(BINDING),
            or_(
                and_(Lease.starts_on <= days[1], last >= days[0]), Lease.state == LeaseState.ACTIVE
            ),
        )
        .order_by(Lease.starts_on)
        .limit(1)
    ).one_or_none()
    if other is None:
        held, there = "已有另一份租赁合同", "another lease"
    else:
        held = f"已有租赁合同 {other.number}（{other.starts_on} 至 {other.last_on}）"
        there = f"lease {other.number} ({other.starts_on} to {other.last_on})"
    english = "this unit" if whose == "这套房源" else "this household"
    return BrokenRule(
        f"租期：{days[0]} 至 {days[1]}，{whose}{held}，两份合同的日期不能重叠；"
        "请改起止日期，或者先终止原合同"
        f" / term: {english} has {there}; two leases may not share a day."
        " Change the days, or end the other lease first",
        rules=("HN-24-1",),
    )
