"""Every member's agreement in writing to being checked (HN 14)."""

from housing.accounts import queries as accounts
from housing.applications.completeness import BY_CONSENTS
from housing.applications.files import items_of
from housing.applications.models import Application, Member
from housing.applications.moving import held, open_case
from housing.applications.queries import people_indexes
from housing.applications.rights import is_own, must_fill_in
from housing.applications.states import ENDED
from housing.applications.words import Capacity, Consent, Relation
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.work import Work
from housing.documents import queries as documents

#: Adults of the family who may be the guardian of a member without full capacity.
CLOSE = (Relation.HEAD, Relation.SPOUSE, Relation.PARENT, Relation.GRANDPARENT, Relation.CHILD)


def consent(
    work: Work,
    application_id: int,
    member_id: int,
    *,
    document_id: int | None = None,
    paper: str = "",
) -> Member:
    """Record that a member agrees in writing to being checked.

    Without a paper it is the member who has signed in (the guardian, for somebody without full
    capacity). With `document_id` a signed paper of the case was uploaded; with `paper` the
    employer keeps the signed paper of that number.
    Basis: HN 14 (HN-14-3).

    Raises:
        NotAllowed: somebody else than the member has signed in.
        BadInput: the document is no consent, or another member's.
        NotFound: no such member or document of this case.
        WrongState: the application has ended.
    """
    signer = _signer(work)
    application = _held_for_consent(work, application_id, signer)
    member = next((one for one in application.members if one.id == member_id), None)
    if member is None:
        raise NotFound(f"没有第 {member_id} 号家庭成员 / no member {member_id}")
    if application.state in ENDED:
        raise WrongState("申请已办结 / the application has ended")
    if member.consent is not Consent.NONE:
        return member
    if document_id is not None:
        _must_be_about(work, application, member, document_id)
        member.consent, member.consent_document_id = Consent.UPLOADED, document_id
    elif paper.strip():
        _must_keep_papers(work, application)
        member.consent, member.consent_paper = Consent.UPLOADED, paper.strip()
    else:
        _must_sign(application, member, signer)
        member.consent = Consent.SIGNED_IN
    member.consented_at, member.consented_by = work.now, work.actor.name
    application.version += 1
    work.session.flush()
    after = {
        "member": member.position,
        "how": member.consent.value,
        "version": application.version,
    }
    work.record(
        Entry(Tag.APPLICATION_CONSENT, application.case.subject, after=after), application.place
    )
    return member


def _signer(work: Work) -> str:
    """Return the identity index of the applicant's account that has signed in, else nothing."""
    account = accounts.by_name(work.session, work.actor.name)
    is_applicant = account is not None and work.actor.role is Role.APPLICANT
    return (account.identity_index or "") if account is not None and is_applicant else ""


def _held_for_consent(work: Work, application_id: int, signer: str) -> Application:
    """A member may sign in their own name although the case is somebody else's to fill in."""
    if signer and signer in people_indexes(work.session, application_id):
        return held(work.session, application_id)
    application = open_case(work, application_id)
    must_fill_in(work, application)
    return application


def _must_sign(application: Application, member: Member, signer: str) -> None:
    is_self = signer == member.identity_index and member.capacity is Capacity.FULL
    guards = member.capacity is not Capacity.FULL and signer in may_sign_for(application)
    if not (is_self or guards):
        raise NotAllowed(
            f"{member.name}的同意须由本人（无完全民事行为能力的由监护人）登录作出，或上传签字的"
            f"书面同意 / {member.name}, or a guardian, must sign in and agree, or a"
            " signed paper is uploaded",
            rules=("HN-14-3",),
        )


def may_sign_for(application: Application) -> set[str]:
    """Return who may agree for a member without full capacity: guardian, parents, spouse."""
    adults = {
        one.identity_index
        for one in application.members
        if one.capacity is Capacity.FULL and one.relation in CLOSE
    }
    guardian = application.guardian_identity_index
    return adults | ({guardian} if guardian else set())


def _must_be_about(work: Work, application: Application, member: Member, document_id: int) -> None:
    """Refuse a paper that is no consent, or another member's."""
    paper = documents.get(work.session, application.case, document_id)
    kinds = {item.key for item in items_of(work, application) if item.by == BY_CONSENTS}
    if paper.kind not in kinds or paper.member_id not in (None, member.id):
        raise BadInput(
            f"第 {document_id} 号材料不是{member.name}的书面同意，请上传签字的同意书"
            f" / document {document_id} is not the signed consent of {member.name}"
        )


def _must_keep_papers(work: Work, application: Application) -> None:
    if work.actor.role is not Role.EMPLOYER or not is_own(work.actor, application):
        raise NotAllowed(
            "只有代为申请的单位可以登记所保存的书面同意编号"
            " / only the employer that files may name the paper it keeps"
        )
