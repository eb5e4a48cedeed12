"""Acts on documents: keeping one, removing it, showing it."""

import hashlib
from datetime import timedelta
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import NotFound, WrongState
from housing.core.files import PRIVATE, write_whole
from housing.core.work import Work
from housing.documents import queries
from housing.documents.allowed import must_be_allowed
from housing.documents.examine import Examined, examine
from housing.documents.folder import Folder, relative_path
from housing.documents.limits import LOOK_MINUTES
from housing.documents.models import Document


def keep(
    work: Work,
    folder: Folder,
    case: CaseRef,
    kind: str,
    name: str,
    stream: BinaryIO,
    member_id: int | None = None,
) -> Document:
    """Examine a file and keep it for a case.

    Examining takes up to some seconds; a page that can, calls `examine` before it begins its act
    and then `keep_examined`.

    Raises:
        BadInput: see `examine` and `keep_examined`.
    """
    return keep_examined(work, folder, case, kind, examine(name, stream, folder), member_id)


def keep_examined(
    work: Work,
    folder: Folder,
    case: CaseRef,
    kind: str,
    file: Examined,
    member_id: int | None = None,
) -> Document:
    """Keep a file that was examined; the same file of the same kind is kept once.

    The bytes are sealed and written whole before the row is: a crash between the two leaves a
    file without a row, which the sweep removes. The caller decides who may do this, and when.

    Raises:
        BadInput, MissingPolicyValue: see `must_be_allowed`.
    """
    _alone(work, case.place)
    known = _same(work, case, kind, file.sha256, member_id)
    if known is None:
        must_be_allowed(work, case, file)
    path = relative_path(case.place, file.sha256)
    # Written anew even when it is there: a file that was damaged on the disk is mended so.
    write_whole(folder.path(path), work.keyring.seal_bytes(file.content), PRIVATE)
    if known is not None:
        return known
    document = Document(
        place=case.place,
        case_kind=case.kind,
        case_id=case.id,
        kind=kind,
        member_id=member_id,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        pages=file.pages,
        sha256=file.sha256,
        path=path,
        uploaded_by=work.actor.name,
        uploaded_at=work.now,
    )
    work.session.add(document)
    work.session.flush()
    _record(work, case, Tag.DOCUMENT_KEPT, document)
    return document


def remove(work: Work, case: CaseRef, document_id: int) -> Document:
    """Take a document out of a case; its bytes go with the next sweep, its row stays.

    Only while the case may still change: the caller decides.

    Raises:
        NotFound: the case has no such document.
    """
    document = queries.get(work.session, case, document_id)
    document.removed_by, document.removed_at = work.actor.name, work.now
    work.session.flush()
    _record(work, case, Tag.DOCUMENT_REMOVED, document)
    return document


def read(
    work: Work, folder: Folder, case: CaseRef, document: Document, *, is_page: bool = False
) -> bytes:
    """Return the bytes of a document, exactly as they were sent.

    Shown to an officer, it is written into the register; an applicant looks at their own. The
    pages of a PDF (`is_page`) that are looked at one after the other are one look. The caller
    decides who may see the case.

    Raises:
        NotFound: the file is gone from the disk.
        WrongState: the file was changed on the disk.
    """
    try:
        sealed = folder.path(document.path).read_bytes()
    except FileNotFoundError as fault:
        raise NotFound(
            f"第 {document.id} 号材料的文件不在磁盘上，请从备份恢复或请申请人重新提交"
            f" / the file of document {document.id} is gone; restore it from the backup"
        ) from fault
    content = _opened(work, document, sealed)
    if work.actor.role is not Role.APPLICANT and not (is_page and _looked(work, case, document)):
        _record(work, case, Tag.DOCUMENT_SHOWN, document)
    return content


def _looked(work: Work, case: CaseRef, document: Document) -> bool:
    """Whether this look at the document is in the register already."""
    _alone(work, case.place)  # Browsers ask for several pages at once.
    since = work.now - timedelta(minutes=LOOK_MINUTES)
    rows = work.session.scalars(
        select(RegisterRow.after).where(
            RegisterRow.place == case.place,
            RegisterRow.subject == case.subject,
            RegisterRow.tag == Tag.DOCUMENT_SHOWN.value,
            RegisterRow.actor == work.actor.name,
            RegisterRow.at >= since,
        )
    )
    return _told(document) in rows.all()


def _opened(work: Work, document: Document, sealed: bytes) -> bytes:
    try:
        content = work.keyring.unseal_bytes(sealed)
    except (InvalidTag, ValueError):
        content = b""
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise WrongState(
            f"第 {document.id} 号材料的文件被改动或损坏，不能显示；请从备份恢复，或请申请人重新提交"
            f" / the file of document {document.id} was changed or damaged; restore the backup"
        )
    return content


def _alone(work: Work, place: str) -> None:
    """Let neither the sweep nor another act of this county go on until this one ends."""
    hold_head(work.session, place)


def _same(
    work: Work, case: CaseRef, kind: str, sha256: str, member_id: int | None
) -> Document | None:
    return work.session.scalar(
        select(Document).where(
            Document.case_kind == case.kind,
            Document.case_id == case.id,
            Document.kind == kind,
            Document.sha256 == sha256,
            Document.member_id == member_id
            if member_id is not None
            else Document.member_id.is_(None),
            Document.removed_at.is_(None),
        )
    )


def _record(work: Work, case: CaseRef, tag: Tag, document: Document) -> None:
    work.record(Entry(tag, case.subject, None, _told(document)), case.place)


def _told(document: Document) -> dict[str, object]:
    return {"document": document.id, "kind": document.kind, "sha256": document.sha256}
