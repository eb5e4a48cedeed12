"""The table of documents: what was handed in for a case; the bytes lie sealed in files."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime

TYPES = "'application/pdf', 'image/jpeg', 'image/png', 'image/webp'"


class Document(Base):
    """One file of a case. `kind` is a key of the county's list; `sha256` is of the bytes sent.

    `path` is relative to the folder of documents. A removed document keeps its row.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint(f"media_type IN ({TYPES})", name="media_type_known"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("length(name) > 0 AND length(kind) > 0", name="named"),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_by_somebody"),
        CheckConstraint("removed_at IS NULL OR removed_at >= uploaded_at", name="removed_later"),
        Index("ix_documents_case", "case_kind", "case_id"),
        Index("ix_documents_sha256", "place", "sha256"),
        Index(
            "uq_documents_of_case",
            *("case_kind", "case_id", "kind", "sha256"),
            unique=True,
            sqlite_where=text("removed_at IS NULL AND member_id IS NULL"),
            postgresql_where=text("removed_at IS NULL AND member_id IS NULL"),
        ),
        Index(
            "uq_documents_of_member",
            *("case_kind", "case_id", "kind", "sha256", "member_id"),
            unique=True,
            sqlite_where=text("removed_at IS NULL AND member_id IS NOT NULL"),
            postgresql_where=text("removed_at IS NULL AND member_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    case_kind: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(24))
    size: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(String(128))
    uploaded_by: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
