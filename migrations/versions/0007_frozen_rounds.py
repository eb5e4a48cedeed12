"""What a round has frozen, drawn, decided or published is guarded against SQL as well."""

from collections.abc import Sequence

from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

#: Columns of a round that are written once: set from the start, or NULL until their act.
WRITTEN_ONCE = (
    *("place", "year", "number", "code", "name", "mechanism", "approval_document", "seed_source"),
    *("prepared_at", "roll_document", "day", "frozen_at", "frozen_by"),
    *("roll_sha256", "units_sha256", "rules_sha256"),
    *("drawn_at", "seed_entered_at", "seed_by", "seed_bits", "seed_sha256", "order_sha256"),
    *("order_published_at", "publicity_until", "stages_sha256", "allocation_sha256"),
    *("checked_at", "published_at", "published_by", "package_sha256"),
    *("annulled_at", "annulled_by", "annul_reason", "annul_document"),
)
#: Columns of the roll's lines that never change; only `live` may go from true to false.
ROLL_FACTS = ("round_id", "roll_id", "household_id", "off_roll", "receipt_index", "receipt_sealed")
ROLL_NUMBERS = ("tier", "score")
UNIT_FACTS = ("round_id", "unit_id", "unit_code", "unit_class")

#: Tables that are written once and for ever.
WRITTEN_TABLES = (
    "round_files",
    "round_steps",
    "round_positions",
    "round_assignments",
    "round_subsidies_due",
)


def _changed(column: str) -> str:
    return f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"


def _any_changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(_changed(column) for column in columns)


def _claim_guard(table: str, columns: tuple[str, ...]) -> Guard:
    return Guard(
        table,
        "the frozen roll and its units never change",
        events=("UPDATE",),
        when=f"{_any_changed(columns)} OR (NEW.live AND NOT OLD.live)",
        name="frozen",
    )


GUARDS = (
    Guard("rounds", "a round is never removed, only annulled", events=("DELETE",)),
    Guard(
        "rounds",
        "what a round has frozen, drawn or published never changes",
        events=("UPDATE",),
        when=_any_changed(WRITTEN_ONCE),
        name="written_once",
    ),
    Guard("round_households", "the frozen roll never changes", events=("DELETE",)),
    _claim_guard("round_households", ROLL_FACTS + ROLL_NUMBERS),
    Guard("round_units", "the frozen units never change", events=("DELETE",)),
    _claim_guard("round_units", UNIT_FACTS),
    *(Guard(table, "what a round has written down never changes") for table in WRITTEN_TABLES),
)


def upgrade() -> None:
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
