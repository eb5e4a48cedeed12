"""Tables of rounds. What is frozen stays frozen, also against SQL (see migrations)."""

from datetime import date, datetime

from sqlalchemy import (
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
from housing.rounds.checks import ROUND_CHECKS
from housing.rounds.states import RoundState

_HASH = String(64)
COUNTY = "county"


class Round(Base):
    """One round (分配轮次). A fact is NULL until its act, and is written once."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("place", "year", "number"),
        Index("uq_rounds_predecessor_id", "predecessor_id", unique=True),
        *(CheckConstraint(words, name=name) for name, words in ROUND_CHECKS.items()),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    state: Mapped[RoundState] = mapped_column(stored_words(RoundState))
    mechanism: Mapped[str] = mapped_column(String(32))
    approval_document: Mapped[str] = mapped_column(String(256))
    seed_source: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    roll_document: Mapped[str | None] = mapped_column(String(256), nullable=True)
    day: Mapped[date | None] = mapped_column(Date, nullable=True)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    frozen_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    roll_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    units_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    rules_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    seed_entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    seed_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    seed_bits: Mapped[int | None] = mapped_column(Integer, nullable=True)
    seed_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    order_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    order_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    publicity_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    stages_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    allocation_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    published_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    package_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    annulled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    annulled_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    annul_reason: Mapped[str | None] = mapped_column(Text, nullable=True)
    annul_document: Mapped[str | None] = mapped_column(String(256), nullable=True)
    #: Whose round it is: `county`, or `owner:<name>` of an enterprise or park (HN 19, HN 23).
    audience: Mapped[str] = mapped_column(
        String(160), default=COUNTY, server_default=text(f"'{COUNTY}'")
    )
    #: The annulled round that this one follows on a corrected roll.
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), nullable=True)
    #: SHA-256 of the published plan; NULL where the roll comes from a sheet.
    plan_sha256: Mapped[str | None] = mapped_column(_HASH, nullable=True)
    #: The public key of the notice that shows the order.
    order_notice: Mapped[str | None] = mapped_column(String(16), nullable=True)
    filing_passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    filing_passed_by: Mapped[str | None] = mapped_column(String(64), nullable=True)

    @property
    def case(self) -> CaseRef:
        """The round as other features name it."""
        return CaseRef("round", self.id, self.place, self.code)


class RoundStep(Base):
    """One act on a round as the public may see it: when, by which role, under which article."""

    __tablename__ = "round_steps"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    act: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(24))
    target: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(32))
    basis: Mapped[str] = mapped_column(String(128))
    document: Mapped[str] = mapped_column(String(256))
    reason: Mapped[str] = mapped_column(Text)


class RoundFile(Base):
    """One file of the round in its exact bytes; `name` is its path in the round package."""

    __tablename__ = "round_files"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="hash"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    sha256: Mapped[str] = mapped_column(_HASH)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RoundHousehold(Base):
    """A household on the roll, or off it for a reason (`off_roll`); never in two live rounds.

    Its receipt code is sealed and found again by its index. `tier` and `score` (hundredths) are
    0 for a household off the roll.
    """

    __tablename__ = "round_households"
    __table_args__ = (
        UniqueConstraint("round_id", "household_id"),
        CheckConstraint("NOT live OR off_roll = ''", name="live_on_roll"),
        Index(
            "ix_round_households_one_live_round",
            "household_id",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
        Index(None, "receipt_index", unique=True),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    roll_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    off_roll: Mapped[str] = mapped_column(String(32))
    tier: Mapped[int] = mapped_column(Integer)
    score: Mapped[int] = mapped_column(Integer)
    receipt_index: Mapped[str] = mapped_column(_HASH)
    receipt_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    live: Mapped[bool]


class RoundUnit(Base):
    """A unit that the round allots; never in two live rounds."""

    __tablename__ = "round_units"
    __table_args__ = (
        Index(
            "ix_round_units_one_live_round",
            "unit_id",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit_code: Mapped[str] = mapped_column(String(64))
    unit_class: Mapped[str] = mapped_column(String(128))
    live: Mapped[bool]


def of_the_roll() -> ForeignKeyConstraint:
    """Return the constraint that a row belongs to a household of its round."""
    return ForeignKeyConstraint(
        ["round_id", "roll_id"], ["round_households.round_id", "round_households.roll_id"]
    )


class RoundPosition(Base):
    """The place of a household in the order of the round, counted from 0."""

    __tablename__ = "round_positions"
    __table_args__ = (UniqueConstraint("round_id", "position"), of_the_roll())

    round_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    roll_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)


class RoundAssignment(Base):
    """A household and the flat it got. `wish` is its rank on the household's list, from 1.

    `wish` is NULL when the class suits but was not wished for.
    """

    __tablename__ = "round_assignments"
    __table_args__ = (UniqueConstraint("round_id", "unit_code"), of_the_roll())

    round_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    roll_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    stage: Mapped[int] = mapped_column(Integer)
    unit_class: Mapped[str] = mapped_column(String(128))
    unit_code: Mapped[str] = mapped_column(String(64))
    wish: Mapped[int | None] = mapped_column(Integer, nullable=True)


class RoundSubsidyDue(Base):
    """A rescue household that no flat was left for: a subsidy is due. Basis: HN 18 (HN-18-2)."""

    __tablename__ = "round_subsidies_due"
    __table_args__ = (of_the_roll(),)

    round_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    roll_id: Mapped[str] = mapped_column(String(32), primary_key=True)
