"""Two reminders of one deadline, and the list of those whose holder was reminded."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

REMINDED = sa.text("stopped_on IS NULL AND first_reminded_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("case_clocks", sa.Column("early_lead", sa.Integer(), nullable=True))
    op.add_column(
        "case_clocks", sa.Column("first_reminded_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("UPDATE case_clocks SET first_reminded_at = reminded_at")
    op.create_index(
        "ix_case_clocks_reminded",
        "case_clocks",
        ["place", "due_on", "id"],
        sqlite_where=REMINDED,
        postgresql_where=REMINDED,
    )


def downgrade() -> None:
    op.drop_index("ix_case_clocks_reminded", "case_clocks")
    op.drop_column("case_clocks", "first_reminded_at")
    op.drop_column("case_clocks", "early_lead")
