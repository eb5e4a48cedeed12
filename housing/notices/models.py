"""The table of notices: what is shown, by whom, from when until when."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.notices.kinds import FOR_GOOD, NoticeKind

_FOR_GOOD = ", ".join(f"'{kind.value}'" for kind in FOR_GOOD)
UP = text("withdrawn_at IS NULL")


class Notice(Base):
    """One publicity of one case. Basis: HN 15 (HN-15-3, HN-15-9, HN-15-11).

    `key` is its public name, which cannot be guessed; `shown` holds pairs of label and masked
    text. `ends_on` is the last day on which it is shown and may be objected to, None where it is
    made known for good. Written once: only taking it down is added.
    """

    __tablename__ = "notices"
    __table_args__ = (
        # The closed list is the program's own: a new kind of notice changes no table.
        CheckConstraint("kind <> ''", name="kind_named"),
        CheckConstraint("length(key) = 16", name="key_length"),
        CheckConstraint("length(title) > 0", name="titled"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        CheckConstraint(
            f"(ends_on IS NULL) = (kind IN ({_FOR_GOOD}))", name="ends_unless_for_good"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn_by_somebody"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn_for_a_reason"
        ),
        Index(
            "uq_notices_up",
            "place",
            "case_kind",
            "case_id",
            "kind",
            "starts_on",
            unique=True,
            sqlite_where=UP,
            postgresql_where=UP,
        ),
        Index("ix_notices_board", "place", "starts_on", "id"),
        Index("ix_notices_case", "place", "case_kind", "case_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    place: Mapped[str] = mapped_column(String(12))
    office_id: Mapped[int] = mapped_column(Integer, index=True)
    kind: Mapped[NoticeKind] = mapped_column(stored_words(NoticeKind))
    case_kind: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int] = mapped_column(Integer)
    case_number: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(120))
    shown: Mapped[list[list[str]]] = mapped_column(JSON)
    rules: Mapped[list[str]] = mapped_column(JSON)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(32))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    withdrawn_by: Mapped[str] = mapped_column(String(32), default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The case that is made public."""
        return CaseRef(self.case_kind, self.case_id, self.place, self.case_number)

    def runs_on(self, day: date) -> bool:
        """Return whether it is shown on `day`; first and last day are included."""
        return (
            self.withdrawn_at is None
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )
