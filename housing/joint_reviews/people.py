"""Whom a joint review is about: the household of a lease, or one that receives a subsidy."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.applications.words import Consent
from housing.checks.people import Person
from housing.checks.words import Consent as CheckConsent
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.households.models import Household
from housing.households.words import Group
from housing.joint_reviews.models import JointReview
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.rechecks.people import APPLICANT, NAMED
from housing.reviews import cases

BATCH = 500


@dataclass(frozen=True, slots=True)
class Tenant:
    """A household with its lease (None: it receives a subsidy) and its application, if any."""

    household: Household
    lease: Lease | None
    application: Application | None

    @property
    def number(self) -> str:
        """The number of the lease, else of the household's application."""
        return self.lease.number if self.lease else self.household.application_number

    @property
    def group(self) -> Group:
        """The group of applicants it belongs to."""
        return self.household.group

    def indexes(self) -> list[str]:
        """Return the blind indexes of all identity numbers of the family, for recusal."""
        found = {self.household.identity_index}
        if self.application is not None:
            found |= {member.identity_index for member in self.application.members}
            found |= {self.application.guardian_identity_index or ""} - {""}
        return sorted(found)

    def without_consent(self) -> list[str]:
        """Return the names of members who never agreed to be looked up. Basis: HN 14 (HN-14-3)."""
        if self.application is None:
            return []
        return [
            member.name
            for member in self.application.members
            if member.consent is Consent.NONE or member.consented_at is None
        ]


def tenants_of(session: Session, found: Sequence[Lease]) -> list[Tenant]:
    """Return the households behind these leases, in their order; read some hundreds at a time."""
    held: list[Tenant] = []
    for first in range(0, len(found), BATCH):
        part = found[first : first + BATCH]
        homes = {
            each.id: each
            for each in households.by_ids(session, [lease.household_id for lease in part])
        }
        wanted = [home.application_id for home in homes.values() if home.application_id]
        rows = session.scalars(select(Application).where(Application.id.in_(wanted)))
        applications = {each.id: each for each in rows} if wanted else {}
        for lease in part:
            home = homes[lease.household_id]
            held.append(Tenant(home, lease, applications.get(home.application_id or 0)))
    return held


def tenant_of(session: Session, review: JointReview) -> Tenant:
    """Return the household of a review, with its lease if it has one."""
    if review.lease_id is None:
        return recipient(session, review.place, review.household_id)
    return tenants_of(session, [leases.get(session, review.place, review.lease_id)])[0]


def recipient(session: Session, place: str, household_id: int) -> Tenant:
    """Return a household that rents nothing.

    Raises:
        NotFound: the place has no such household.
    """
    home = households.get(session, place, household_id)
    held = session.get(Application, home.application_id) if home.application_id else None
    return Tenant(home, None, held)


def must_have_agreed(found: Sequence[Tenant]) -> None:
    """Refuse to ask departments while a consent is missing; names everybody.

    Raises:
        BrokenRule: with the list, of which no more than some are written out.
    """
    missing = [f"{each.number} {name}" for each in found for name in each.without_consent()]
    if missing:
        named = "；".join(missing[:NAMED])
        raise BrokenRule(
            f"以下家庭成员尚未书面同意核查，不能向部门发出：{named}（共 {len(missing)} 人）。"
            "请先取得其书面同意"
            f" / not agreed in writing to be looked up: {named} ({len(missing)} in all);"
            " obtain their consent first",
            rules=("HN-14-3",),
        )


def people_of(tenant: Tenant, keyring: Keyring) -> list[Person]:
    """Return the people that departments are asked about. Basis: HN 14 (HN-14-3).

    Raises:
        BrokenRule: a member has not agreed.
    """
    if tenant.application is not None:
        return cases.people(tenant.application, keyring)
    home = tenant.household
    return [
        Person(
            name=home.name,
            document_kind=home.document_kind,
            identity_number=keyring.unseal(home.identity_sealed),
            relation=APPLICANT,
            consent=CheckConsent.UPLOADED,
            consented_on=home.accepted_on,
        )
    ]
