"""Bans, violations and court files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("bans", "a ban is never removed; it is lifted", ("DELETE",), name="kept"),
    Guard(
        "bans",
        "the person, the first day and the ground of a ban never change",
        ("UPDATE",),
        when="OLD.identity_index <> NEW.identity_index OR OLD.from_on <> NEW.from_on"
        " OR OLD.ground <> NEW.ground OR OLD.years <> NEW.years OR OLD.case_id <> NEW.case_id"
        " OR COALESCE(NEW.returned_on, OLD.from_on) <> COALESCE(OLD.returned_on, NEW.returned_on,"
        " OLD.from_on) OR (OLD.lifted_on IS NOT NULL AND NEW.lifted_on IS NULL)",
        name="fixed",
    ),
)


def upgrade() -> None:
    _create_bans()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _create_bans() -> None:
    name = "bans"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(32), nullable=False),
        sa.Column("identity_index", sa.String(64), nullable=False),
        sa.Column("ground", sa.String(200), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("provisional_until", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("imposed_by", sa.String(64), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("lift_document", sa.String(200), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bans")),
        *_checks(name, BAN_CHECKS),
    )
    _unique_while(
        name,
        "uq_bans_person_in_case",
        ["case_kind", "case_id", "identity_index"],
        "lifted_on IS NULL",
    )
    op.create_index("ix_bans_identity_index", name, ["identity_index"])
    op.create_index("ix_bans_place", name, ["place", "id"])


BAN_CHECKS = {
    "identity_index": "length(identity_index) = 64",
    "years_positive": "years >= 1",
    "with_ground": "ground <> ''",
    "provisional_after_decision": "provisional_until > from_on",
    "counted_from_return": "(returned_on IS NULL) = (until_on IS NULL)"
    " AND (returned_on IS NULL OR (returned_on >= from_on AND until_on > returned_on))",
    "lifted_with_reason": "(lifted_on IS NULL) = (lift_reason = '')"
    " AND (lifted_on IS NULL) = (lift_document = '')",
    "lifted_later": "lifted_on >= from_on",
}


def _checks(table: str, words: dict[str, str]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}")) for name, text in words.items()
    ]


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
    op.drop_table("bans")
