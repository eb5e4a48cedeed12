"""Policy amendments: values that officers of a place set, approved by a second person."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARD = Guard(
    "policy_amendments",
    "a decided amendment never changes",
    when="OLD.state <> 'proposed'",
)


def upgrade() -> None:
    op.create_table(
        "policy_amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("parameter", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("proposed_by", sa.String(32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_amendments")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)",
            name=op.f("ck_policy_amendments_decider_if_decided"),
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_policy_amendments_decided_whole"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by <> proposed_by",
            name=op.f("ck_policy_amendments_approved_by_another"),
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR reason <> ''",
            name=op.f("ck_policy_amendments_refused_with_reason"),
        ),
        sa.CheckConstraint("document <> ''", name=op.f("ck_policy_amendments_document_named")),
    )
    open_ones = sa.text("state = 'proposed'")
    op.create_index(
        "uq_policy_amendments_open",
        "policy_amendments",
        ["place", "parameter"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_index(
        op.f("ix_policy_amendments_place_state"), "policy_amendments", ["place", "state"]
    )
    for statement in guard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in unguard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("policy_amendments")
