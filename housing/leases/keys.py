"""Keys: the flat as it is handed over, the household housed, the community told."""

from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.leases import conditions, queries
from housing.leases.conditions import Found
from housing.leases.keeping import household_of, record
from housing.leases.models import Lease
from housing.leases.refusals import keeping
from housing.leases.states import CALLED, LEASE, LeaseAct
from housing.leases.words import ConditionPurpose
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.offers import service as offers
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

CITED = ("HN-37-1",)


def hand_keys(work: Work, lease_id: int, report: Found) -> Lease:
    """Note that the keys were handed over with a report of the flat's state: the lease runs.

    The community where the flat stands is told who moves in.
    Basis: HN 24 (HN-24-1, HN-24-3), HN 37 (HN-37-1).

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such lease.
        WrongState: it is not signed, follows another lease, or its first day has not come.
        BadInput: the report is empty; see `conditions.record`.
    """
    work.actor.must(Permission.KEEP_LEASES)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    state = LEASE.step(lease.state, LeaseAct.BEGIN, CALLED).target
    if lease.previous_id is not None:
        raise WrongState(f"{lease.number} 是接续合同，不需交钥匙 / a successor needs no keys")
    if work.day < lease.starts_on:
        raise WrongState(
            f"租赁合同 {lease.number} 自 {lease.starts_on} 起租，起租前不能交钥匙"
            f" / the lease begins on {lease.starts_on}; keys are handed over from that day on"
        )
    conditions.record(work, lease, ConditionPurpose.IN, report)
    if lease.offer_id is not None:
        offers.hand_keys(work, lease.offer_id)
    with keeping(work.session, lease):
        lease.state, lease.keys_on = state, work.day
    record(work, lease, TenancyTag.LEASE_BEGUN, after={"keys_on": work.day.isoformat()})
    tell_community(work, lease)
    return lease


def tell_community(work: Work, lease: Lease) -> bool:
    """Tell the community where the flat stands who moved in; its street where it has several.

    Nobody is told where the sheet of units names a street that has no office.
    Basis: HN 37 (HN-37-1).
    """
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    project = units.project(work.session, lease.place, unit.project_code)
    office = near(work, project.street)
    if office is None:
        return False
    home = household_of(work, lease)
    facts = {
        "household": home.name,
        "people": home.size,
        "address": f"{project.name}{unit.address}",
        "keys_on": work.day,
        "starts_on": lease.starts_on,
        "ends_on": lease.ends_on,
    }
    cites = values_in_force(work.session).cited(CITED, lease.place, work.day)
    to = Recipient(name=office.name, phone=office.phone, email=office.email)
    letters.send(work, LetterKind.MOVED_IN, lease.case, to, facts, cites, office_id=office.id)
    record(work, lease, TenancyTag.TENANT_MOVED, after={"told": office.name})
    return True


def near(work: Work, street: str) -> Office | None:
    """Return the only community of a street, else the street's office."""
    office = offices.street_for(work.session, work.place, street, work.day)
    if office is None:
        return None
    below = offices.children(work.session, office.id, work.day)
    near = [each for each in below if each.kind is OfficeKind.COMMUNITY]
    return near[0] if len(near) == 1 else office
