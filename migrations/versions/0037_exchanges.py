"""Exchanges and ownership."""

from collections.abc import Sequence

from alembic import op
from housing.migrations.exchange_tables import TABLES

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("use_changes", "what the county allowed to change never changes"),
    Guard(
        "exchange_searches",
        "the proof of a search never changes",
        ("UPDATE",),
        when="OLD.problem_sha256 <> NEW.problem_sha256 OR OLD.plan_sha256 <> NEW.plan_sha256"
        " OR OLD.problem <> NEW.problem OR OLD.plan <> NEW.plan OR OLD.moves <> NEW.moves"
        " OR OLD.used_on IS NOT NULL",
        name="as_made",
    ),
    Guard("exchange_searches", "a search is never removed", ("DELETE",), name="kept"),
    Guard("exchanges", "an exchange is never removed", ("DELETE",), name="kept"),
    Guard(
        "exchanges",
        "an exchange that is over never comes back",
        ("UPDATE",),
        when="OLD.state IN ('executed', 'refused', 'fallen_through') AND OLD.state <> NEW.state",
        name="as_ended",
    ),
    Guard(
        "exchange_members",
        "who takes whose flat never changes",
        ("UPDATE",),
        when="OLD.lease_id <> NEW.lease_id OR OLD.unit_from <> NEW.unit_from"
        " OR OLD.unit_to <> NEW.unit_to",
        name="as_opened",
    ),
)
#: What the database lets through only after the county allowed it: table, columns, question.
LOCKS = {
    "units_use_locked": (
        "units",
        "origin, programme",
        "(OLD.origin <> NEW.origin OR OLD.programme <> NEW.programme)"
        " AND EXISTS (SELECT 1 FROM unit_titles WHERE unit_id = NEW.id)"
        " AND COALESCE((SELECT after FROM use_changes WHERE unit_id = NEW.id"
        " ORDER BY id DESC LIMIT 1), '') <> NEW.origin || '/' || NEW.programme",
        "the nature and use of a unit change only by a decision of the county",
    ),
    "project_facilities_use_locked": (
        "project_facilities",
        "planned_use",
        "OLD.planned_use <> NEW.planned_use"
        " AND COALESCE((SELECT after FROM use_changes WHERE facility_id = NEW.id"
        " ORDER BY id DESC LIMIT 1), '') <> NEW.planned_use",
        "the planned use of a facility changes only by a decision of the county",
    ),
}
#: No more shares than the whole.
WHOLE = "the shares of a unit are more than the whole"
OVER = (
    "(SELECT COALESCE(SUM(parts), 0) FROM unit_shares WHERE unit_id = NEW.unit_id"
    " AND number <> NEW.number) + NEW.parts > 10000"
)


def upgrade() -> None:
    for make in TABLES:
        make()
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)
    for name, (table, columns, when, words) in LOCKS.items():
        _refuse(dialect, name, f"UPDATE OF {columns}", table, when, words)
    for event in ("INSERT", "UPDATE"):
        name = f"unit_shares_whole_{event.lower()}"
        _refuse(dialect, name, event, "unit_shares", OVER, WHOLE)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for event in ("INSERT", "UPDATE"):
        _allow(dialect, f"unit_shares_whole_{event.lower()}", "unit_shares")
    for name, (table, *_rest) in LOCKS.items():
        _allow(dialect, name, table)
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, dialect):
            op.execute(statement)
    for make in reversed(TABLES):
        op.drop_table(make.__name__.removeprefix("_"))


def _refuse(dialect: str, name: str, event: str, table: str, when: str, words: str) -> None:
    if dialect == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{words}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _allow(dialect: str, name: str, table: str) -> None:
    op.execute(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}"))
    if dialect == "postgresql":
        op.execute(f"DROP FUNCTION {name}()")
