"""Rounds from the register: their plan, whose they are, filings, counts, clearances, receipts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

#: Columns of a round in SQL, each with its own checks: a table that others refer to cannot be
#: built anew on SQLite, and a column that is added may carry a check of its own.
COLUMNS = {
    "audience": (
        "VARCHAR(160) DEFAULT 'county' NOT NULL CONSTRAINT ck_rounds_audience_known"
        " CHECK (audience = 'county' OR audience LIKE 'owner:_%')"
    ),
    "predecessor_id": ("INTEGER CONSTRAINT fk_rounds_predecessor_id_rounds REFERENCES rounds (id)"),
    "plan_sha256": (
        "VARCHAR(64) CONSTRAINT ck_rounds_plan_or_sheet"
        " CHECK (plan_sha256 IS NULL OR roll_document IS NULL)"
    ),
    "order_notice": (
        "VARCHAR(16) CONSTRAINT ck_rounds_notice_key"
        " CHECK (order_notice IS NULL OR length(order_notice) = 16)"
    ),
    "filing_passed_at": (
        "{instant} CONSTRAINT ck_rounds_filed_before_given CHECK"
        " (audience = 'county' OR allocation_sha256 IS NULL OR filing_passed_at IS NOT NULL)"
    ),
    "filing_passed_by": (
        "VARCHAR(64) CONSTRAINT ck_rounds_filing_whole CHECK"
        " ((filing_passed_at IS NULL) = (filing_passed_by IS NULL))"
    ),
}
TABLES = (
    "round_filings",
    "round_counts",
    "round_clearances",
    "round_held",
    "round_receipt_letters",
)


def _changed(column: str) -> str:
    return f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"


GUARDS = (
    Guard(
        "rounds",
        "what a round has written down never changes",
        events=("UPDATE",),
        when=" OR ".join(_changed(column) for column in COLUMNS),
        name="register_once",
    ),
    Guard("round_filings", "a filing is never removed", events=("DELETE",)),
    Guard("round_clearances", "a clearance never changes"),
    Guard("round_held", "what was held back is never removed", events=("DELETE",)),
    Guard("round_receipt_letters", "what was sent stays sent"),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    instant = "DATETIME" if dialect == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE rounds ADD COLUMN {name} {kind.format(instant=instant)}")
    op.create_index("uq_rounds_predecessor_id", "rounds", ["predecessor_id"], unique=True)
    _create_filings()
    _create_counts()
    _create_clearances()
    _create_held()
    _create_receipt_letters()
    for guard in GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_rounds_predecessor_id", "rounds")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE rounds DROP COLUMN {name}")


def _create_filings() -> None:
    op.create_table(
        "round_filings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("occupants", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("rent_least", sa.Integer(), nullable=False),
        sa.Column("rent_most", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(256), nullable=False),
        sa.Column("contents_sha256", sa.String(64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(64), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_filings")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_filings_round_id_rounds")
        ),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_round_filings_round_id_number")),
        *_checks(
            "round_filings",
            state_known="state IN ('sent', 'passed', 'returned')",
            somebody_and_something="occupants > 0 AND units > 0",
            decided_whole=(
                "(state = 'sent') = (decided_at IS NULL)"
                " AND (state = 'sent') = (decided_by IS NULL)"
            ),
            decided_by_another="decided_by IS NULL OR decided_by <> sent_by",
            returned_with_reasons="state <> 'returned' OR length(reasons) > 0",
        ),
    )
    op.create_index(
        "uq_round_filings_waiting",
        "round_filings",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("state = 'sent'"),
        postgresql_where=sa.text("state = 'sent'"),
    )


def _create_counts() -> None:
    op.create_table(
        "round_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("street", sa.String(64), nullable=False),
        sa.Column("applicant_group", sa.String(24), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_counts")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_counts_round_id_rounds")
        ),
        sa.UniqueConstraint(
            *("round_id", "source", "street", "applicant_group"),
            name=op.f("uq_round_counts_round_id_source_street_applicant_group"),
        ),
        *_checks(
            "round_counts",
            not_negative="counted >= 0",
            named="length(source) > 0 AND length(street) > 0",
        ),
    )


def _create_clearances() -> None:
    op.create_table(
        "round_clearances",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_round_clearances")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_clearances_round_id_rounds")
        ),
        *_checks(
            "round_clearances", for_a_reason="length(reason) > 0", key_hash="length(key) = 64"
        ),
    )


def _create_held() -> None:
    op.create_table(
        "round_held",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("touched", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(256), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.String(64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(64), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("round_id", "roll_id", name=op.f("pk_round_held")),
        _of_the_roll("round_held"),
        *_checks(
            "round_held",
            for_a_reason="length(reason) > 0",
            ended_whole="(ended_at IS NULL) = (ended_by IS NULL)",
            ended_with_result="(ended_at IS NULL) = (upheld IS NULL)",
        ),
    )


def _create_receipt_letters() -> None:
    op.create_table(
        "round_receipt_letters",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("letter_number", sa.String(48), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "roll_id", name=op.f("pk_round_receipt_letters")),
        _of_the_roll("round_receipt_letters"),
    )


def _of_the_roll(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["round_id", "roll_id"],
        ["round_households.round_id", "round_households.roll_id"],
        name=op.f(f"fk_{table}_round_id_round_households"),
    )


def _checks(table: str, **held: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(sql, name=op.f(f"ck_{table}_{name}")) for name, sql in held.items()]
