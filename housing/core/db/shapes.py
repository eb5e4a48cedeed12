"""Tables in few words, for migrations that create many: columns, checks, keys, indexes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from alembic import op

KINDS: Mapping[str, sa.types.TypeEngine[Any]] = {
    "int": sa.Integer(),
    "big": sa.BigInteger(),
    "bool": sa.Boolean(),
    "day": sa.Date(),
    "moment": sa.DateTime(timezone=True),
    "text": sa.Text(),
    "json": sa.JSON(),
    "bytes": sa.LargeBinary(),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table with a number `id` as its key.

    `columns`: `name:kind`, a number for text of that length, `?` where it may be NULL. `checks`:
    words by name; `keys`: the other table by column; `once`: columns that are unique together.
    """

    name: str
    columns: str
    checks: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    once: tuple[str, ...] = ()


def create_table(table: Table) -> None:
    """Create a table; every constraint gets its name by `base.NAMES`."""
    op.create_table(table.name, *_parts(table))


def create_index(name: str, columns: str, where: str = "") -> None:
    """Create an index on `table column …`; `uq_` in its name makes it unique, `where` partial."""
    table, *on = columns.split()
    some = sa.text(where) if where else None
    op.create_index(
        name, table, on, unique=name.startswith("uq_"), sqlite_where=some, postgresql_where=some
    )


def _parts(table: Table) -> Iterator[sa.schema.SchemaItem]:
    named = table.name
    yield sa.Column("id", sa.Integer(), nullable=False)
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{named}"))
    for each in table.columns.split():
        name, _, kind = each.rstrip("?").partition(":")
        known = sa.String(int(kind)) if kind.isdecimal() else KINDS[kind]
        yield sa.Column(name, known, nullable=each.endswith("?"))
    for name, words in table.checks.items():
        yield sa.CheckConstraint(words, name=op.f(f"ck_{named}_{name}"))
    for column, other in table.keys.items():
        key = op.f(f"fk_{named}_{column}_{other}")
        yield sa.ForeignKeyConstraint([column], [f"{other}.id"], name=key)
    for columns in table.once:
        alone = op.f(f"uq_{named}_{columns.replace(' ', '_')}")
        yield sa.UniqueConstraint(*columns.split(), name=alone)
