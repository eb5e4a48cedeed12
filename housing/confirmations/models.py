"""Tables of confirmations: does a household still want to wait, and how it was asked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.confirmations.states import PENDING, ConfirmationState
from housing.confirmations.words import How, TryChannel, TryResult, Wish
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, among, stored_words

IS_PENDING = text(among("state", PENDING))


class Confirmation(Base):
    """One question to one household; no answer never ends the wait by itself.

    The household answers until `due_on`, is looked for by its street until `grace_until`, and is
    then left to a person's judgement. `secret_index`: the blind index of the secret in the short
    message; `asked`: how many letters have gone out.
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        CheckConstraint(among("state", tuple(ConfirmationState)), name="state_known"),
        CheckConstraint("due_on > opened_on AND grace_until >= due_on", name="days_in_order"),
        CheckConstraint("asked >= 0", name="asked_not_negative"),
        CheckConstraint(
            "(answered_on IS NULL) = (wish IS NULL) AND (answered_on IS NULL) = (how IS NULL)"
            " AND (answered_on IS NULL) = (answered_by = '')",
            name="answer_whole",
        ),
        CheckConstraint("state <> 'answered' OR answered_on IS NOT NULL", name="answered_has_one"),
        CheckConstraint(
            f"NOT ({among('state', PENDING)}) OR answered_on IS NULL", name="pending_has_none"
        ),
        Index(
            "uq_confirmations_pending",
            "entry_id",
            unique=True,
            sqlite_where=IS_PENDING,
            postgresql_where=IS_PENDING,
        ),
        Index(None, "place", "state", "due_on", "id"),
        Index(None, "place", "street", "state", "id"),
        Index(None, "entry_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    number: Mapped[str] = mapped_column(String(32))
    street: Mapped[str] = mapped_column(String(64))
    state: Mapped[ConfirmationState] = mapped_column(stored_words(ConfirmationState))
    opened_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    grace_until: Mapped[date] = mapped_column(Date)
    asked: Mapped[int] = mapped_column(Integer, default=0)
    secret_index: Mapped[str] = mapped_column(String(64), unique=True)
    wish: Mapped[Wish | None] = mapped_column(stored_words(Wish), nullable=True)
    how: Mapped[How | None] = mapped_column(stored_words(How), nullable=True)
    answered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    answered_by: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The question as other features name it, under the number of the household's entry."""
        return CaseRef("confirmation", self.id, self.place, self.number)


class ContactTry(Base):
    """One attempt to reach a household, by a letter or by a person; written once."""

    __tablename__ = "confirmation_tries"
    __table_args__ = (
        CheckConstraint(among("channel", tuple(TryChannel)), name="channel_known"),
        CheckConstraint(among("result", tuple(TryResult)), name="result_known"),
        CheckConstraint("length(made_by) > 0", name="made_by_somebody"),
        Index(None, "confirmation_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("confirmations.id"))
    channel: Mapped[TryChannel] = mapped_column(stored_words(TryChannel))
    result: Mapped[TryResult] = mapped_column(stored_words(TryResult))
    note: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
