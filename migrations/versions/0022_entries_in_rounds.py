"""Waitlist entries know the round they are in and how many rounds left them out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

IN_A_ROUND = "(state IN ('in_round', 'allottee', 'selected')) = (round_code IS NOT NULL)"
SHOWN = "('published', 'signing', 'closed')"
HAS_FLAT = (
    "EXISTS (SELECT 1 FROM round_assignments a"
    " WHERE a.round_id = rh.round_id AND a.roll_id = rh.roll_id)"
)

#: Households of earlier rounds that never got an entry: their wait must end within three years
#: of registration (HN 16, HN-16-2), provisionally, since the county's own period may be shorter.
ENTER = """
INSERT INTO waitlist_entries (place, household_id, application_id, number, state, assistance,
  rescue, points, registered_on, cap_on, cap_provisional, review_opened_by, review_reason,
  closing_reason)
SELECT h.place, h.id, h.application_id, h.application_number, 'registered', h.assistance,
  h.rescue <> 'none', '[]', h.registered_on, {cap}, {true}, '', '', ''
FROM households h
WHERE h.left_on IS NULL
  AND EXISTS (SELECT 1 FROM round_households rh WHERE rh.household_id = h.id)
  AND NOT EXISTS (SELECT 1 FROM waitlist_entries e WHERE e.household_id = h.id)
"""
ON_SQLITE = {"cap": "date(h.registered_on, '+3 years')", "true": "1"}
ON_POSTGRESQL = {"cap": "h.registered_on + interval '3 years'", "true": "true"}
COUNT = f"""
UPDATE waitlist_entries SET rounds_left_out = (
  SELECT count(*) FROM round_households rh JOIN rounds r ON r.id = rh.round_id
  WHERE rh.household_id = waitlist_entries.household_id AND rh.off_roll = ''
    AND r.state IN {SHOWN} AND NOT {HAS_FLAT})
"""
#: A household with a flat, or on the roll of a round that runs, is in that round.
PUT_IN = """
UPDATE waitlist_entries SET state = '{state}', round_code = (
  SELECT max(r.code) FROM round_households rh JOIN rounds r ON r.id = rh.round_id
  WHERE rh.household_id = waitlist_entries.household_id AND {which})
WHERE closed_on IS NULL AND state IN ('registered', 'waiting', 'overdue') AND EXISTS (
  SELECT 1 FROM round_households rh JOIN rounds r ON r.id = rh.round_id
  WHERE rh.household_id = waitlist_entries.household_id AND {which})
"""


def upgrade() -> None:
    with op.batch_alter_table("waitlist_entries") as table:
        table.add_column(
            sa.Column("rounds_left_out", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("round_code", sa.String(64), nullable=True))
        table.create_check_constraint("rounds_not_negative", "rounds_left_out >= 0")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    cap = (
        "date(h.registered_on, '+3 years')" if is_sqlite else "h.registered_on + interval '3 years'"
    )
    op.execute(ENTER.format(cap=cap, true="1" if is_sqlite else "true"))
    op.execute(COUNT)
    given = f"rh.off_roll = '' AND r.state IN {SHOWN} AND {HAS_FLAT}"
    running = f"rh.live AND r.state NOT IN {SHOWN}"
    op.execute(PUT_IN.format(state="allottee", which=given))
    op.execute(PUT_IN.format(state="in_round", which=running))
    with op.batch_alter_table("waitlist_entries") as table:
        table.create_check_constraint("round_while_in_it", IN_A_ROUND)


def downgrade() -> None:
    with op.batch_alter_table("waitlist_entries") as table:
        table.drop_constraint("round_while_in_it", type_="check")
        table.drop_constraint("rounds_not_negative", type_="check")
    op.execute(
        "UPDATE waitlist_entries SET state = 'waiting'"
        " WHERE state IN ('in_round', 'allottee', 'selected')"
    )
    with op.batch_alter_table("waitlist_entries") as table:
        table.drop_column("round_code")
        table.drop_column("rounds_left_out")
