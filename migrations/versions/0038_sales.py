"""Sales: what may be sold, the sale and its money, and what happens to a sold dwelling."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from housing.migrations.sale_tables import INDEXES, TABLES, UNIQUE, WHILE

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("sales", "a sale is never removed", ("DELETE",), name="kept"),
    Guard(
        "sales",
        "a sale never changes its place or dwelling, nor after the contract its price or contract",
        ("UPDATE",),
        when="OLD.place <> NEW.place OR OLD.unit_id <> NEW.unit_id"
        " OR (OLD.contracted_on IS NOT NULL AND (NEW.contracted_on IS NULL"
        " OR OLD.contracted_on <> NEW.contracted_on"
        " OR OLD.price_fen <> NEW.price_fen OR OLD.contract <> NEW.contract))",
        name="as_agreed",
    ),
    Guard(
        "sale_prices",
        "an approved price never changes",
        ("UPDATE",),
        when="OLD.price_on IS NOT NULL AND OLD.housing_on IS NOT NULL",
        name="approved",
    ),
    Guard("sale_payments", "a payment for a sale never changes"),
    Guard("sale_settlements", "the settlement of a sale never changes"),
    Guard("sale_notes", "what was noted on a sold dwelling never changes"),
    Guard(
        "sale_uses",
        "an expense that was paid never changes",
        ("UPDATE",),
        when="OLD.paid_on IS NOT NULL",
        name="paid",
    ),
)
FULL = "the share of dwellings that the county may sell is used up"
RAISED = "UPDATE sale_caps SET held = held + 1 WHERE place = NEW.place AND held < allowed"
LOWERED = "UPDATE sale_caps SET held = held - 1 WHERE place = OLD.place"
REFUSED = (
    f"SELECT RAISE(ABORT, '{FULL}') WHERE NOT EXISTS"
    " (SELECT 1 FROM sale_caps WHERE place = NEW.place AND held < allowed)"
)
BEGUN, OVER_NOW = "NEW.counts AND NOT OLD.counts", "OLD.counts AND NOT NEW.counts"
ON_SQLITE = {
    "sales_cap_insert": f"BEFORE INSERT ON sales WHEN NEW.counts BEGIN {REFUSED}; {RAISED}; END",
    "sales_cap_begun": f"BEFORE UPDATE ON sales WHEN {BEGUN} BEGIN {REFUSED}; {RAISED}; END",
    "sales_cap_over": f"BEFORE UPDATE ON sales WHEN {OVER_NOW} BEGIN {LOWERED}; END",
}
COUNTED = f"{RAISED}; IF NOT FOUND THEN RAISE EXCEPTION '{FULL}'; END IF"
ON_POSTGRESQL = (
    "CREATE FUNCTION sales_cap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" IF TG_OP = 'INSERT' THEN IF NEW.counts THEN {COUNTED}; END IF;"
    f" ELSIF {BEGUN} THEN {COUNTED}; ELSIF {OVER_NOW} THEN {LOWERED}; END IF;"
    " RETURN NEW; END $$",
    "CREATE TRIGGER sales_cap BEFORE INSERT OR UPDATE ON sales FOR EACH ROW"
    " EXECUTE FUNCTION sales_cap()",
)


def upgrade() -> None:
    for name in TABLES:
        _create(name)
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    for table, name, column, while_ in WHILE:
        held = sa.text(while_)
        op.create_index(
            name, table, [column], unique=True, sqlite_where=held, postgresql_where=held
        )
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)
    if dialect == "sqlite":
        for name, body in ON_SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {body}")
    else:
        for statement in ON_POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in unguard_statements(guard, dialect):
            op.execute(statement)
    if dialect == "postgresql":
        op.execute("DROP TRIGGER sales_cap ON sales")
        op.execute("DROP FUNCTION sales_cap()")
    for name in reversed(TABLES):
        op.drop_table(name)


def _create(name: str) -> None:
    columns, refers, checks = TABLES[name]
    keys = [each.partition(":")[0] for each in columns.split()]
    first = [] if name == "sale_caps" else [sa.Column("id", sa.Integer(), nullable=False)]
    op.create_table(
        name,
        *first,
        *(_column(each) for each in columns.split()),
        sa.PrimaryKeyConstraint(first[0].name if first else keys[0], name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint(
                [key], [target], name=op.f(f"fk_{name}_{key}_{target.partition('.')[0]}")
            )
            for key, target in refers.items()
        ),
        *(sa.CheckConstraint(words, name=op.f(f"ck_{name}_{at}")) for at, words in checks.items()),
        *(
            [sa.UniqueConstraint(*UNIQUE[name], name=op.f(f"uq_{name}_{'_'.join(UNIQUE[name])}"))]
            if name in UNIQUE
            else []
        ),
    )


def _column(described: str) -> sa.Column[Any]:
    name, _, kind = described.partition(":")
    plain = kind.removesuffix("?")
    return sa.Column(name, _type(plain), nullable=kind.endswith("?"))


def _type(kind: str) -> sa.types.TypeEngine[Any]:
    if kind.startswith("s"):
        return sa.String(int(kind[1:]))
    named: dict[str, sa.types.TypeEngine[Any]] = {
        "int": sa.Integer(),
        "big": sa.BigInteger(),
        "text": sa.Text(),
        "day": sa.Date(),
        "bool": sa.Boolean(),
        "json": sa.JSON(),
        "bytes": sa.LargeBinary(),
    }
    return named[kind]
