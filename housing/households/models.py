"""Table of households. Areas are hundredths of m², money is fen."""

from datetime import date

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.households.words import Assistance, Group, Rescue


class Household(Base):
    """One application (申请) and the household behind it, as known on the day of its sheet.

    Identity number and phone are sealed; the `_index` columns find them again (keyring.blind).
    """

    __tablename__ = "households"
    __table_args__ = (
        UniqueConstraint("place", "application_number"),
        Index(
            "uq_households_place_identity_index",
            "place",
            "identity_index",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        CheckConstraint("size >= 1", name="size_positive"),
        CheckConstraint("income_fen >= 0 AND assets_fen >= 0", name="money_not_negative"),
        CheckConstraint("present_area >= 0", name="present_area_not_negative"),
        CheckConstraint("insurance_months >= 0", name="insurance_not_negative"),
        CheckConstraint("accepted_on <= registered_on", name="dates_in_order"),
        CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone_whole"),
        Index(None, "place", "phone_index"),
        Index(None, "place", "name"),
        Index(None, "application_id", unique=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    application_number: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(64))
    document_kind: Mapped[str] = mapped_column(String(32))
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(String(64))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    phone_index: Mapped[str | None] = mapped_column(String(64), nullable=True)
    birth_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    street: Mapped[str] = mapped_column(String(64))
    group: Mapped[Group] = mapped_column("applicant_group", stored_words(Group))
    size: Mapped[int] = mapped_column(Integer)
    rescue: Mapped[Rescue] = mapped_column(stored_words(Rescue))
    priority_groups: Mapped[list[str]] = mapped_column(JSON)
    income_fen: Mapped[int] = mapped_column(Integer)
    assets_fen: Mapped[int] = mapped_column(BigInteger)
    present_area: Mapped[int] = mapped_column(Integer)
    insurance_months: Mapped[int | None] = mapped_column(Integer, nullable=True)
    employer: Mapped[str] = mapped_column(String(128))
    accepted_on: Mapped[date] = mapped_column(Date)
    registered_on: Mapped[date] = mapped_column(Date)
    needs_accessible: Mapped[bool] = mapped_column(Boolean)
    assistance: Mapped[Assistance] = mapped_column(stored_words(Assistance))
    wishes: Mapped[list[list[str]]] = mapped_column(JSON)
    import_id: Mapped[int | None] = mapped_column(Integer, index=True, nullable=True)
    #: The day on which the household left the waitlist; NULL while it waits or is housed.
    left_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    #: The application that was registered here; NULL when a sheet brought the household.
    application_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
