"""Nothing is added to a list that is closed: roll and units once frozen, results once decided."""

from collections.abc import Sequence

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WORDS = "nothing is added to what a round has closed"
#: The fact of a round after which nothing may be added to a table.
CLOSED_BY = {
    "round_households": "frozen_at",
    "round_units": "frozen_at",
    "round_positions": "order_sha256",
    "round_assignments": "allocation_sha256",
    "round_subsidies_due": "allocation_sha256",
    "round_files": "published_at",
}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, fact in CLOSED_BY.items():
        closed = f"(SELECT {fact} FROM rounds WHERE id = NEW.round_id) IS NOT NULL"
        name = f"{table}_closed_insert"
        if is_sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {closed} "
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {closed} THEN RAISE EXCEPTION '{WORDS}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in reversed(CLOSED_BY):
        name = f"{table}_closed_insert"
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
