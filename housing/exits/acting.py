"""What all acts on exit cases share: who may, the move, the register row, the household."""

from collections.abc import Mapping

from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotAllowed
from housing.core.work import Work
from housing.exits import queries
from housing.exits.models import ExitCase
from housing.exits.rules import Relocation
from housing.exits.states import CALLED, LIFECYCLE, ExitAct
from housing.joint_reviews import people
from housing.joint_reviews.people import Tenant
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.rights import must_any
from housing.policies.queries import book as values_in_force
from housing.recusals import service as recusals


def taken(work: Work, case_id: int, *rights: Permission) -> ExitCase:
    """Return a case for an act on it, held until the act ends; jobs need no right.

    Whose it is, a tenant is asked by the act itself.

    Raises:
        NotAllowed: the actor holds none of the rights, or is recused (回避).
        NotFound: the place has no such case.
    """
    must_any(work, *rights)
    case = queries.get(work.session, work.place, case_id, lock=True)
    if work.actor.role not in (None, Role.APPLICANT):
        recusals.must_be_free(work, tenant_of(work, case).indexes(), case.case)
    return case


def tenant_of(work: Work, case: ExitCase) -> Tenant:
    """Return the household of a case, with its lease if it has one."""
    if case.lease_id is None:
        return people.recipient(work.session, case.place, case.household_id)
    return people.tenants_of(work.session, [lease_of(work, case)])[0]


def lease_of(work: Work, case: ExitCase) -> Lease:
    """Return the lease of a case, held until the act ends.

    Raises:
        BadInput: the household receives a subsidy and rents no flat.
    """
    if case.lease_id is None:
        raise BadInput("本案对象领取租赁补贴，没有租赁住房 / this household rents no flat")
    return leases.get(work.session, case.place, case.lease_id, lock=True)


def move(work: Work, case: ExitCase, act: ExitAct) -> None:
    """Make the move of `act`.

    Raises:
        WrongState: the table has no such move.
    """
    case.state = LIFECYCLE.step(case.state, act, CALLED).target


def record(
    work: Work,
    case: ExitCase,
    tag: TenancyTag,
    *,
    reason: str = "",
    document: str = "",
    after: Mapping[str, object] | None = None,
) -> None:
    """Write an act on a case into the register of its county."""
    work.session.flush()
    told = {"case": case.id, "state": case.state.value, **(after or {})}
    work.record(Entry(tag, case.case.subject, None, told, reason, document), case.place)


def relocation(work: Work, place: str) -> Relocation:
    """Return the county's relocation period.

    Raises:
        MissingPolicyValue: the county has not set it.
    """
    value = values_in_force(work.session).value("relocation_period", place, work.day)
    return Relocation.of(value.value)


def must_be_another(work: Work, case: ExitCase, *others: str | None) -> None:
    """Refuse an act by a person who had another hand in the case before.

    Raises:
        NotAllowed: the acting person is among `others`.
    """
    if work.actor.name in others:
        raise NotAllowed(
            f"{case.number}：须由没有参与此前环节的另一人办理"
            f" / {case.number}: another person must do this"
        )
