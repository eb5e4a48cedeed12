"""What all acts on renewals share: who may, the move, the register row, the household."""

from collections.abc import Mapping, Sequence

from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import NotAllowed
from housing.core.work import Work
from housing.joint_reviews import people
from housing.joint_reviews.people import Tenant
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.rights import must_any
from housing.policies.queries import book as values_in_force
from housing.recusals import service as recusals
from housing.renewals import queries
from housing.renewals.models import Renewal
from housing.renewals.rules import Term
from housing.renewals.states import CALLED, LIFECYCLE, RenewalAct

LEAD = "renewal_application_lead"


def taken(work: Work, renewal_id: int, *rights: Permission) -> Renewal:
    """Return an application for an act on it, held until the act ends; jobs need no right.

    Whose it is, a tenant is asked by the act itself.

    Raises:
        NotAllowed: the actor holds none of the rights, or is recused (回避).
        NotFound: the place has no such application.
    """
    must_any(work, *rights)
    renewal = queries.get(work.session, work.place, renewal_id, lock=True)
    if work.actor.role not in (None, Role.APPLICANT):
        recusals.must_be_free(work, tenant_of(work, renewal).indexes(), renewal.case)
    return renewal


def lease_of(work: Work, renewal: Renewal) -> Lease:
    """Return the lease of an application, held until the act ends."""
    return leases.get(work.session, renewal.place, renewal.lease_id, lock=True)


def tenant_of(work: Work, renewal: Renewal) -> Tenant:
    """Return the household of an application with its lease."""
    return people.tenants_of(work.session, [lease_of(work, renewal)])[0]


def term_of(work: Work, lease: Lease) -> Term:
    """Return when a renewal of a lease may be asked for.

    Raises:
        MissingPolicyValue: the place has no lead on file.
    """
    value = values_in_force(work.session).value(LEAD, lease.place, work.day)
    return Term(lease.ends_on, int(value.value))


def decided(
    work: Work, renewal: Renewal, act: RenewalAct, said: Sequence[str], rules: Sequence[str]
) -> None:
    """Make the move of a decision and keep who decided, why, and on which articles.

    Raises:
        NotAllowed: the actor applied for it.
        WrongState: the table has no such move. MissingPolicyValue: no legal basis on file.
    """
    if work.actor.name == renewal.applied_by:
        raise NotAllowed(
            f"{renewal.number}：提出申请和作出决定须是两个人"
            f" / {renewal.number}: whoever applied cannot decide it"
        )
    target = LIFECYCLE.step(renewal.state, act, CALLED).target
    book = values_in_force(work.session)
    cites = list(book.cited(list(dict.fromkeys(rules)), renewal.place, work.day))
    renewal.state, renewal.cites = target, cites
    renewal.decided_by, renewal.decided_on = work.actor.name, work.day
    renewal.decision_reason = "\n".join(said)


def record(
    work: Work,
    renewal: Renewal,
    tag: TenancyTag,
    *,
    reason: str = "",
    document: str = "",
    after: Mapping[str, object] | None = None,
) -> None:
    """Write an act on an application into the register of its county."""
    work.session.flush()
    told = {"renewal": renewal.id, "state": renewal.state.value, **(after or {})}
    entry = Entry(tag, renewal.case.subject, None, told, reason, document)
    work.record(entry, renewal.place)
