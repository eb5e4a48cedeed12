"""Daily digests of the register: one a place and day, never changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARD = Guard("register_digests", "a digest of the register never changes")


def upgrade() -> None:
    op.create_table(
        "register_digests",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("first_fault", sa.Text(), nullable=False),
        sa.Column("previous_sha256", sa.String(64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(sha256) = 64", name=op.f("ck_register_digests_hashes")
        ),
        sa.CheckConstraint(
            "number > 0 AND rows >= 0 AND faults >= 0", name=op.f("ck_register_digests_counts")
        ),
        sa.CheckConstraint(
            "(faults = 0) = (first_fault = '')", name=op.f("ck_register_digests_fault_has_words")
        ),
        sa.ForeignKeyConstraint(
            ["place"],
            ["register_heads.place"],
            name=op.f("fk_register_digests_place_register_heads"),
        ),
        sa.PrimaryKeyConstraint("place", "day", name=op.f("pk_register_digests")),
    )
    for statement in guard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in unguard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("register_digests")
