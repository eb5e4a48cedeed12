"""Stock and abandonments."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KINDS = "kind IN ('not_attended', 'gave_up_choice', 'not_signed', 'not_moved_in', 'other')"
#: Columns in SQL, with their own checks: a table that others refer to cannot be built anew on
#: SQLite once it holds rows.
PROJECT_COLUMNS = {"address": "VARCHAR(256) DEFAULT '' NOT NULL"}
UNIT_COLUMNS = {
    "usable_area": (
        "INTEGER CONSTRAINT ck_units_usable_within_area"
        " CHECK (usable_area > 0 AND usable_area <= area)"
    ),
    "passed_to": (
        "VARCHAR(128) DEFAULT '' NOT NULL CONSTRAINT ck_units_passed_if_reserved"
        " CHECK (passed_to = '' OR reserved_for <> '')"
    ),
    "orientation": "VARCHAR(16) DEFAULT '' NOT NULL",
    "facilities": "VARCHAR(512) DEFAULT '' NOT NULL",
    "accessible_features": "VARCHAR(256) DEFAULT '' NOT NULL",
    "certificate": "VARCHAR(64) DEFAULT '' NOT NULL",
    "rent_document": "VARCHAR(128) DEFAULT '' NOT NULL",
}
TABLES = ("abandonment_people", "abandonments", "stock_transfers", "own_stocks", "unit_spells")
GUARDS = (
    Guard(
        "unit_spells",
        "a spell that has ended never changes",
        ("UPDATE",),
        when="OLD.to_on IS NOT NULL",
        name="ended",
    ),
    Guard("unit_spells", "the history of a unit is never removed", ("DELETE",), name="kept"),
    Guard("stock_transfers", "a transfer of stock never changes"),
    Guard("abandonments", "a report of an abandonment is never removed", ("DELETE",), name="kept"),
    Guard(
        "abandonments",
        "a decided abandonment never changes",
        ("UPDATE",),
        when="OLD.state <> 'reported'"
        " AND ((NEW.state <> OLD.state"
        " AND NOT (OLD.state = 'confirmed' AND NEW.state = 'reversed'))"
        " OR NEW.kind <> OLD.kind OR NEW.happened_on <> OLD.happened_on"
        " OR NEW.decided_by <> OLD.decided_by OR NEW.decided_on <> OLD.decided_on"
        " OR NEW.reasons <> OLD.reasons OR NEW.excuse <> OLD.excuse"
        " OR COALESCE(NEW.frozen_until, OLD.decided_on)"
        " <> COALESCE(OLD.frozen_until, OLD.decided_on))",
        name="decided",
    ),
)
#: What stood on file before there was a history: the spell begins with the history.
BEGIN = """
INSERT INTO unit_spells (place, unit_id, state, from_on, round_code, reason, document, begun_by)
SELECT place, id, state, CURRENT_DATE, round_code, '', '', '' FROM units
"""


def upgrade() -> None:
    for table, columns in (("projects", PROJECT_COLUMNS), ("units", UNIT_COLUMNS)):
        for name, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    _create_spells()
    _create_own_stocks()
    _create_transfers()
    _create_abandonments()
    _create_people()
    op.execute(BEGIN)
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _create_spells() -> None:
    name = "unit_spells"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("round_code", sa.String(64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("begun_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_spells")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_spells_unit_id_units")
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_unit_spells_days_in_order")),
    )
    _unique_while(name, "uq_unit_spells_open", ["unit_id"], "to_on IS NULL")
    op.create_index(op.f("ix_unit_spells_unit_id_from_on"), name, ["unit_id", "from_on"])
    op.create_index(op.f("ix_unit_spells_place_state_to_on"), name, ["place", "state", "to_on"])


def _create_own_stocks() -> None:
    name = "own_stocks"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("serves", sa.String(128), nullable=False),
        sa.Column("first_until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("surplus_since", sa.Date(), nullable=True),
        sa.Column("surplus_round", sa.String(64), nullable=False, server_default=""),
        sa.Column("surplus_due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_stocks")),
        sa.CheckConstraint("kind IN ('employer', 'park')", name=op.f("ck_own_stocks_kind_known")),
        sa.CheckConstraint(
            "owner <> '' AND serves <> '' AND document <> ''", name=op.f("ck_own_stocks_described")
        ),
        sa.CheckConstraint(
            "(surplus_since IS NULL) = (surplus_round = '')"
            " AND (surplus_since IS NULL) = (surplus_due_on IS NULL)",
            name=op.f("ck_own_stocks_surplus_whole"),
        ),
        sa.CheckConstraint(
            "surplus_due_on >= surplus_since", name=op.f("ck_own_stocks_surplus_days_in_order")
        ),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_own_stocks_days_in_order")),
    )
    _unique_while(name, "uq_own_stocks_running", ["place", "owner"], "closed_on IS NULL")


def _create_transfers() -> None:
    name = "stock_transfers"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("stock_id", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.String(24), nullable=False),
        sa.Column("receiver", sa.String(128), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("transferred_on", sa.Date(), nullable=False),
        sa.Column("transferred_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_transfers")),
        sa.ForeignKeyConstraint(
            ["stock_id"], ["own_stocks.id"], name=op.f("fk_stock_transfers_stock_id_own_stocks")
        ),
        sa.CheckConstraint(
            "outlet IN ('common', 'employer')", name=op.f("ck_stock_transfers_outlet_known")
        ),
        sa.CheckConstraint(
            "(outlet = 'common') = (receiver = '')",
            name=op.f("ck_stock_transfers_receiver_if_employer"),
        ),
        sa.CheckConstraint(
            "reason <> '' AND document <> ''", name=op.f("ck_stock_transfers_with_reason")
        ),
    )
    op.create_index(
        op.f("ix_stock_transfers_stock_id_transferred_on"), name, ["stock_id", "transferred_on"]
    )


def _create_abandonments() -> None:
    name = "abandonments"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.String(32), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("reported_by", sa.String(64), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("statement_until", sa.Date(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False, server_default=""),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("excuse", sa.String(200), nullable=False, server_default=""),
        sa.Column("decided_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False, server_default=""),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("frozen_until", sa.Date(), nullable=True),
        sa.Column("must_reapply", sa.Boolean(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reversed_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("reversal", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abandonments")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["waitlist_entries.id"],
            name=op.f("fk_abandonments_entry_id_waitlist_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_abandonments_household_id_households"),
        ),
        *_checks(),
    )
    _unique_while(name, "uq_abandonments_reported", ["entry_id"], "state = 'reported'")
    for columns in (["place", "state", "id"], ["entry_id"], ["household_id"], ["frozen_until"]):
        op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, columns)


def _checks() -> list[sa.CheckConstraint]:
    checks = {
        "kind_known": KINDS,
        "with_evidence": "reason <> '' AND document <> ''",
        "not_before_it_happened": "happened_on <= reported_on",
        "time_to_answer": "statement_until >= reported_on",
        "statement_dated": "(statement = '') = (stated_on IS NULL)",
        "decided_whole": "(state = 'reported') = (decided_on IS NULL)"
        " AND (decided_on IS NULL) = (decided_by = '')"
        " AND (decided_on IS NULL) = (reasons = '')",
        "two_people": "decided_by <> reported_by",
        "excuse_named": "(state = 'excused') = (excuse <> '')",
        "frozen_if_confirmed": "(state IN ('confirmed', 'reversed')) = (frozen_until IS NOT NULL)"
        " AND (state IN ('confirmed', 'reversed')) = (must_reapply IS NOT NULL)",
        "reversed_whole": "(state = 'reversed') = (reversed_on IS NOT NULL)"
        " AND (reversed_on IS NULL) = (reversed_by = '')"
        " AND (reversed_on IS NULL) = (reversal = '')",
        "reversed_by_another": "reversed_by <> reported_by",
        "freeze_after_event": "frozen_until > happened_on",
        "ended_after_freeze": "ended_on > frozen_until",
    }
    return [
        sa.CheckConstraint(words, name=op.f(f"ck_abandonments_{name}"))
        for name, words in checks.items()
    ]


def _create_people() -> None:
    name = "abandonment_people"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abandonment_id", sa.Integer(), nullable=False),
        sa.Column("identity_index", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abandonment_people")),
        sa.ForeignKeyConstraint(
            ["abandonment_id"],
            ["abandonments.id"],
            name=op.f("fk_abandonment_people_abandonment_id_abandonments"),
        ),
        sa.UniqueConstraint(
            "abandonment_id",
            "identity_index",
            name=op.f("uq_abandonment_people_abandonment_id_identity_index"),
        ),
    )
    op.create_index(op.f("ix_abandonment_people_identity_index"), name, ["identity_index"])


def _unique_while(table: str, name: str, columns: list[str], condition: str) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for name in TABLES:
        op.drop_table(name)
    for table, columns in (("units", UNIT_COLUMNS), ("projects", PROJECT_COLUMNS)):
        for name in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
