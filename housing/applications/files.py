"""What the file of a case holds, as the rules of completeness read it (HN 14)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.applications.completeness import CaseFile, Item, MemberFile, Missing, read_items
from housing.applications.completeness import missing_items as lacking
from housing.applications.models import Application, TruthStatement
from housing.applications.states import ApplicationState
from housing.applications.words import AppliesAs, Channel, Consent
from housing.core.work import Work
from housing.documents import queries as documents
from housing.households.words import Rescue
from housing.policies import queries as policies

#: While these last, papers are still awaited.
BEFORE_ACCEPTANCE = (ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE)


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
    return case_files(work.session, [application])[application.id]


def case_files(session: Session, applications: Sequence[Application]) -> dict[int, CaseFile]:
    """Return what each case holds, by its id; in as many queries for fifty cases as for one."""
    papers, stated = _papers(session, applications), _stated(session, applications)
    return {
        application.id: CaseFile(
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
            documents=papers[application.id],
            has_statement=application.id in stated,
        )
        for application in applications
    }


def missing_of(work: Work, application: Application) -> Sequence[Missing]:
    """Return what the case still lacks by the county's list, in its order.

    Basis: HN 14 (HN-14-1, HN-14-2, HN-14-3).
    """
    return lacking(items_of(work, application), case_file(work, application))


def lacking_counts(
    session: Session, applications: Sequence[Application], day: date
) -> dict[int, int]:
    """Return how many things each case that is not accepted yet still lacks, by its id.

    Nothing is said of a case that has been accepted, nor while the county has no list.
    """
    waiting = [each for each in applications if each.state in BEFORE_ACCEPTANCE]
    book, counts = policies.book(session), dict[int, int]()
    files = case_files(session, waiting) if waiting else {}
    for each in waiting:
        listed = book.find("document_list", each.place, day)
        if listed is not None:
            counts[each.id] = len(lacking(read_items(listed.value), files[each.id]))
    return counts


def _papers(
    session: Session, applications: Sequence[Application]
) -> dict[int, frozenset[tuple[str, int | None]]]:
    """Return the papers of each case; one that an employer handed in for all its staff counts for
    everybody of each of their applications."""
    own = documents.kinds_of(session, "application", [each.id for each in applications])
    sheets = {each.collective_id for each in applications if each.collective_id is not None}
    of_all = documents.kinds_of(session, "collective", sorted(sheets))
    return {
        each.id: frozenset(
            [
                *own.get(each.id, ()),
                *(
                    (kind, about)
                    for kind, _ in of_all.get(each.collective_id or 0, ())
                    for about in (None, *(member.id for member in each.members))
                ),
            ]
        )
        for each in applications
    }


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


def _stated(session: Session, applications: Sequence[Application]) -> frozenset[int]:
    """Return the ids of those whose applicant has stated that all of it is true."""
    ids = [each.id for each in applications]
    stated = select(TruthStatement.application_id).where(TruthStatement.application_id.in_(ids))
    return frozenset(session.scalars(stated))
