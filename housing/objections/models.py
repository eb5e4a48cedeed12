"""The table of objections: who said what against which notice, and what was decided."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.objections.states import ObjectionState

_STATES = ", ".join(f"'{state.value}'" for state in ObjectionState)
OPEN = sql("state = 'filed'")


class Objection(Base):
    """One objection by anybody to one notice. Basis: HN 15 (HN-15-10).

    Name, contact and text are sealed: a neighbour who objects is nobody else's business.
    `receipt_index` finds it by its receipt code, `tail_index` checks the end of the contact.
    """

    __tablename__ = "objections"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        CheckConstraint(
            "(state IN ('upheld', 'dismissed')) = (decided_at IS NOT NULL)",
            name="decided_when_decided",
        ),
        CheckConstraint("(decided_at IS NULL) = (decided_by = '')", name="decided_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (reason = '')", name="decided_for_a_reason"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"
        ),
        Index(
            "uq_objections_open_of_contact",
            "notice_id",
            "contact_index",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_objections_open",
            "place",
            "due_on",
            "id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_objections_case", "place", "case_kind", "case_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    place: Mapped[str] = mapped_column(String(12))
    case_kind: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int] = mapped_column(Integer)
    case_number: Mapped[str] = mapped_column(String(32))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    contact_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    contact_index: Mapped[str] = mapped_column(String(64))
    tail_index: Mapped[str] = mapped_column(String(64))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    receipt_index: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[ObjectionState] = mapped_column(stored_words(ObjectionState))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(32), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)

    @property
    def number(self) -> str:
        """What officers call it."""
        return f"YY-{self.id:06d}"

    @property
    def subject(self) -> str:
        """The objection as the register names it."""
        return f"objection:{self.number}"

    @property
    def case(self) -> CaseRef:
        """The case that it is about."""
        return CaseRef(self.case_kind, self.case_id, self.place, self.case_number)

    @property
    def own_case(self) -> CaseRef:
        """The objection itself as a case, to which its documents belong."""
        return CaseRef("objection", self.id, self.place, self.number)
