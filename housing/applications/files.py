"""What the file of a case holds, as the rules of completeness read it (HN 14)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.applications.completeness import CaseFile, Item, MemberFile, Missing, read_items
from housing.applications.completeness import missing_items as lacking
from housing.applications.models import Application, TruthStatement
from housing.applications.words import AppliesAs, Channel, Consent
from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.documents import queries as documents
from housing.households.words import Rescue
from housing.policies import queries as policies


def items_of(work: Work, application: Application) -> tuple[Item, ...]:
    """Return the county's document list: today's, and once accepted that of the acceptance.

    Raises:
        MissingPolicyValue: the county has no list; no application can be accepted.
    """
    day = application.accepted_on or work.day
    value = policies.book(work.session).value("document_list", application.place, day)
    return read_items(value.value)


def case_file(work: Work, application: Application) -> CaseFile:
    """Return what the case holds now: members, consents, documents, statement."""
    return CaseFile(
        group=application.group,
        conditions=_conditions(application),
        members=tuple(
            MemberFile(
                member.id,
                member.name,
                member.relation.value,
                member.consent is not Consent.NONE,
            )
            for member in application.members
        ),
        documents=frozenset(_papers(work.session, application)),
        has_statement=_has_statement(work.session, application),
    )


def missing_of(work: Work, application: Application) -> Sequence[Missing]:
    """Return what the case still lacks by the county's list, in its order.

    Basis: HN 14 (HN-14-1, HN-14-2, HN-14-3).
    """
    return lacking(items_of(work, application), case_file(work, application))


def _papers(session: Session, application: Application) -> Iterator[tuple[str, int | None]]:
    """Yield the papers of the case; one that an employer handed in for all its staff counts for
    everybody of each of their applications."""
    for paper in documents.of_case(session, application.case):
        yield paper.kind, paper.member_id
    if application.collective_id is None:
        return
    for_all = CaseRef("collective", application.collective_id, application.place, "")
    for paper in documents.of_case(session, for_all):
        yield paper.kind, None
        yield from ((paper.kind, member.id) for member in application.members)


def _conditions(application: Application) -> frozenset[str]:
    hold = {
        "guardian": application.applies_as is AppliesAs.GUARDIAN,
        "put_forward": application.applies_as is AppliesAs.PUT_FORWARD,
        "employed": application.channel in (Channel.EMPLOYER, Channel.PARK),
        "no_employer": application.channel is Channel.WORKPLACE_STREET,
        "rescue": application.rescue is not Rescue.NONE,
        "priority": bool(application.priority_groups),
        "disposal": bool(application.disposals),
    }
    return frozenset(name for name, holds in hold.items() if holds)


def _has_statement(session: Session, application: Application) -> bool:
    stated = select(TruthStatement.id).where(TruthStatement.application_id == application.id)
    return session.scalar(stated.limit(1)) is not None
