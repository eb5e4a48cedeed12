"""Bringing papers for an application and taking them back, by right and while it may change."""

from housing.applications.files import items_of
from housing.applications.models import Application
from housing.applications.moving import open_case
from housing.applications.rights import must_fill_in
from housing.applications.states import ApplicationState
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.documents import service as documents
from housing.documents.examine import Examined
from housing.documents.folder import Folder
from housing.documents.models import Document

#: While these last, papers may be added and taken out.
CHANGEABLE = frozenset(
    {ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE}
)


def add_paper(
    work: Work,
    folder: Folder,
    application_id: int,
    kind: str,
    file: Examined,
    member_id: int | None = None,
) -> Document:
    """Keep a paper of the county's list for an application, for one member where it is theirs.

    Basis: HN 14 (HN-14-1).

    Raises:
        BadInput: the list has no such paper, or the family no such member.
        WrongState: the application has been accepted.
        NotFound, NotAllowed: not this person's to change.
    """
    application = _changeable(work, application_id)
    if kind not in {item.key for item in items_of(work, application)}:
        raise BadInput(f"{kind}：材料清单里没有这一项 / the county's list has no such paper")
    if member_id is not None and member_id not in {one.id for one in application.members}:
        raise BadInput(f"没有第 {member_id} 号家庭成员 / no member {member_id}")
    return documents.keep_examined(work, folder, application.case, kind, file, member_id)


def drop_paper(work: Work, application_id: int, document_id: int) -> None:
    """Take a paper back; its row stays.

    Raises:
        WrongState, NotFound, NotAllowed: as for `add_paper`, or no such document.
    """
    application = _changeable(work, application_id)
    documents.remove(work, application.case, document_id)


def _changeable(work: Work, application_id: int) -> Application:
    application = open_case(work, application_id)
    must_fill_in(work, application)
    if application.state not in CHANGEABLE:
        raise WrongState(
            "申请已受理，材料不能再改；需要更正的请联系受理机关"
            " / accepted: papers can no longer be changed; ask the receiving office"
        )
    return application
