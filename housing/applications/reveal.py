"""Showing what is sealed: by right, with a reason, and written into the register."""

from dataclasses import dataclass

from housing.applications.models import Application, Member
from housing.applications.queries import get
from housing.applications.rights import indexes_of, is_own, must_see
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.keyring import Keyring
from housing.core.texts import given
from housing.core.work import Work
from housing.recusals.service import must_be_free


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Unsealed numbers of one person; shown once, never stored."""

    member_id: int
    name: str
    document_kind: str
    identity_number: str
    phone: str


def reveal(work: Work, application_id: int, reason: str) -> list[PersonalData]:
    """Return the numbers of everybody in a case, and write who looked and why.

    Whoever filled the case in sees their own words without a reason and without a row.

    Raises:
        NotFound, NotAllowed: not this person's case, no right to personal data, or somebody of
            the officer's is in the case (回避).
        BadInput: an officer gave no reason.
    """
    application = get(work.session, application_id)
    must_see(work.actor, application)
    if not is_own(work.actor, application):
        work.actor.must(Permission.SEE_PERSONAL_DATA)
        must_be_free(work, indexes_of(application), application.case)
        work.record(
            Entry(
                Tag.APPLICATION_SHOWN,
                application.case.subject,
                after={"fields": ["identity_number", "phone"]},
                reason=given(reason, "理由 / reason"),
            ),
            application.place,
        )
    return [_numbers(work.keyring, application, member) for member in application.members]


def _numbers(keyring: Keyring, application: Application, member: Member) -> PersonalData:
    """Return the numbers of one member; who applies is reached at the number of the case."""
    sealed = member.phone_sealed
    if sealed is None and member is application.applicant:
        sealed = application.phone_sealed
    return PersonalData(
        member_id=member.id,
        name=member.name,
        document_kind=member.document_kind,
        identity_number=keyring.unseal(member.identity_sealed),
        phone=keyring.unseal(sealed) if sealed else "",
    )
