"""The table of declared relations."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.recusals.words import Relation

_RELATIONS = ", ".join(f"'{relation.value}'" for relation in Relation)
_LIVE = text("withdrawn_at IS NULL")


class Declaration(Base):
    """An officer's tie to a person on whose case the officer must not act (回避)."""

    __tablename__ = "recusal_declarations"
    __table_args__ = (
        CheckConstraint(f"relation IN ({_RELATIONS})", name="relation_known"),
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"
        ),
        CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= declared_at", name="withdrawn_later"
        ),
        Index(
            "uq_recusal_declarations_live",
            "account_name",
            "identity_index",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(12), index=True)
    account_name: Mapped[str] = mapped_column(String(32), ForeignKey("accounts.name"))
    relation: Mapped[Relation] = mapped_column(stored_words(Relation))
    name: Mapped[str] = mapped_column(String(64))
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(String(64))
    declared_by: Mapped[str] = mapped_column(String(64))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
