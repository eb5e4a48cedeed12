"""Rows that nobody may change or remove, not even by SQL: guarded by triggers of the database.

The statements are generated here so that SQLite and PostgreSQL refuse the same things with the
same words; migrations call `guard_statements` and `unguard_statements`.
"""

from dataclasses import dataclass
from typing import Literal

Event = Literal["UPDATE", "DELETE"]
EVENTS: tuple[Event, ...] = ("UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse `events` on `table`; with `when` (SQL over OLD and NEW) only in that case."""

    table: str
    words: str
    events: tuple[Event, ...] = EVENTS
    when: str = ""
    name: str = "immutable"


def guard_statements(guard: Guard, dialect: str) -> list[str]:
    """Return the SQL that installs `guard` on 'sqlite' or 'postgresql'."""
    statements = []
    for event in guard.events:
        trigger = f"{guard.table}_{guard.name}_{event.lower()}"
        condition = f"WHEN ({guard.when})" if guard.when else ""
        if dialect == "sqlite":
            statements.append(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {guard.table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{guard.words}'); END"
            )
        else:
            statements.append(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{guard.words}'; END $$"
            )
            statements.append(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {guard.table} FOR EACH ROW "
                f"{condition} EXECUTE FUNCTION {trigger}()"
            )
    if dialect == "postgresql" and not guard.when:
        statements += _truncate_guard(guard)
    return statements


def unguard_statements(guard: Guard, dialect: str) -> list[str]:
    """Return the SQL that removes `guard` again (for the downgrade of a migration)."""
    statements = []
    for event in guard.events:
        trigger = f"{guard.table}_{guard.name}_{event.lower()}"
        if dialect == "sqlite":
            statements.append(f"DROP TRIGGER {trigger}")
        else:
            statements.append(f"DROP TRIGGER {trigger} ON {guard.table}")
            statements.append(f"DROP FUNCTION {trigger}()")
    if dialect == "postgresql" and not guard.when:
        trigger = f"{guard.table}_{guard.name}_truncate"
        statements.append(f"DROP TRIGGER {trigger} ON {guard.table}")
        statements.append(f"DROP FUNCTION {trigger}()")
    return statements


def _truncate_guard(guard: Guard) -> list[str]:
    trigger = f"{guard.table}_{guard.name}_truncate"
    return [
        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{guard.words}'; END $$",
        f"CREATE TRIGGER {trigger} BEFORE TRUNCATE ON {guard.table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()",
    ]
