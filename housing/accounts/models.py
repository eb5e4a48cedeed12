"""The tables of accounts and of the tokens that programs sign in with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.access.permissions import Role
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime
from housing.offices.models import Office

ROLES = ", ".join(f"'{role.value}'" for role in Role)
_LIVE_PHONE = text("closed_at IS NULL AND phone_index IS NOT NULL")


class Account(Base):
    """Somebody who may sign in. `stamp` changes when older sign-ins must end.

    Officers sign in with `name` and work in an office; applicants sign in with their mobile
    number and hold a generated name. `identity_index` tells whose own case a case would be.
    `failures` counts wrong passwords since the last right one, `failed_at` is the last of them.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(f"role IN ({ROLES})", name="role_known"),
        CheckConstraint("password_hash LIKE '$argon2id$%'", name="password_hashed"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
        CheckConstraint(
            "(role IN ('applicant', 'administrator')) = (office_id IS NULL)",
            name="officer_in_office",
        ),
        CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone_whole"),
        CheckConstraint("phone_index IS NULL OR role = 'applicant'", name="phone_of_applicant"),
        CheckConstraint(
            "(identity_sealed IS NULL) = (identity_index IS NULL)", name="identity_whole"
        ),
        CheckConstraint("failures >= 0", name="failures_counted"),
        CheckConstraint("(failures = 0) = (failed_at IS NULL)", name="failures_dated"),
        Index(
            "uq_accounts_live_phone",
            "phone_index",
            unique=True,
            sqlite_where=_LIVE_PHONE,
            postgresql_where=_LIVE_PHONE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    role: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(12), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    person: Mapped[str] = mapped_column(String(64), default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[str | None] = mapped_column(String(64))
    identity_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    identity_index: Mapped[str | None] = mapped_column(String(64), index=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    stamp: Mapped[str] = mapped_column(String(32))
    failures: Mapped[int] = mapped_column(Integer, default=0)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    office: Mapped[Office | None] = relationship(lazy="joined", viewonly=True)


class ApiToken(Base):
    """What a program shows instead of a password; only the SHA-256 of the token is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 64", name="hashed"),
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("revoked_at IS NULL OR revoked_at >= made_at", name="revoked_after_made"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
