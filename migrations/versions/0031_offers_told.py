"""Which letter told a household of its offer; a large round is told in several acts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

UNTOLD = sa.text("letter_id IS NULL")


def upgrade() -> None:
    op.add_column("offers", sa.Column("letter_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_offers_untold", "offers", ["place", "id"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )


def downgrade() -> None:
    op.drop_index("ix_offers_untold", "offers")
    op.drop_column("offers", "letter_id")
