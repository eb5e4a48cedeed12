"""Tables of letters: what was written, kept as sent for ever, and what became of each delivery."""

from datetime import date, datetime
from enum import StrEnum

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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.db.base import Base
from housing.core.db.immutable import Guard
from housing.core.db.types import UtcDateTime, stored_words
from housing.letters.kinds import LetterKind
from housing.letters.states import DeliveryState


class Channel(StrEnum):
    """By which way a letter goes; paper is printed and handed over by an officer."""

    INBOX = "inbox"
    SMS = "sms"
    MAIL = "mail"
    PAPER = "paper"


STATES = ", ".join(f"'{state.value}'" for state in DeliveryState)
#: What carried a letter nowhere: an installation without mail server or gateway.
CONSOLE = "console"
CHANNELS = ", ".join(f"'{channel.value}'" for channel in Channel)
LETTER_GUARD = Guard("letters", "a letter is kept as it was sent")


class Letter(Base):
    """One letter as it was sent; never changed. `text_sha256` is of the text as UTF-8.

    `office_id` is the office whose case it is (its officers may read it), `account` that of the
    person it is for; name, phone and e-mail are sealed in `recipient_sealed` (JSON).
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("place", "year", "kind", "sequence"),
        CheckConstraint("sequence > 0", name="sequence_positive"),
        CheckConstraint("length(text_sha256) = 64", name="text_sha256"),
        CheckConstraint("(case_id IS NULL) = (case_number = '')", name="case_whole"),
        Index("ix_letters_case", "case_kind", "case_id"),
        Index("ix_letters_place", "place", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[LetterKind] = mapped_column(stored_words(LetterKind, 32))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    case_kind: Mapped[str] = mapped_column(String(24), default="")
    case_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    case_number: Mapped[str] = mapped_column(String(40), default="")
    office_id: Mapped[int | None] = mapped_column(Integer, nullable=True, index=True)
    account: Mapped[str] = mapped_column(String(32), default="", index=True)
    recipient_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    text_sha256: Mapped[str] = mapped_column(String(64))
    cites: Mapped[list[str]] = mapped_column(JSON)
    day: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))

    deliveries: Mapped[list["Delivery"]] = relationship(
        back_populates="letter", order_by="Delivery.id", lazy="selectin"
    )


class Delivery(Base):
    """One letter by one way. `key` is the same at every attempt, so that nobody gets it twice.

    `via` says what carried it (smtp, gateway, console, inbox, hand); `claim` names the drain
    that is sending it; `body_sealed` is the short text of a message, empty for the whole letter.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("letter_id", "channel"),
        CheckConstraint(f"state IN ({STATES})", name="state_known"),
        CheckConstraint(f"channel IN ({CHANNELS})", name="channel_known"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        CheckConstraint("(state = 'sent') = (via <> '')", name="sent_has_carrier"),
        CheckConstraint(
            "(state = 'sending') = (claim IS NOT NULL AND claimed_at IS NOT NULL)",
            name="sending_is_claimed",
        ),
        CheckConstraint("state <> 'given_up' OR last_fault <> ''", name="given_up_says_why"),
        CheckConstraint("read_at IS NULL OR channel = 'inbox'", name="only_inbox_read"),
        Index("ix_deliveries_due", "state", "due_at"),
        Index("ix_deliveries_place", "place", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    place: Mapped[str] = mapped_column(String(12))
    channel: Mapped[Channel] = mapped_column(stored_words(Channel))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[DeliveryState] = mapped_column(stored_words(DeliveryState))
    via: Mapped[str] = mapped_column(String(16), default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    useless_after: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    claim: Mapped[str | None] = mapped_column(String(32), nullable=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    last_fault: Mapped[str] = mapped_column(Text, default="")
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)

    letter: Mapped[Letter] = relationship(back_populates="deliveries", lazy="joined")
