"""Tables of what stands behind a rent standard: whose approval, and where it was made known."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime

PARAMETERS = ("rent_standard_by_class_and_tier", "market_rent_by_area", "property_service_fee")
_KNOWN = ", ".join(f"'{name}'" for name in PARAMETERS)


class StandardApproval(Base):
    """The approval of a standard by the government of its level, for the value of `first_day`.

    `amendment_id` is the proposed value (amendments of policies). Basis: HN 25 (HN-25-3).
    """

    __tablename__ = "standard_approvals"
    __table_args__ = (
        UniqueConstraint("amendment_id"),
        CheckConstraint(f"parameter IN ({_KNOWN})", name="parameter_known"),
        CheckConstraint("authority <> '' AND document <> ''", name="approval_named"),
        CheckConstraint("approved_on <= first_day", name="approved_before_first_day"),
        Index(None, "place", "parameter", "first_day"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    parameter: Mapped[str] = mapped_column(String(64))
    first_day: Mapped[date] = mapped_column(Date)
    amendment_id: Mapped[int] = mapped_column(Integer)
    authority: Mapped[str] = mapped_column(String(128))
    document: Mapped[str] = mapped_column(String(200))
    approved_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StandardPublication(Base):
    """That a standard was made known to the public, where and when. Basis: HN 25 (HN-25-4)."""

    __tablename__ = "standard_publications"
    __table_args__ = (
        CheckConstraint(f"parameter IN ({_KNOWN})", name="parameter_known"),
        CheckConstraint("channel <> ''", name="channel_named"),
        Index(None, "place", "parameter", "first_day"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    parameter: Mapped[str] = mapped_column(String(64))
    first_day: Mapped[date] = mapped_column(Date)
    published_on: Mapped[date] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
