"""Kept places in the order, by county and by class, and the ledger of their moves."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("waitlist_placings", "a reckoning of places never changes"),
    Guard("waitlist_movements", "a move in the order never changes"),
)
ORDERS = Guard("waiting_orders", "a published order never changes")


def upgrade() -> None:
    # The first reckoning after the upgrade gives everybody the place again, and the rank with it.
    op.drop_index("ix_waitlist_entries_place_position", "waitlist_entries")
    with op.batch_alter_table("waitlist_entries") as table:
        table.drop_constraint("position_positive", type_="check")
        table.drop_column("position")
        table.add_column(sa.Column("place_due_on", sa.Date(), nullable=True))
    op.execute("UPDATE waitlist_entries SET place_due_on = registered_on WHERE closed_on IS NULL")
    op.create_index(
        "ix_waitlist_entries_place_place_due_on", "waitlist_entries", ["place", "place_due_on"]
    )
    _create_places()
    _create_class_places()
    _create_queues()
    _create_ledger()
    _correct_orders()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _create_places() -> None:
    name = "waitlist_places"
    op.create_table(
        name,
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("rank", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_waitlist_places")),
        _to_entries(name),
        sa.CheckConstraint("position >= 1", name=op.f("ck_waitlist_places_position_positive")),
    )
    op.create_index(op.f("ix_waitlist_places_place_position"), name, ["place", "position"])
    op.create_index(op.f("ix_waitlist_places_place_rank"), name, ["place", "rank"], unique=True)


def _create_class_places() -> None:
    name = "waitlist_class_places"
    op.create_table(
        name,
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("unit_class", sa.String(64), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("wish", sa.Integer(), nullable=False),
        sa.Column("rank", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "unit_class", name=op.f("pk_waitlist_class_places")),
        _to_entries(name),
        sa.CheckConstraint("position >= 1", name=op.f(f"ck_{name}_position_positive")),
        sa.CheckConstraint("wish >= 1", name=op.f(f"ck_{name}_wish_positive")),
    )
    for column, unique in (("position", False), ("rank", True)):
        columns = ["place", "unit_class", column]
        op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, columns, unique=unique)


def _create_queues() -> None:
    op.create_table(
        "waitlist_queues",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "kind", "name", name=op.f("pk_waitlist_queues")),
        sa.CheckConstraint(
            "households >= 0", name=op.f("ck_waitlist_queues_households_not_negative")
        ),
    )


def _create_ledger() -> None:
    op.create_table(
        "waitlist_placings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_placings")),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_waitlist_placings_entries_not_negative")),
    )
    op.create_index(op.f("ix_waitlist_placings_place_day"), "waitlist_placings", ["place", "day"])
    name = "waitlist_movements"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placing_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_position", sa.Integer(), nullable=True),
        sa.Column("to_position", sa.Integer(), nullable=True),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        _to_entries(name),
        sa.ForeignKeyConstraint(
            ["placing_id"],
            ["waitlist_placings.id"],
            name=op.f(f"fk_{name}_placing_id_waitlist_placings"),
        ),
        sa.UniqueConstraint("entry_id", "placing_id", name=op.f(f"uq_{name}_entry_id_placing_id")),
        sa.CheckConstraint(
            "from_position IS NOT NULL OR to_position IS NOT NULL",
            name=op.f(f"ck_{name}_from_or_to_somewhere"),
        ),
        sa.CheckConstraint("from_position >= 1", name=op.f(f"ck_{name}_from_positive")),
        sa.CheckConstraint("to_position >= 1", name=op.f(f"ck_{name}_to_positive")),
    )
    columns = ["place", "to_position", "placing_id"]
    op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, columns)


def _correct_orders() -> None:
    """Published orders are guarded by triggers, which a rebuilt table would lose on SQLite."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE waiting_orders ADD COLUMN corrects_id INTEGER"
            " CONSTRAINT fk_waiting_orders_corrects_id_waiting_orders REFERENCES waiting_orders(id)"
        )
    else:
        op.add_column("waiting_orders", sa.Column("corrects_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            "fk_waiting_orders_corrects_id_waiting_orders",
            "waiting_orders",
            "waiting_orders",
            ["corrects_id"],
            ["id"],
        )
    op.create_index("ix_waiting_orders_corrects_id", "waiting_orders", ["corrects_id"], unique=True)


def _to_entries(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["entry_id"], ["waitlist_entries.id"], name=op.f(f"fk_{table}_entry_id_waitlist_entries")
    )


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in unguard_statements(guard, dialect):
            op.execute(statement)
    _forget_corrections(dialect)
    for name in ("movements", "placings", "queues", "class_places", "places"):
        op.drop_table(f"waitlist_{name}")
    op.drop_index("ix_waitlist_entries_place_place_due_on", "waitlist_entries")
    with op.batch_alter_table("waitlist_entries") as table:
        table.drop_column("place_due_on")
        table.add_column(sa.Column("position", sa.Integer(), nullable=True))
        table.create_check_constraint("position_positive", "position IS NULL OR position >= 1")
    op.create_index("ix_waitlist_entries_place_position", "waitlist_entries", ["place", "position"])


def _forget_corrections(dialect: str) -> None:
    op.drop_index("ix_waiting_orders_corrects_id", "waiting_orders")
    for statement in unguard_statements(ORDERS, dialect):
        op.execute(statement)
    with op.batch_alter_table("waiting_orders") as table:
        if dialect == "postgresql":  # SQLite keeps no name for it; it goes with its column.
            table.drop_constraint(
                "fk_waiting_orders_corrects_id_waiting_orders", type_="foreignkey"
            )
        table.drop_column("corrects_id")
    for statement in guard_statements(ORDERS, dialect):
        op.execute(statement)
