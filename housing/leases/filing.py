"""Filing of signed leases with the county's housing department. Basis: HN 24 (HN-24-2)."""

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.leases import queries
from housing.leases.keeping import given, record, stop_clock
from housing.leases.models import Lease
from housing.leases.states import LeaseState

LONGEST_NUMBER = 64


def file(work: Work, lease_id: int, *, number: str) -> Lease:
    """Note that the department took a signed lease on file, under this number.

    Basis: HN 24 (HN-24-2).

    Raises:
        NotAllowed: the actor files no leases.
        NotFound: no such lease.
        WrongState: it is not signed, fell through, or is on file already.
        BadInput: no number, or one that is too long.
    """
    work.actor.must(Permission.FILE_LEASE)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    given_number = given(number, "备案编号 / filing number", most=LONGEST_NUMBER)
    if lease.state not in (LeaseState.SIGNED, LeaseState.ACTIVE, LeaseState.ENDED):
        raise WrongState(f"租赁合同 {lease.number} 没有签订，不能备案 / it is not signed")
    if lease.filed_on is not None:
        raise WrongState(
            f"租赁合同 {lease.number} 已于 {lease.filed_on} 备案（{lease.filing_number}）"
            f" / it is on file already since {lease.filed_on}"
        )
    lease.filed_on, lease.filing_number, lease.filed_by = work.day, given_number, work.actor.name
    work.session.flush()
    stop_clock(work, lease)
    after = {"on": work.day.isoformat(), "number": given_number}
    record(work, lease, TenancyTag.LEASE_FILED, after=after)
    return lease
