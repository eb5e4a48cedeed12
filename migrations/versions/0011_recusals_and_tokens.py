"""Declared relations that keep an officer off a case, and tokens of programs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RELATIONS = "'spouse', 'direct_kin', 'collateral_kin', 'close_in_law', 'other_tie'"
LIVE = sa.text("withdrawn_at IS NULL")
DECLARATION_CHECKS = {
    "relation_known": f"relation IN ({RELATIONS})",
    "named": "length(name) > 0",
    "withdrawn_by_somebody": "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
    "withdrawn_later": "withdrawn_at IS NULL OR withdrawn_at >= declared_at",
}
TOKEN_CHECKS = {
    "hashed": "length(token_hash) = 64",
    "named": "length(name) > 0",
    "revoked_after_made": "revoked_at IS NULL OR revoked_at >= made_at",
}


def upgrade() -> None:
    _create_declarations()
    _create_tokens()


def downgrade() -> None:
    op.drop_table("api_tokens")
    op.drop_table("recusal_declarations")


def _create_declarations() -> None:
    op.create_table(
        "recusal_declarations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("account_name", sa.String(32), nullable=False),
        sa.Column("relation", sa.String(24), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(64), nullable=False),
        sa.Column("declared_by", sa.String(64), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(64), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_checks("recusal_declarations", DECLARATION_CHECKS),
        sa.ForeignKeyConstraint(
            ["account_name"],
            ["accounts.name"],
            name=op.f("fk_recusal_declarations_account_name_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_declarations")),
    )
    op.create_index("ix_recusal_declarations_place", "recusal_declarations", ["place"])
    op.create_index(
        "uq_recusal_declarations_live",
        "recusal_declarations",
        ["account_name", "identity_index"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _create_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        *_checks("api_tokens", TOKEN_CHECKS),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_api_tokens_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index("ix_api_tokens_account_id", "api_tokens", ["account_id"])


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items()
    ]
