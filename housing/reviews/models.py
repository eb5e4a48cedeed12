"""Tables of the joint review: what was found, thought, decided and filed; no row ever changes."""

from datetime import date, datetime
from typing import Any

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
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.access.offices import OfficeKind
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.reviews.words import DecisionStage, FilingKind, OpinionStage, Outcome


class Investigation(Base):
    """A survey by street and community: who went, when, and what was found on each condition.

    `found`: condition → {"agrees": "yes" | "no" | "unclear", "note": text}, one for each of
    `words.Condition`. Basis: HN 15 (HN-15-2).
    """

    __tablename__ = "review_investigations"
    __table_args__ = (
        CheckConstraint("length(investigators) > 0", name="investigators_named"),
        Index(None, "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    visited_on: Mapped[date] = mapped_column(Date)
    investigators: Mapped[str] = mapped_column(String(200))
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Opinion(Base):
    """What a stage thinks, with reasons; the decision is another's.

    `assessment`: what the rules found on that day. Basis: HN 15 (HN-15-2, HN-15-5).
    """

    __tablename__ = "review_opinions"
    __table_args__ = (
        CheckConstraint("stage IN ('street', 'county')", name="stage_known"),
        CheckConstraint("outcome IN ('qualified', 'unqualified')", name="outcome_known"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        Index(None, "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    stage: Mapped[OpinionStage] = mapped_column(stored_words(OpinionStage))
    outcome: Mapped[Outcome] = mapped_column(stored_words(Outcome))
    reason: Mapped[str] = mapped_column(Text)
    assessment: Mapped[dict[str, Any]] = mapped_column(JSON)
    given_by: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Decision(Base):
    """A decision with its facts, the county's lines of that day, each finding and its articles.

    `assessment` can be replayed to the same findings; `prepared_by` gave the opinion it rests
    on and is another person than `decided_by`, as is whoever decided the same case before.
    Basis: HN 15 (HN-15-7, HN-15-8, HN-15-12, HN-15-14, HN-15-15).
    """

    __tablename__ = "review_decisions"
    __table_args__ = (
        CheckConstraint("stage IN ('county', 'reconsideration', 'park')", name="stage_known"),
        CheckConstraint("outcome IN ('qualified', 'unqualified')", name="outcome_known"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("length(decided_by) > 0", name="decider_named"),
        CheckConstraint("decided_by <> prepared_by", name="decided_by_another"),
        CheckConstraint("length(assessment_sha256) = 64", name="assessment_hashed"),
        UniqueConstraint("application_id", "turn"),
        Index(None, "place", "decided_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    #: The first, second, … decision in the case.
    turn: Mapped[int] = mapped_column(Integer)
    stage: Mapped[DecisionStage] = mapped_column(stored_words(DecisionStage))
    outcome: Mapped[Outcome] = mapped_column(stored_words(Outcome))
    reason: Mapped[str] = mapped_column(Text)
    assessment: Mapped[dict[str, Any]] = mapped_column(JSON)
    assessment_sha256: Mapped[str] = mapped_column(String(64))
    cites: Mapped[list[str]] = mapped_column(JSON)
    policy_day: Mapped[date] = mapped_column(Date)
    prepared_by: Mapped[str] = mapped_column(String(64))
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_on: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PaperAnswer(Base):
    """A department's answer on paper, entered by hand while its own way of answering is down.

    `answer_sealed`: the answer in the department's format, sealed; `paper`: the number of the
    letter. Never used where the department itself has answered. Basis: HN 15 (HN-15-8).
    """

    __tablename__ = "review_paper_answers"
    __table_args__ = (
        CheckConstraint("length(paper) > 0", name="paper_named"),
        Index(None, "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    department: Mapped[OfficeKind] = mapped_column(stored_words(OfficeKind))
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    paper: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Filing(Base):
    """A list sent for the record: county to prefecture, or park to county.

    Receiving it adds the day and number and nothing else. Basis: HN 15 (HN-15-6, HN-15-16).
    """

    __tablename__ = "review_filings"
    __table_args__ = (
        CheckConstraint("kind IN ('prefecture', 'park')", name="kind_known"),
        CheckConstraint(
            "(received_at IS NULL) = (received_by IS NULL)"
            " AND (received_at IS NULL) = (receipt_number = '')",
            name="received_whole",
        ),
        CheckConstraint("received_by IS NULL OR received_by <> filed_by", name="received_by_other"),
        UniqueConstraint("place", "kind", "number"),
        Index(None, "to_office_id", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    kind: Mapped[FilingKind] = mapped_column(stored_words(FilingKind))
    number: Mapped[str] = mapped_column(String(40))
    from_office_id: Mapped[int] = mapped_column(Integer)
    to_office_id: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    filed_by: Mapped[str] = mapped_column(String(64))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    receipt_number: Mapped[str] = mapped_column(String(64), default="")
    received_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)


class FiledCase(Base):
    """One case on a filed list; a case is filed once in each direction."""

    __tablename__ = "review_filed_cases"
    __table_args__ = (UniqueConstraint("application_id", "kind"), Index(None, "filing_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("review_filings.id"))
    kind: Mapped[FilingKind] = mapped_column(stored_words(FilingKind))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    line: Mapped[dict[str, Any]] = mapped_column(JSON)
