"""Leases."""

from collections.abc import Sequence

from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements
from housing.core.db.shapes import Table, create_index, create_table

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BINDING = "state IN ('signed', 'active', 'ended')"
ALONE = ("unit_id", "household_id")
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
REST = (
    Table(
        "lease_members",
        "lease_id:int position:int name:64 relation:24 identity_sealed:bytes identity_index:64",
        checks={"position_not_negative": "position >= 0"},
        keys={"lease_id": "leases"},
        once=("lease_id position", "lease_id identity_index"),
    ),
    Table(
        "rent_terms",
        "lease_id:int from_on:day to_on:day? basis:24 rent_group:64 monthly_fen:int standard:text"
        " reason:text document:200 set_by:64 set_at:moment",
        checks={
            "days_in_order": "to_on IS NULL OR to_on >= from_on",
            "rent_not_negative": "monthly_fen >= 0",
            "basis_known": "basis IN ('standard', 'market', 'agreed')",
            "with_reason": "length(reason) > 0",
        },
        keys={"lease_id": "leases"},
        once=("lease_id from_on",),
    ),
    Table(
        "condition_reports",
        "lease_id:int purpose:24 made_on:day items:json meters:json note:text documents:json"
        " made_by:64",
        checks={"purpose_known": "purpose IN ('in', 'out', 'visit')"},
        keys={"lease_id": "leases"},
    ),
    Table(
        "lease_signatures",
        "lease_id:int contract_sha256:64 way:24 document:200 signed_by:64 signed_at:moment",
        checks={
            "way_known": "way IN ('paper', 'online')",
            "sha256": "length(contract_sha256) = 64",
            "paper_named": "way <> 'paper' OR document <> ''",
        },
        keys={"lease_id": "leases"},
        once=("lease_id contract_sha256",),
    ),
    Table(
        "lease_word_forms",
        "place:12 version:int name:160 content:bytes sha256:64 kept_by:64 kept_at:moment",
        checks={"version_positive": "version >= 1", "sha256": "length(sha256) = 64"},
        once=("place version",),
    ),
)
INDEXES = (
    ("uq_leases_offer", "leases offer_id", "state <> 'void'"),
    ("uq_leases_unit_id_active", "leases unit_id", "state = 'active'"),
    ("uq_leases_household_id_active", "leases household_id", "state = 'active'"),
    ("ix_leases_unit_id_starts_on", "leases unit_id starts_on", ""),
    ("ix_leases_household_id_starts_on", "leases household_id starts_on", ""),
    ("ix_leases_running", "leases place state id", ""),
    ("ix_leases_ending", "leases place state ends_on id", ""),
    ("ix_leases_unfiled", "leases place signed_on id", "filed_on IS NULL"),
    ("ix_leases_previous_id", "leases previous_id", ""),
    ("ix_leases_import_id", "leases import_id", ""),
    ("ix_lease_members_identity_index", "lease_members identity_index", ""),
    ("uq_rent_terms_open", "rent_terms lease_id", "to_on IS NULL"),
    ("ix_condition_reports_lease_id_made_on", "condition_reports lease_id made_on", ""),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    create_table(_leases(dialect))
    for table in REST:
        create_table(table)
    for name, columns, where in INDEXES:
        create_index(name, columns, where)
    for statement in _overlap_triggers() if dialect == "sqlite" else _exclusions():
        op.execute(statement)
    for guard in GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, dialect):
            op.execute(statement)
    for table in reversed(REST):
        op.drop_table(table.name)
    op.drop_table("leases")


def _leases(dialect: str) -> Table:
    return Table(
        "leases",
        "place:12 number:32 kind:24 offer_id:int? previous_id:int? household_id:int unit_id:int"
        " tenant_group:24 state:24 starts_on:day ends_on:day deposit_fen:int template:64"
        " clauses:json signed_on:day? contract_sha256:64 contract_document:200 keys_on:day?"
        " filed_on:day? filing_number:64 filed_by:64 ended_on:day? ending:24? end_reason:text"
        " end_document:200 drafted_by:64 drafted_on:day import_id:int?",
        checks=_lease_checks(dialect),
        keys={
            "offer_id": "offers",
            "previous_id": "leases",
            "household_id": "households",
            "unit_id": "units",
        },
        once=("number",),
    )


def _lease_checks(dialect: str) -> dict[str, str]:
    return {
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


def _exclusions() -> list[str]:
    """Return what keeps two rows from sharing a day; ranges need no extension."""
    lease_days = "daterange(starts_on, COALESCE(ended_on, ends_on), '[]')"
    rows = [("leases", column, lease_days, f" WHERE ({BINDING})") for column in ALONE]
    rows.append(("rent_terms", "lease_id", "daterange(from_on, to_on, '[]')", ""))
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT ex_{table}_{column} EXCLUDE USING gist ("
        f"int8range({column}, {column}, '[]') WITH &&, {days} WITH &&){where}"
        for table, column, days, where in rows
    ]


def _overlap_triggers() -> list[str]:
    """Return what PostgreSQL says by exclusion constraints, under the same names."""
    lease_days = "COALESCE({row}.ended_on, {row}.ends_on)"
    rows = [
        ("leases", column, "starts_on", lease_days, f" AND other.{BINDING}", f"NEW.{BINDING}")
        for column in ALONE
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
