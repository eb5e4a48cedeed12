"""What a round decides: places in the order, flats, subsidies that are due."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _create_round_positions()
    _create_round_assignments()
    _create_round_subsidies_due()


def downgrade() -> None:
    op.drop_table("round_subsidies_due")
    op.drop_table("round_assignments")
    op.drop_table("round_positions")


def _create_round_positions() -> None:
    op.create_table(
        "round_positions",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_id"],
            ["round_households.round_id", "round_households.roll_id"],
            name=op.f("fk_round_positions_round_id_roll_id_round_households"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_id", name=op.f("pk_round_positions")),
        sa.UniqueConstraint(
            "round_id", "position", name=op.f("uq_round_positions_round_id_position")
        ),
    )


def _create_round_assignments() -> None:
    op.create_table(
        "round_assignments",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("unit_class", sa.String(128), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("wish", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_id"],
            ["round_households.round_id", "round_households.roll_id"],
            name=op.f("fk_round_assignments_round_id_roll_id_round_households"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_id", name=op.f("pk_round_assignments")),
        sa.UniqueConstraint(
            "round_id", "unit_code", name=op.f("uq_round_assignments_round_id_unit_code")
        ),
    )


def _create_round_subsidies_due() -> None:
    op.create_table(
        "round_subsidies_due",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_id"],
            ["round_households.round_id", "round_households.roll_id"],
            name=op.f("fk_round_subsidies_due_round_id_roll_id_round_households"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_id", name=op.f("pk_round_subsidies_due")),
    )
