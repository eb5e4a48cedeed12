"""Entries know when they last joined a round: a look at the household, and a sign of life."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

#: For rounds of before: the day on which the last roll that held the household was frozen.
FILL = """
UPDATE waitlist_entries SET last_round_on = (
  SELECT {day} FROM round_households rh JOIN rounds r ON r.id = rh.round_id
  WHERE rh.household_id = waitlist_entries.household_id AND rh.off_roll = ''
    AND r.frozen_at IS NOT NULL)
"""
ON_SQLITE = "date(max(r.frozen_at), '+8 hours')"
ON_POSTGRESQL = "CAST(max(r.frozen_at) AT TIME ZONE 'Asia/Shanghai' AS DATE)"


def upgrade() -> None:
    op.add_column("waitlist_entries", sa.Column("last_round_on", sa.Date(), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(FILL.format(day=ON_SQLITE if is_sqlite else ON_POSTGRESQL))


def downgrade() -> None:
    op.drop_column("waitlist_entries", "last_round_on")
