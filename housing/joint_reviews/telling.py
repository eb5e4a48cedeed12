"""Letters to the household of a lease or subsidy, from the county's housing department."""

from collections.abc import Mapping, Sequence

from housing.applications.models import Application
from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.people import Tenant
from housing.leases.whose import recipient_of
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.letters.service import Recipient
from housing.policies.queries import book as values_in_force
from housing.reviews.telling import county_office


def tell_reviewed(work: Work, review: JointReview, tenant: Tenant, reason: str) -> Letter:
    """Tell a household that it still meets the conditions. Basis: HN 33 (HN-33-2, HN-33-3)."""
    facts = {"opened_on": review.opened_on, "decided_on": work.day, "reason": reason}
    kind = LetterKind.TENANT_REVIEWED
    return tell(work, kind, review.case, tenant, facts, ("HN-33-2", "HN-33-3"))


def tell(
    work: Work,
    kind: LetterKind,
    case: CaseRef,
    tenant: Tenant,
    facts: Mapping[str, object],
    rules: Sequence[str],
) -> Letter:
    """Write to a household in the name of the county's housing department.

    Raises:
        BrokenRule: the county has entered no housing department.
        MissingPolicyValue: the place has no legal basis of its own on file.
    """
    office = county_office(work, case.place)
    cites = values_in_force(work.session).cited(rules, case.place, work.day)
    told = {**facts, "issuer": office.name, "contact": office.phone}
    to = addressee(work, tenant)
    return letters.send(work, kind, case, to, told, cites, office_id=office.id)


def addressee(work: Work, tenant: Tenant) -> Recipient:
    """Return where letters to a household go: by its lease, else by its application."""
    if tenant.lease is not None:
        return recipient_of(work.session, work.keyring, tenant.lease)
    home, held = tenant.household, tenant.application
    phone = work.keyring.unseal(home.phone_sealed) if home.phone_sealed else ""
    if held is None:
        return Recipient(name=home.name, phone=phone)
    return _of_application(work, held, home.name, phone)


def _of_application(work: Work, held: Application, name: str, phone: str) -> Recipient:
    mail = held.email_sealed
    return Recipient(
        name=held.guardian_name or name,
        phone=phone,
        email=work.keyring.unseal(mail) if mail else "",
        account=held.account or "",
    )
