"""The ledger, rent standards and monthly charges."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    "charged_months",
    "rent_reductions",
    "estate_fees",
    "standard_publications",
    "standard_approvals",
    "ledger_transfers",
    "ledger_accounts",
    "ledger_books",
)
MONTHLY = "kind IN ('rent_charge', 'rent_reduction', 'fee_charge')"
GUARDS = (
    Guard("ledger_transfers", "a transfer of the ledger never changes"),
    Guard("ledger_accounts", "an account of the ledger is never removed", ("DELETE",), name="kept"),
    Guard(
        "ledger_accounts",
        "an account never changes, and its totals never shrink",
        ("UPDATE",),
        when="NEW.id <> OLD.id OR NEW.place <> OLD.place OR NEW.kind <> OLD.kind"
        " OR NEW.ref <> OLD.ref OR NEW.debits_fen < OLD.debits_fen"
        " OR NEW.credits_fen < OLD.credits_fen",
        name="same",
    ),
)
#: Every transfer is added to both of its accounts by the database itself.
COUNTED_SQLITE = (
    """
CREATE TRIGGER ledger_transfers_counted AFTER INSERT ON ledger_transfers BEGIN
UPDATE ledger_accounts SET debits_fen = debits_fen + NEW.fen WHERE id = NEW.debit_id;
UPDATE ledger_accounts SET credits_fen = credits_fen + NEW.fen WHERE id = NEW.credit_id;
END
""",
)
#: A thousand charges touch the income account once.
COUNTED_POSTGRESQL = (
    """
CREATE FUNCTION ledger_transfers_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
UPDATE ledger_accounts SET debits_fen = debits_fen + moved.debits,
 credits_fen = credits_fen + moved.credits
FROM (
 SELECT account, SUM(debits) AS debits, SUM(credits) AS credits FROM (
  SELECT debit_id AS account, fen AS debits, 0 AS credits FROM added
  UNION ALL SELECT credit_id, 0, fen FROM added
 ) AS sides GROUP BY account
) AS moved WHERE ledger_accounts.id = moved.account;
RETURN NULL;
END $$
""",
    """
