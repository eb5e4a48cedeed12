"""Whose case it is: what an officer may see, what he may act on, and who is asked about."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from housing.applications import queries as applications
from housing.applications.models import Application, Member
from housing.applications.moving import open_case
from housing.applications.rights import must_look, no_such_case
from housing.applications.words import RELATION_NAMES, Consent
from housing.checks.people import Person
from housing.checks.words import Consent as CheckConsent
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Permission
from housing.core.clock import day_of
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.letters.service import Recipient
from housing.recusals import service as recusals


def taken(
    work: Work, application_id: int, right: Permission, version: int | None = None
) -> Application:
    """Return a case for an act on it: by right, of the own office, by nobody who is recused.

    Jobs act for the county without a right of their own. The case is held until the act ends.

    Raises:
        NotAllowed: the actor lacks the right, is of another office, or is recused (回避).
        NotFound: there is none for this person.
        EditConflict: it has changed since `version`; says who, when and what.
    """
    if work.actor.role is not None:
        work.actor.must(right)
    application = open_case(work, application_id, version)
    if work.actor.role is not None:
        indexes = applications.people_indexes(work.session, application.id)
        recusals.must_be_free(work, indexes, application.case)
    return application


def seen(session: Session, actor: Actor, application_id: int) -> Application:
    """Return a case that the actor may see; a draft is nobody's but its writer's.

    Raises:
        NotFound: there is none.
        NotAllowed: another office of the county has it, or the officer must keep off it (回避).
    """
    application = session.get(Application, application_id)
    if application is None or application.number is None:
        raise no_such_case(application_id)
    must_look(session, actor, application)
    return application


def as_system(work: Work) -> Work:
    """Return the same act continued by the system: what follows from it by rule, not by choice."""
    return replace(work, actor=system_actor(work.place))


def must_differ(work: Work, others: Collection[str], why: str) -> None:
    """Refuse an act by a person who already had another hand in it; `why`: '中文 / English'.

    Raises:
        BrokenRule: the acting person is among `others`.
    """
    if work.actor.name in others:
        zh, _slash, en = why.partition(" / ")
        raise BrokenRule(
            f"{work.actor.name}：{zh}，请由另一人办理"
            f" / {work.actor.name}: {en}; another person must do this"
        )


def people(application: Application, keyring: Keyring) -> list[Person]:
    """Return the members as departments are asked about them. Basis: HN 14 (HN-14-3).

    Raises:
        BrokenRule: a member has not agreed in writing.
    """
    return [_person(member, keyring) for member in application.members]


def _person(member: Member, keyring: Keyring) -> Person:
    if member.consent is Consent.NONE or member.consented_at is None:
        raise BrokenRule(
            f"{member.name} 尚未书面同意核查 / {member.name} has not consented",
            rules=("HN-14-3",),
        )
    return Person(
        name=member.name,
        document_kind=member.document_kind,
        identity_number=keyring.unseal(member.identity_sealed),
        relation=RELATION_NAMES[member.relation],
        consent=CheckConsent(member.consent.value),
        consented_on=day_of(member.consented_at),
    )


def recipient(application: Application, keyring: Keyring) -> Recipient:
    """Return whom letters of the case are for: the applicant, or the guardian who applies."""
    applicant = application.applicant
    phone, email = application.phone_sealed, application.email_sealed
    return Recipient(
        name=application.guardian_name or (applicant.name if applicant else ""),
        phone=keyring.unseal(phone) if phone else "",
        email=keyring.unseal(email) if email else "",
        account=application.account or "",
    )
