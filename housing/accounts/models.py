"""The table of accounts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.access.permissions import Role
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime

ROLES = ", ".join(f"'{role.value}'" for role in Role)


class Account(Base):
    """Somebody who may sign in. `stamp` changes when older sign-ins must end."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(f"role IN ({ROLES})", name="role_known"),
        CheckConstraint("password_hash LIKE '$argon2id$%'", name="password_hashed"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    role: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(12), index=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    stamp: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
