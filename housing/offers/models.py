"""Tables of offers, and of what was re-offered with its proof."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.offers.states import HOLDING, PENDING, OfferState

_STATES = ", ".join(f"'{state.value}'" for state in OfferState)
_PENDING = ", ".join(f"'{state.value}'" for state in PENDING)
_HOLDING = ", ".join(f"'{state.value}'" for state in HOLDING)
IS_PENDING, IS_HOLDING = text(f"state IN ({_PENDING})"), text(f"state IN ({_HOLDING})")


class Offer(Base):
    """One flat offered to one household of a published round (配租通知).

    `answer_by` is the last day to sign the lease; `reoffer` is 0 for the result of the round
    itself, else the number of the re-offer. Basis: HN 21 (HN-21-7), HN 24 (HN-24-1).
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        CheckConstraint("answer_by >= made_on", name="answer_after_made"),
        CheckConstraint("reoffer >= 0", name="reoffer_not_negative"),
        CheckConstraint(
            f"(state IN ({_HOLDING})) = (ended_on IS NULL)"
            " AND (ended_on IS NULL) = (end_reason = '')",
            name="ended_with_reason",
        ),
        CheckConstraint("state <> 'signed' OR signed_on IS NOT NULL", name="signed_on_a_day"),
        CheckConstraint(
            "signed_on IS NULL OR (accepted_on IS NOT NULL AND contract_document <> ''"
            " AND signed_on >= accepted_on AND state IN ('signed', 'fallen_through'))",
            name="signed_whole",
        ),
        CheckConstraint(
            "keys_on IS NULL OR (state = 'signed' AND keys_on >= signed_on)",
            name="keys_after_lease",
        ),
        Index(
            "uq_offers_unit_held",
            "round_id",
            "unit_id",
            unique=True,
            sqlite_where=IS_HOLDING,
            postgresql_where=IS_HOLDING,
        ),
        Index(
            "uq_offers_unit_pending",
            "unit_id",
            unique=True,
            sqlite_where=IS_PENDING,
            postgresql_where=IS_PENDING,
        ),
        Index(
            "uq_offers_household_held",
            "round_id",
            "household_id",
            unique=True,
            sqlite_where=IS_HOLDING,
            postgresql_where=IS_HOLDING,
        ),
        Index(
            "uq_offers_household_pending",
            "household_id",
            unique=True,
            sqlite_where=IS_PENDING,
            postgresql_where=IS_PENDING,
        ),
        Index(
            "ix_offers_untold",
            "place",
            "id",
            sqlite_where=text("letter_id IS NULL"),
            postgresql_where=text("letter_id IS NULL"),
        ),
        Index("ix_offers_due", "place", "state", "answer_by", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    round_code: Mapped[str] = mapped_column(String(64))
    roll_id: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_code: Mapped[str] = mapped_column(String(64))
    unit_class: Mapped[str] = mapped_column(String(128))
    reoffer: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[OfferState] = mapped_column(stored_words(OfferState))
    made_on: Mapped[date] = mapped_column(Date)
    answer_by: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    letter_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    reminded_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    accepted_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    contract_document: Mapped[str] = mapped_column(String(256), default="")
    signed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    keys_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    end_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The offer as other features name it."""
        return CaseRef("offer", self.id, self.place, self.number)


class Reoffer(Base):
    """Flats that came free and went to the next in the same order, without a new draw.

    `units` are the codes of the flats, `assignments` rows {household, stage, class, unit} like
    those of allocation.json, `to_stock` the codes of flats that nobody could live in. Never
    changed.
    """

    __tablename__ = "reoffers"
    __table_args__ = (CheckConstraint("number >= 1", name="number_positive"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    units: Mapped[list[str]] = mapped_column(JSON)
    assignments: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    to_stock: Mapped[list[str]] = mapped_column(JSON)


class ReofferProof(Base):
    """One stage of a re-offer: the exact bytes of its problem and plan. Never changed."""

    __tablename__ = "reoffer_proofs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "number"], ["reoffers.round_id", "reoffers.number"], name="fk_reoffer"
        ),
        CheckConstraint("length(problem_sha256) = 64", name="problem_sha256"),
        CheckConstraint("length(plan_sha256) = 64", name="plan_sha256"),
    )

    round_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    stage: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(160))
    problem: Mapped[bytes] = mapped_column(LargeBinary)
    problem_sha256: Mapped[str] = mapped_column(String(64))
    plan: Mapped[bytes] = mapped_column(LargeBinary)
    plan_sha256: Mapped[str] = mapped_column(String(64))
