"""Reads of documents; the caller decides who may see the case they belong to."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.cases import CaseRef
from housing.core.errors import NotFound
from housing.documents.models import Document


def of_case(session: Session, case: CaseRef) -> Sequence[Document]:
    """Return the documents of a case that are there, in order of their kind and arrival."""
    return session.scalars(
        select(Document)
        .where(
            Document.case_kind == case.kind,
            Document.case_id == case.id,
            Document.removed_at.is_(None),
        )
        .order_by(Document.kind, Document.id)
    ).all()


def kinds_of(
    session: Session, case_kind: str, case_ids: Collection[int]
) -> dict[int, list[tuple[str, int | None]]]:
    """Return of each case the kind of every document that is there, and whom it is about."""
    if not case_ids:
        return {}
    found: dict[int, list[tuple[str, int | None]]] = {}
    rows = session.execute(
        select(Document.case_id, Document.kind, Document.member_id).where(
            Document.case_kind == case_kind,
            Document.case_id.in_(case_ids),
            Document.removed_at.is_(None),
        )
    )
    for case_id, kind, member_id in rows:
        found.setdefault(case_id, []).append((kind, member_id))
    return found


def get(session: Session, case: CaseRef, document_id: int) -> Document:
    """Return a document of a case.

    Raises:
        NotFound: it is not there, was removed, or belongs to another case.
    """
    found = session.get(Document, document_id)
    held = found is not None and (found.case_kind, found.case_id) == (case.kind, case.id)
    if found is None or not held or found.removed_at is not None:
        raise NotFound(f"没有第 {document_id} 号材料 / there is no document {document_id}")
    return found


def count(session: Session, case: CaseRef) -> int:
    """Return how many documents a case holds."""
    return (
        session.scalar(
            select(func.count()).where(
                Document.case_kind == case.kind,
                Document.case_id == case.id,
                Document.removed_at.is_(None),
            )
        )
        or 0
    )


def is_needed(session: Session, place: str, sha256: str) -> bool:
    """Return whether a document that is there has these bytes."""
    return (
        session.scalar(
            select(Document.id)
            .where(
                Document.place == place,
                Document.sha256 == sha256,
                Document.removed_at.is_(None),
            )
            .limit(1)
        )
        is not None
    )
