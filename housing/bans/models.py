"""The table of bans: who may not apply again, from when, and until which day."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base

RUNNING = text("lifted_on IS NULL")


class Ban(Base):
    """One person who may not apply again because of one case.

    `from_on` is the day of the decision and `provisional_until` the last day counted from it;
    `until_on` the last day counted from `returned_on`, when the dwelling was given back, and
    empty until then. A ban that was lifted never held. Basis: HN 34 (HN-34-2).
    """

    __tablename__ = "bans"
    __table_args__ = (
        CheckConstraint("length(identity_index) = 64", name="identity_index"),
        CheckConstraint("years >= 1", name="years_positive"),
        CheckConstraint("ground <> ''", name="with_ground"),
        CheckConstraint("provisional_until > from_on", name="provisional_after_decision"),
        CheckConstraint(
            "(returned_on IS NULL) = (until_on IS NULL)"
            " AND (returned_on IS NULL OR (returned_on >= from_on AND until_on > returned_on))",
            name="counted_from_return",
        ),
        CheckConstraint(
            "(lifted_on IS NULL) = (lift_reason = '')"
            " AND (lifted_on IS NULL) = (lift_document = '')",
            name="lifted_with_reason",
        ),
        CheckConstraint("lifted_on >= from_on", name="lifted_later"),
        Index(
            "uq_bans_person_in_case",
            *("case_kind", "case_id", "identity_index"),
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index("ix_bans_identity_index", "identity_index"),
        Index("ix_bans_place", "place", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    case_kind: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int] = mapped_column(Integer)
    case_number: Mapped[str] = mapped_column(String(32))
    identity_index: Mapped[str] = mapped_column(String(64))
    #: Why, in words; shown to the person.
    ground: Mapped[str] = mapped_column(String(200))
    years: Mapped[int] = mapped_column(Integer)
    from_on: Mapped[date] = mapped_column(Date)
    provisional_until: Mapped[date] = mapped_column(Date)
    returned_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    until_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    cites: Mapped[list[str]] = mapped_column(JSON)
    imposed_by: Mapped[str] = mapped_column(String(64))
    lifted_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    lift_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    lift_document: Mapped[str] = mapped_column(String(200), default="", server_default="")

    @property
    def case(self) -> CaseRef:
        """The case that the ban rests on."""
        return CaseRef(self.case_kind, self.case_id, self.place, self.case_number)
