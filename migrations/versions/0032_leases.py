"""Leases."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ACTIVE = sa.text("state = 'active'")
BINDING = "state IN ('signed', 'active', 'ended')"
OVER = "('ended', 'fallen_through', 'void')"
LONGEST = {
    "sqlite": "ends_on <= date(starts_on, '+5 years', '-1 day')",
    "postgresql": "ends_on <= starts_on + interval '5 years' - interval '1 day'",
}
_CHANGED = " OR ".join(
    f"OLD.{column} <> NEW.{column}"
    for column in (
        *("number", "kind", "household_id", "unit_id", "starts_on", "ends_on"),
        *("deposit_fen", "contract_sha256", "contract_document"),
    )
)
GUARDS = (
    Guard("leases", "a lease is never removed", ("DELETE",), name="kept"),
    Guard(
        "leases",
        "a signed lease never changes its parties, flat, days, deposit or contract",
        ("UPDATE",),
        when="OLD.signed_on IS NOT NULL AND (OLD.signed_on <> NEW.signed_on"
        f" OR NEW.signed_on IS NULL OR {_CHANGED})",
        name="as_signed",
    ),
    Guard(
        "leases",
        "a lease that is over never comes back",
        ("UPDATE",),
        when=f"OLD.state IN {OVER} AND (OLD.state <> NEW.state OR OLD.ended_on <> NEW.ended_on"
        " OR OLD.end_reason <> NEW.end_reason OR NEW.ended_on IS NULL"
        " OR COALESCE(OLD.ending, '') <> COALESCE(NEW.ending, ''))",
        name="as_ended",
    ),
    Guard("condition_reports", "what was found in a flat on a day never changes"),
    Guard("lease_signatures", "who signed a contract never changes"),
    Guard("lease_word_forms", "a form of contracts never changes"),
)
TABLES = (
    *("lease_word_forms", "lease_signatures", "condition_reports", "rent_terms"),
    *("lease_members", "leases"),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _leases(dialect)
    _members()
    _rent_terms(dialect)
    _reports()
    _signatures()
    if dialect == "sqlite":
        for statement in _overlap_triggers():
            op.execute(statement)
    for guard in GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, dialect):
            op.execute(statement)
    for table in TABLES:
        op.drop_table(table)


def _leases(dialect: str) -> None:
    op.create_table(
        "leases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("tenant_group", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("deposit_fen", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("contract_sha256", sa.String(64), nullable=False),
        sa.Column("contract_document", sa.String(200), nullable=False),
        sa.Column("keys_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.String(64), nullable=False),
        sa.Column("filed_by", sa.String(64), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(24), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("end_document", sa.String(200), nullable=False),
        sa.Column("drafted_by", sa.String(64), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_leases"),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name="fk_leases_offer_id_offers"),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["leases.id"], name="fk_leases_previous_id_leases"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_leases_household_id_households"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_leases_unit_id_units"),
        sa.UniqueConstraint("number", name="uq_leases_number"),
        *_lease_checks(dialect),
    )
    for column in ("unit_id", "household_id"):
        op.create_index(
            f"uq_leases_{column}_active",
            "leases",
            [column],
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        )
        op.create_index(f"ix_leases_{column}_starts_on", "leases", [column, "starts_on"])
        if dialect == "postgresql":
            op.execute(
                f"ALTER TABLE leases ADD CONSTRAINT ex_leases_{column} EXCLUDE USING gist ("
                f"int8range({column}, {column}, '[]') WITH &&,"
                " daterange(starts_on, COALESCE(ended_on, ends_on), '[]') WITH &&)"
                f" WHERE ({BINDING})"
            )
    not_void = sa.text("state <> 'void'")
    op.create_index(
        "uq_leases_offer",
        "leases",
        ["offer_id"],
        unique=True,
        sqlite_where=not_void,
        postgresql_where=not_void,
    )
    op.create_index("ix_leases_running", "leases", ["place", "state", "id"])
    op.create_index("ix_leases_ending", "leases", ["place", "state", "ends_on", "id"])
    op.create_index("ix_leases_previous_id", "leases", ["previous_id"])
    op.create_index("ix_leases_import_id", "leases", ["import_id"])
    unfiled = sa.text("filed_on IS NULL")
    op.create_index(
        "ix_leases_unfiled",
        "leases",
        ["place", "signed_on", "id"],
        sqlite_where=unfiled,
        postgresql_where=unfiled,
    )


def _lease_checks(dialect: str) -> list[sa.CheckConstraint]:
    checks = {
        "state_known": "state IN ('drafted', 'signed', 'active', 'ended', 'fallen_through',"
        " 'void')",
        "kind_known": "kind IN ('first', 'renewal', 'exchange', 'carried')",
        "days_in_order": "ends_on >= starts_on",
        "term_at_most": LONGEST[dialect],
        "deposit_not_negative": "deposit_fen >= 0",
        "successor_of_one": "(kind IN ('renewal', 'exchange')) = (previous_id IS NOT NULL)",
        "signed_with_contract": "state IN ('drafted', 'void') OR (signed_on IS NOT NULL"
        " AND (length(contract_sha256) = 64 OR kind = 'carried') AND contract_document <> '')",
        "ended_with_reason": f"(state IN {OVER}) = (ended_on IS NOT NULL)"
        " AND (ended_on IS NULL) = (end_reason = '')"
        " AND (state = 'ended') = (ending IS NOT NULL)",
        "ended_after_start": "state <> 'ended' OR ended_on >= starts_on",
        "keys_after_signing": "keys_on IS NULL OR (state IN ('active', 'ended')"
        " AND (kind = 'carried' OR keys_on >= signed_on))",
        "begun_with_keys": "state NOT IN ('active', 'ended') OR kind <> 'first'"
        " OR keys_on IS NOT NULL",
        "filed_whole": "(filed_on IS NULL) = (filing_number = '')"
        " AND (filed_on IS NULL) = (filed_by = '')"
        " AND (filed_on IS NULL OR (signed_on IS NOT NULL AND filed_on >= signed_on))",
    }
    return [sa.CheckConstraint(words, name=op.f(f"ck_leases_{n}")) for n, words in checks.items()]


def _members() -> None:
    op.create_table(
        "lease_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("relation", sa.String(24), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lease_members"),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name="fk_lease_members_lease_id_leases"
        ),
        sa.UniqueConstraint("lease_id", "position", name="uq_lease_members_lease_id_position"),
        sa.UniqueConstraint(
            "lease_id", "identity_index", name="uq_lease_members_lease_id_identity_index"
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_lease_members_position_not_negative")),
    )
    op.create_index("ix_lease_members_identity_index", "lease_members", ["identity_index"])


def _rent_terms(dialect: str) -> None:
    checks = {
        "days_in_order": "to_on IS NULL OR to_on >= from_on",
        "rent_not_negative": "monthly_fen >= 0",
        "basis_known": "basis IN ('standard', 'market', 'agreed')",
        "with_reason": "length(reason) > 0",
    }
    op.create_table(
        "rent_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(24), nullable=False),
        sa.Column("rent_group", sa.String(64), nullable=False),
        sa.Column("monthly_fen", sa.Integer(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("set_by", sa.String(64), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rent_terms"),
        sa.ForeignKeyConstraint(["lease_id"], ["leases.id"], name="fk_rent_terms_lease_id_leases"),
        sa.UniqueConstraint("lease_id", "from_on", name="uq_rent_terms_lease_id_from_on"),
        *(sa.CheckConstraint(w, name=op.f(f"ck_rent_terms_{n}")) for n, w in checks.items()),
    )
    is_open = sa.text("to_on IS NULL")
    op.create_index(
        "uq_rent_terms_open",
        "rent_terms",
        ["lease_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    if dialect == "postgresql":
        op.execute(
            "ALTER TABLE rent_terms ADD CONSTRAINT ex_rent_terms_lease_id EXCLUDE USING gist ("
            "int8range(lease_id, lease_id, '[]') WITH &&, daterange(from_on, to_on, '[]') WITH &&)"
        )


def _reports() -> None:
    op.create_table(
        "condition_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("meters", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_condition_reports"),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name="fk_condition_reports_lease_id_leases"
        ),
        sa.CheckConstraint(
            "purpose IN ('in', 'out', 'visit')", name=op.f("ck_condition_reports_purpose_known")
        ),
    )
    op.create_index(
        "ix_condition_reports_lease_id_made_on", "condition_reports", ["lease_id", "made_on"]
    )


def _signatures() -> None:
    checks = {
        "way_known": "way IN ('paper', 'online')",
        "sha256": "length(contract_sha256) = 64",
        "paper_named": "way <> 'paper' OR document <> ''",
    }
    op.create_table(
        "lease_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("contract_sha256", sa.String(64), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("signed_by", sa.String(64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lease_signatures"),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name="fk_lease_signatures_lease_id_leases"
        ),
        sa.UniqueConstraint(
            "lease_id", "contract_sha256", name="uq_lease_signatures_lease_id_contract_sha256"
        ),
        *(sa.CheckConstraint(w, name=op.f(f"ck_lease_signatures_{n}")) for n, w in checks.items()),
    )
    op.create_table(
        "lease_word_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kept_by", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lease_word_forms"),
        sa.UniqueConstraint("place", "version", name="uq_lease_word_forms_place_version"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_lease_word_forms_version_positive")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_lease_word_forms_sha256")),
    )


def _overlap_triggers() -> list[str]:
    """Return what PostgreSQL says by exclusion constraints, under the same names."""
    lease_days = "COALESCE({row}.ended_on, {row}.ends_on)"
    rows = [
        ("leases", column, "starts_on", lease_days, f" AND other.{BINDING}", f"NEW.{BINDING}")
        for column in ("unit_id", "household_id")
    ]
    rows.append(
        ("rent_terms", "lease_id", "from_on", "COALESCE({row}.to_on, '9999-12-31')", "", "TRUE")
    )
    return [
        f"CREATE TRIGGER ex_{table}_{column}_{event.lower()} BEFORE {event} ON {table} "
        f"WHEN ({binds} AND EXISTS (SELECT 1 FROM {table} AS other WHERE other.id IS NOT NEW.id"
        f" AND other.{column} = NEW.{column}{where}"
        f" AND other.{begin} <= {last.format(row='NEW')}"
        f" AND NEW.{begin} <= {last.format(row='other')}))"
        f" BEGIN SELECT RAISE(ABORT, 'ex_{table}_{column}'); END"
        for table, column, begin, last, where, binds in rows
        for event in ("INSERT", "UPDATE")
    ]