CREATE TRIGGER ledger_transfers_counted AFTER INSERT ON ledger_transfers
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfers_counted()
""",
)


def upgrade() -> None:
    _create_books()
    _create_accounts()
    _create_transfers()
    _create_approvals()
    _create_fees()
    _create_reductions()
    _create_months()
    dialect = op.get_bind().dialect.name
    for statement in COUNTED_SQLITE if dialect == "sqlite" else COUNTED_POSTGRESQL:
        op.execute(statement)
    for guard in GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)


def _create_books() -> None:
    op.create_table(
        "ledger_books",
        *_filled(place=sa.String(12), vouchers=sa.Integer()),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("place", "year", name=op.f("pk_ledger_books")),
        sa.CheckConstraint("vouchers >= 0", name=op.f("ck_ledger_books_vouchers_not_negative")),
    )


def _create_accounts() -> None:
    op.create_table(
        "ledger_accounts",
        *_filled(id=sa.Integer(), place=sa.String(12), kind=sa.String(24), ref=sa.String(160)),
        *_filled(debits_fen=sa.BigInteger(), credits_fen=sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("place", "kind", "ref", name=op.f("uq_ledger_accounts_place_kind_ref")),
        sa.UniqueConstraint("id", "place", name=op.f("uq_ledger_accounts_id_place")),
        sa.CheckConstraint(
            "debits_fen >= 0 AND credits_fen >= 0",
            name=op.f("ck_ledger_accounts_totals_not_negative"),
        ),
    )


def _create_transfers() -> None:
    name = "ledger_transfers"
    op.create_table(
        name,
        *_filled(id=sa.Integer(), place=sa.String(12), on_day=sa.Date()),
        *_filled(debit_id=sa.Integer(), credit_id=sa.Integer(), fen=sa.BigInteger()),
        *_filled(kind=sa.String(24), voucher=sa.String(24)),
        *_open(lease_id=sa.Integer(), period=sa.String(7), reverses_id=sa.Integer()),
        *_filled(note=sa.Text(), document=sa.String(256), made_by=sa.String(64)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfers")),
        *_transfer_keys(),
        *_named(name, TRANSFER_CHECKS),
    )
    _unique_while(name, "uq_ledger_transfers_month", ["lease_id", "period", "kind"], MONTHLY)
    _unique_while(name, "uq_ledger_transfers_reversed", ["reverses_id"], "reverses_id IS NOT NULL")
    for column in ("voucher", "on_day"):
        op.create_index(f"ix_ledger_transfers_{column}", name, ["place", column])
    for column in ("lease", "debit", "credit"):
        op.create_index(f"ix_ledger_transfers_{column}", name, [f"{column}_id", "on_day"])


def _transfer_keys() -> list[sa.ForeignKeyConstraint]:
    account = ["ledger_accounts.id", "ledger_accounts.place"]
    return [
        sa.ForeignKeyConstraint(["debit_id", "place"], account, name="fk_debit"),
        sa.ForeignKeyConstraint(["credit_id", "place"], account, name="fk_credit"),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["ledger_transfers.id"],
            name=op.f("fk_ledger_transfers_reverses_id_ledger_transfers"),
        ),
    ]


TRANSFER_CHECKS = {
    "fen_positive": "fen > 0",
    "two_accounts": "debit_id <> credit_id",
    "period_is_month": "length(period) = 7",
    "has_voucher": "voucher <> ''",
    "reversal_with_reason": "(kind = 'reversal') = (reverses_id IS NOT NULL)"
    " AND (reverses_id IS NULL OR note <> '')",
    "charge_of_a_month": f"NOT ({MONTHLY}) OR (lease_id IS NOT NULL AND period IS NOT NULL)",
}
PARAMETERS = (
    "parameter IN ('rent_standard_by_class_and_tier', 'market_rent_by_area',"
    " 'property_service_fee')"
)


def _create_approvals() -> None:
    """Whose approval a standard has, and where it was made known: two tables of one shape."""
    _create_standing(
        "standard_approvals",
        [
            *_filled(amendment_id=sa.Integer(), authority=sa.String(128)),
            *_filled(document=sa.String(200), approved_on=sa.Date()),
            sa.UniqueConstraint("amendment_id", name=op.f("uq_standard_approvals_amendment_id")),
        ],
        {
            "approval_named": "authority <> '' AND document <> ''",
            "approved_before_first_day": "approved_on <= first_day",
        },
    )
    _create_standing(
        "standard_publications",
        [*_filled(published_on=sa.Date(), channel=sa.String(200))],
        {"channel_named": "channel <> ''"},
    )


def _create_standing(name: str, own: list[sa.schema.SchemaItem], checks: dict[str, str]) -> None:
    op.create_table(
        name,
        *_filled(id=sa.Integer(), place=sa.String(12), parameter=sa.String(64)),
        *_filled(first_day=sa.Date(), recorded_by=sa.String(64)),
        *_filled(recorded_at=sa.DateTime(timezone=True)),
        *own,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *_named(name, {"parameter_known": PARAMETERS, **checks}),
    )
    columns = ["place", "parameter", "first_day"]
    op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, columns)


def _create_fees() -> None:
    name = "estate_fees"
    op.create_table(
        name,
        *_filled(place=sa.String(12), project_code=sa.String(32), from_on=sa.Date()),
        *_filled(fen_per_m2=sa.Integer(), document=sa.String(200), set_by=sa.String(64)),
        *_filled(set_at=sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("place", "project_code", "from_on", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["place", "project_code"],
            ["projects.place", "projects.code"],
            name=op.f("fk_estate_fees_place_project_code_projects"),
        ),
        *_named(name, {"fee_not_negative": "fen_per_m2 >= 0", "with_document": "document <> ''"}),
    )


def _create_reductions() -> None:
    name = "rent_reductions"
    op.create_table(
        name,
        *_filled(id=sa.Integer(), place=sa.String(12), number=sa.String(32)),
        *_filled(lease_id=sa.Integer(), state=sa.String(24), ground=sa.String(64)),
        *_filled(statement=sa.Text(), documents=sa.JSON()),
        *_filled(applied_on=sa.Date(), applied_by=sa.String(64)),
        *_open(percent=sa.Integer(), from_month=sa.String(7), until_month=sa.String(7)),
        *_open(decided_on=sa.Date(), reminded_on=sa.Date()),
        *_filled(decided_by=sa.String(64), reasons=sa.Text()),
        *_filled(document=sa.String(200), cites=sa.JSON()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("number", name=op.f(f"uq_{name}_number")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f(f"fk_{name}_lease_id_leases")
        ),
        *_named(name, REDUCTION_CHECKS),
    )
    _unique_while(name, "uq_rent_reductions_applied", ["lease_id"], "state = 'applied'")
    for columns in (["lease_id", "until_month"], ["place", "state", "id"]):
        op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, columns)


def _create_months() -> None:
    op.create_table(
        "charged_months",
        *_filled(place=sa.String(12), period=sa.String(7), leases=sa.Integer()),
        *_filled(rent_fen=sa.BigInteger(), reductions_fen=sa.BigInteger()),
        *_filled(fees_fen=sa.BigInteger()),
        sa.PrimaryKeyConstraint("place", "period", name=op.f("pk_charged_months")),
        *_named("charged_months", {"period_is_month": "length(period) = 7"}),
    )


REDUCTION_CHECKS = {
    "state_known": "state IN ('applied', 'granted', 'refused', 'withdrawn', 'ended')",
    "percent_of_rent": "percent BETWEEN 1 AND 100",
    "with_ground": "ground <> '' AND statement <> ''",
    "granted_whole": "(state IN ('granted', 'ended')) = (percent IS NOT NULL)"
    " AND (percent IS NULL) = (from_month IS NULL)"
    " AND (percent IS NULL) = (until_month IS NULL)",
    "months_in_full": "length(from_month) = 7 AND length(until_month) = 7",
    "months_in_order": "state = 'ended' OR from_month IS NULL OR until_month >= from_month",
    "decided_whole": "(state IN ('granted', 'refused', 'ended')) = (decided_on IS NOT NULL)"
    " AND (decided_on IS NULL) = (decided_by = '')"
    " AND (decided_on IS NULL) = (reasons = '')",
    "two_people": "decided_by <> applied_by",
    "decided_after_application": "decided_on >= applied_on",
}


def _filled(**columns: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name, kind in columns.items()]


def _open(**columns: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name, kind in columns.items()]


def _named(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()
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
    dialect = op.get_bind().dialect.name
    for statement in (each for guard in GUARDS for each in unguard_statements(guard, dialect)):
        op.execute(statement)
    where = "" if dialect == "sqlite" else " ON ledger_transfers"
    op.execute(f"DROP TRIGGER ledger_transfers_counted{where}")
    if where:
        op.execute("DROP FUNCTION ledger_transfers_counted()")
    for name in TABLES:
        op.drop_table(name)
