"""The register: append-only, one hash chain a county."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARD = Guard("register_rows", "the register is append-only")


def upgrade() -> None:
    op.create_table(
        "register_heads",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_register_heads")),
    )
    op.create_table(
        "register_rows",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("tag", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(256), nullable=False),
        sa.Column("policy_day", sa.Date(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(previous_hash) = 64",
            name=op.f("ck_register_rows_hashes"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_register_rows_number_positive")),
        sa.ForeignKeyConstraint(
            ["place"],
            ["register_heads.place"],
            name=op.f("fk_register_rows_place_register_heads"),
        ),
        sa.PrimaryKeyConstraint("place", "number", name=op.f("pk_register_rows")),
    )
    op.create_index(op.f("ix_register_rows_subject"), "register_rows", ["subject"])
    for statement in guard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in unguard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("register_rows")
    op.drop_table("register_heads")
