"""Occupancy as it was counted when a target fell due; a count never changes."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.occupancy.words import TargetKind


class OccupancyCount(Base):
    """How many units of a project were occupied when a target fell due.

    `percent_min` is the target that held on that day. Basis: HN 6 (HN-6-1, HN-6-2, HN-6-3).
    """

    __tablename__ = "occupancy_counts"
    __table_args__ = (
        UniqueConstraint("place", "project_code", "kind", "due_on"),
        CheckConstraint("occupied >= 0 AND occupied <= units", name="within_units"),
        CheckConstraint("kind IN ('cycle', 'completion', 'year')", name="kind_known"),
        CheckConstraint("counted_on >= due_on", name="not_early"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    project_code: Mapped[str] = mapped_column(String(32))
    kind: Mapped[TargetKind] = mapped_column(stored_words(TargetKind))
    due_on: Mapped[date] = mapped_column(Date)
    counted_on: Mapped[date] = mapped_column(Date)
    units: Mapped[int] = mapped_column(Integer)
    occupied: Mapped[int] = mapped_column(Integer)
    percent_min: Mapped[int] = mapped_column(Integer)

    @property
    def reached(self) -> bool:
        """Whether the target was reached; exactly the percentage reaches it."""
        return self.occupied * 100 >= self.percent_min * self.units
