"""Whom a recheck is about: the members of the application, or the household of a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.applications.words import Consent
from housing.checks.people import Person
from housing.checks.words import Consent as CheckConsent
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.households.words import Group
from housing.reviews import cases
from housing.waitlist.models import WaitlistEntry

BATCH = 500
NAMED = 20
#: What the one who applied is called where no application says it.
APPLICANT = "申请人"


@dataclass(frozen=True, slots=True)
class Family:
    """An entry with the household behind it; `application` is None where a sheet brought it."""

    entry: WaitlistEntry
    household: Household
    application: Application | None

    @property
    def group(self) -> Group:
        """The group of applicants it belongs to."""
        return self.household.group

    @property
    def name(self) -> str:
        """The name of the one who applied."""
        return self.household.name

    def indexes(self) -> list[str]:
        """Return the blind indexes of all identity numbers of the family, for recusal."""
        if self.application is None:
            return [self.household.identity_index]
        found = {member.identity_index for member in self.application.members}
        guardian = self.application.guardian_identity_index
        return sorted(found | ({guardian} if guardian else set()))

    def size(self) -> int:
        """Return how many people the family counts."""
        return len(self.application.members) if self.application else self.household.size


@dataclass(frozen=True, slots=True)
class MissingConsent:
    """A member who has not agreed in writing to being looked up."""

    entry_id: int
    number: str
    name: str


def families(session: Session, entries: Sequence[WaitlistEntry]) -> list[Family]:
    """Return the families behind these entries, in their order; read some hundreds at a time."""
    found: list[Family] = []
    for first in range(0, len(entries), BATCH):
        part = entries[first : first + BATCH]
        households = _by_id(
            session.scalars(
                select(Household).where(Household.id.in_([e.household_id for e in part]))
            )
        )
        ids = [e.application_id for e in part if e.application_id is not None]
        applications = _applications(session, ids)
        found += [
            Family(e, households[e.household_id], applications.get(e.application_id or 0))
            for e in part
        ]
    return found


def family_of(session: Session, entry: WaitlistEntry) -> Family:
    """Return the family behind an entry."""
    return families(session, [entry])[0]


def missing_consents(found: Iterable[Family]) -> list[MissingConsent]:
    """Return every member whose consent is not on file. Basis: HN 14 (HN-14-3).

    A household of a sheet agreed on paper when it was accepted; the sheet says so for it.
    """
    return [
        MissingConsent(family.entry.id, family.entry.number, member.name)
        for family in found
        if family.application is not None
        for member in family.application.members
        if member.consent is Consent.NONE or member.consented_at is None
    ]


def must_have_agreed(found: Sequence[Family]) -> None:
    """Refuse to ask departments while a consent is missing; names everybody.

    Raises:
        BrokenRule: with the list, of which no more than some are written out.
    """
    missing = missing_consents(found)
    if not missing:
        return
    named = "；".join(f"{each.number} {each.name}" for each in missing[:NAMED])
    more = len(missing) - NAMED
    zh, en = (f" 等 {len(missing)} 人", f" and {more} more") if more > 0 else ("", "")
    raise BrokenRule(
        f"以下家庭成员尚未书面同意核查，不能向部门发出：{named}{zh}。请先取得其书面同意"
        f" / not agreed in writing to be looked up: {named}{en}; obtain their consent first",
        rules=("HN-14-3",),
    )


def people_of(family: Family, keyring: Keyring) -> list[Person]:
    """Return the people that departments are asked about. Basis: HN 14 (HN-14-3).

    Raises:
        BrokenRule: a member has not agreed.
    """
    if family.application is not None:
        return cases.people(family.application, keyring)
    household = family.household
    return [
        Person(
            name=household.name,
            document_kind=household.document_kind,
            identity_number=keyring.unseal(household.identity_sealed),
            relation=APPLICANT,
            consent=CheckConsent.UPLOADED,
            consented_on=household.accepted_on,
        )
    ]


def _by_id(rows: Iterable[Household]) -> Mapping[int, Household]:
    return {row.id: row for row in rows}


def _applications(session: Session, ids: Sequence[int]) -> Mapping[int, Application]:
    if not ids:
        return {}
    rows = session.scalars(select(Application).where(Application.id.in_(ids)))
    return {row.id: row for row in rows}
