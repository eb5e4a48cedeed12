"""Waitlist entries and published orders; households that have left."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("waiting_orders", "a published order never changes"),
    Guard("waiting_order_lines", "a published order never changes"),
)
PERSON = "uq_households_place_identity_index"
LIVE = "state NOT IN ('housed', 'subsidised', 'cancelled', 'lapsed')"


def upgrade() -> None:
    with op.batch_alter_table("households") as table:
        table.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        # Who has left may come again, so that only those who wait are unique.
        table.drop_constraint(PERSON, type_="unique")
    op.create_index(
        PERSON,
        "households",
        ["place", "identity_index"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
    _create_entries()
    _create_orders()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _create_entries() -> None:
    name = "waitlist_entries"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("assistance", sa.String(24), nullable=False),
        sa.Column("rescue", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("cap_on", sa.Date(), nullable=False),
        sa.Column("cap_provisional", sa.Boolean(), nullable=False),
        sa.Column("review_opened_by", sa.String(32), nullable=False),
        sa.Column("review_reason", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entries")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_waitlist_entries_household_id_households"),
        ),
        sa.UniqueConstraint(
            "place",
            "number",
            "registered_on",
            name=op.f("uq_waitlist_entries_place_number_registered_on"),
        ),
        sa.CheckConstraint(
            "cap_on > registered_on", name=op.f("ck_waitlist_entries_cap_after_registration")
        ),
        sa.CheckConstraint(
            "position IS NULL OR position >= 1",
            name=op.f("ck_waitlist_entries_position_positive"),
        ),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closing_reason = '')",
            name=op.f("ck_waitlist_entries_closed_with_reason"),
        ),
    )
    op.create_index(
        "uq_waitlist_entries_live",
        name,
        ["household_id"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )
    for columns in (["household_id"], ["application_id"], ["place", "position"],
                    ["place", "cap_on"], ["place", "state"]):  # fmt: skip
        op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, columns)


def _create_orders() -> None:
    op.create_table(
        "waiting_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_orders")),
        sa.UniqueConstraint("key", name=op.f("uq_waiting_orders_key")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_waiting_orders_days_in_order")),
        sa.CheckConstraint("entries >= 1", name=op.f("ck_waiting_orders_somebody_waits")),
    )
    op.create_index(op.f("ix_waiting_orders_place_made_at"), "waiting_orders", ["place", "made_at"])
    op.create_table(
        "waiting_order_lines",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("assistance", sa.String(24), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "position", name=op.f("pk_waiting_order_lines")),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["waiting_orders.id"],
            name=op.f("fk_waiting_order_lines_order_id_waiting_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["waitlist_entries.id"],
            name=op.f("fk_waiting_order_lines_entry_id_waitlist_entries"),
        ),
        sa.UniqueConstraint(
            "order_id", "entry_id", name=op.f("uq_waiting_order_lines_order_id_entry_id")
        ),
    )


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_table("waiting_order_lines")
    op.drop_table("waiting_orders")
    op.drop_table("waitlist_entries")
    op.drop_index(PERSON, "households")
    with op.batch_alter_table("households") as table:
        table.create_unique_constraint(PERSON, ["place", "identity_index"])
        table.drop_column("left_on")
