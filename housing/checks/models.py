"""Tables of department checks: one question to one department, and sheets of answers sent in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.checks.states import OPEN, STANDING, CheckState
from housing.checks.words import Channel, Purpose
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, among, stored_words
from housing.households.words import Group

#: As literal words, since a partial index is only used where its own condition is asked for.
IS_OPEN = text(among("state", OPEN))
_STANDING = text(among("state", STANDING))


class CheckRequest(Base):
    """One question to one department about the people of one case.

    `people_sealed` and `answer_sealed` are JSON, sealed: names and identity numbers, and what the
    department said. `people_indexes` holds the blind indexes of the identity numbers (recusal).
    `due_on` is the day the department is asked to answer by; an answer once given never changes
    (trigger), and a request is never removed.
    """

    __tablename__ = "check_requests"
    __table_args__ = (
        CheckConstraint(among("state", tuple(CheckState)), name="state_known"),
        CheckConstraint(among("department", CHECKING), name="department_checks"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint(
            "(answered_at IS NULL) = (answer_sealed IS NULL)"
            " AND (answered_at IS NULL) = (answer_sha256 IS NULL)"
            " AND (answered_at IS NULL) = (answered_by IS NULL)"
            " AND (answered_at IS NULL) = (channel IS NULL)",
            name="answer_whole",
        ),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_has_one"),
        CheckConstraint(
            f"NOT ({among('state', OPEN)}) OR answered_at IS NULL", name="open_has_none"
        ),
        CheckConstraint(
            "(state IN ('concluded', 'void')) = (closed_at IS NOT NULL)", name="closed_when_over"
        ),
        Index(
            "uq_check_requests_standing",
            "place",
            "case_kind",
            "case_id",
            "purpose",
            "department",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(
            "ix_check_requests_work_list",
            "office_id",
            "due_on",
            "id",
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(
            "ix_check_requests_due_tries",
            "next_try_at",
            sqlite_where=text("next_try_at IS NOT NULL"),
            postgresql_where=text("next_try_at IS NOT NULL"),
        ),
        Index("ix_check_requests_case", "place", "case_kind", "case_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    case_kind: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int] = mapped_column(Integer)
    case_number: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose))
    department: Mapped[OfficeKind] = mapped_column(stored_words(OfficeKind))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    request_id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    people_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    people_indexes: Mapped[list[str]] = mapped_column(JSON)
    items: Mapped[list[str]] = mapped_column(JSON)
    rules: Mapped[list[str]] = mapped_column(JSON)
    group: Mapped[Group] = mapped_column("applicant_group", stored_words(Group))
    applied_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[CheckState] = mapped_column(stored_words(CheckState))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    requested_by: Mapped[str] = mapped_column(String(32))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    attempts: Mapped[int] = mapped_column(Integer)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    last_fault: Mapped[str] = mapped_column(Text)
    channel: Mapped[Channel | None] = mapped_column(stored_words(Channel), nullable=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    answered_by: Mapped[str | None] = mapped_column(String(32), nullable=True)
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    answer_sha256: Mapped[str | None] = mapped_column(String(64), nullable=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    closed_by: Mapped[str] = mapped_column(String(32))
    close_reason: Mapped[str] = mapped_column(Text)

    @property
    def subject(self) -> str:
        """The request as the register names it."""
        return f"check:{self.request_id}"

    @property
    def case(self) -> CaseRef:
        """The case it was made for."""
        return CaseRef(self.case_kind, self.case_id, self.place, self.case_number)


class AnswerSheet(Base):
    """One Excel sheet of answers that a department sent; kept with its findings when refused."""

    __tablename__ = "check_answer_sheets"
    __table_args__ = (
        CheckConstraint("rows >= 0 AND faults >= 0", name="counts_not_negative"),
        CheckConstraint("taken_at IS NULL OR faults = 0", name="no_fault_if_taken"),
        Index(None, "office_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    faults: Mapped[int] = mapped_column(Integer)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by: Mapped[str] = mapped_column(String(32))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
