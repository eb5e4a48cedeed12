"""Payments, arrears and rental subsidies."""

from collections.abc import Sequence

from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements
from housing.core.db.shapes import Table, create_index, create_table

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    Table(
        "bank_accounts",
        "place:12 bank:128 holder:128 owner:128 layout:32 number_sealed:bytes number_index:64 "
        "number_end:4 kept_by:64 kept_at:moment",
        checks={"bank_named": "bank <> '' AND layout <> ''"},
        once=("place number_index",),
    ),
    Table(
        "bank_sheets",
        "place:12 bank_account_id:int file_name:256 sha256:64 added:int known:int outgoing:int "
        "matched:int fen:big taken_by:64 taken_at:moment",
        checks={
            "counts_add_up": "added >= 0 AND known >= 0 AND outgoing >= 0 AND matched >= 0 "
            "AND matched <= added",
            "sha256": "length(sha256) = 64",
        },
        keys={"bank_account_id": "bank_accounts"},
        once=("bank_account_id sha256",),
    ),
    Table(
        "bank_lines",
        "place:12 bank_account_id:int sheet_id:int row_number:int serial:64 on_day:day fen:int "
        "payer:128 payer_sealed:bytes? payer_index:64 virtual_index:64 remark_sealed:bytes "
        "fate:24 lease_id:int? found_by:24? voucher:24 settled_by:64 note:text",
        checks={
            "fate_known": "fate IN ('waiting', 'matched', 'cleared', 'returned')",
            "fen_positive": "fen > 0",
            "matched_to_a_lease": "(fate = 'matched') = (lease_id IS NOT NULL) AND (lease_id "
            "IS NULL) = (found_by IS NULL)",
        },
        keys={"bank_account_id": "bank_accounts", "lease_id": "leases", "sheet_id": "bank_sheets"},
        once=("bank_account_id serial",),
    ),
    Table(
        "payer_marks",
        "place:12 kind:24 mark_index:64 mark_end:4 lease_id:int made_by:64 made_at:moment",
        keys={"lease_id": "leases"},
        once=("place kind mark_index lease_id",),
    ),
    Table(
        "receipts",
        "place:12 number:32 lease_id:int paid_on:day made_on:day fen:int channel:24 reference:96 "
        "payer:128 parts:json bank_line_id:int? voucher:24 made_by:64 made_at:moment "
        "reversed_on:day? reversed_by:64 reversal:text",
        checks={
            "channel_known": "channel IN ('bank', 'cash', 'card', 'provident_fund')",
            "fen_positive": "fen > 0",
            "not_ahead": "paid_on <= made_on",
            "reversed_with_reason": "(reversed_on IS NULL) = (reversed_by = '') AND "
            "(reversed_on IS NULL) = (reversal = '')",
        },
        keys={"bank_line_id": "bank_lines", "lease_id": "leases"},
        once=("place number",),
    ),
    Table(
        "refunds",
        "place:12 number:32 source:24 lease_id:int? bank_line_id:int? fen:int payee:64 bank:128 "
        "account_sealed:bytes account_end:4 reason:text document:200 state:24 proposed_by:64 "
        "proposed_on:day decided_by:64 decided_on:day? decision:text paid_on:day? "
        "paid_document:200",
        checks={
            "decided_by_somebody": "(state = 'proposed') = (decided_by = '')",
            "fen_positive": "fen > 0",
            "of_a_lease_or_a_line": "(source = 'suspense') = (bank_line_id IS NOT NULL) AND "
            "(source = 'suspense') = (lease_id IS NULL)",
            "paid_with_document": "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS "
            "NULL) = (paid_document = '')",
            "source_known": "source IN ('prepaid', 'settlement', 'suspense')",
            "state_known": "state IN ('proposed', 'approved', 'refused', 'paid')",
            "two_people": "decided_by <> proposed_by",
            "with_reason": "reason <> '' AND document <> ''",
        },
        keys={"bank_line_id": "bank_lines", "lease_id": "leases"},
        once=("place number",),
    ),
    Table(
        "fund_orders",
        "place:12 month:day state:24 lines_count:int total_fen:big file_sha256:64 prepared_by:64 "
        "prepared_at:moment sent_on:day? settled_on:day?",
        checks={
            "sent_as_file": "state <> 'sent' OR length(file_sha256) = 64",
            "somebody_pays": "lines_count >= 1 AND total_fen > 0",
        },
    ),
    Table(
        "fund_agreements",
        "place:12 lease_id:int holder:64 account_sealed:bytes account_end:4 most_fen:int "
        "from_month:day document:200 made_by:64 made_on:day ended_on:day? end_reason:text",
        checks={
            "amount_positive": "most_fen > 0",
            "ended_with_reason": "(ended_on IS NULL) = (end_reason = '')",
            "with_consent": "document <> ''",
        },
        keys={"lease_id": "leases"},
    ),
    Table(
        "rent_certificates",
        "place:12 number:32 kind:24 lease_id:int facts:json sha256:64 made_by:64 made_on:day",
        checks={"kind_known": "kind IN ('rent', 'platform')", "sha256": "length(sha256) = 64"},
        keys={"lease_id": "leases"},
        once=("place number",),
    ),
    Table(
        "fund_order_lines",
        "order_id:int agreement_id:int lease_id:int fen:int paid_fen:int? answer:text",
        checks={
            "fen_positive": "fen > 0",
            "paid_at_most_asked": "paid_fen >= 0 AND paid_fen <= fen",
        },
        keys={"agreement_id": "fund_agreements", "lease_id": "leases", "order_id": "fund_orders"},
        once=("order_id lease_id",),
    ),
    Table(
        "arrears_cases",
        "place:12 lease_id:int lease_number:32 household_id:int state:24 owed_fen:int oldest:7 "
        "months:int opened_on:day counted_on:day settled_on:day?",
        checks={
            "counts_not_negative": "owed_fen >= 0 AND months >= 0",
            "oldest_is_month": "length(oldest) = 7",
            "settled_dated": "(state = 'settled') = (settled_on IS NOT NULL)",
        },
        keys={"household_id": "households", "lease_id": "leases"},
    ),
    Table(
        "arrears_instalments",
        "case_id:int plan:int due_on:day fen:int owed_fen:int running:bool",
        checks={"fen_positive": "fen > 0", "plan_counted": "plan >= 1"},
        keys={"case_id": "arrears_cases"},
        once=("case_id plan due_on",),
    ),
    Table(
        "arrears_steps",
        "case_id:int act:24 made_on:day owed_fen:int months:int employer:128 legal_basis:text "
        "note:text document:200 letter_id:int? proposed_by:64 made_by:64 made_at:moment",
        checks={
            "notice_by_two": "act <> 'approve_notice' OR (letter_id IS NOT NULL AND "
            "proposed_by <> '' AND proposed_by <> made_by)",
            "notice_with_basis": "act NOT IN ('propose_notice', 'approve_notice') OR "
            "(legal_basis <> '' AND employer <> '' AND document <> '')",
            "told": "act NOT IN ('remind', 'demand') OR letter_id IS NOT NULL",
        },
        keys={"case_id": "arrears_cases", "letter_id": "letters"},
    ),
    Table(
        "subsidy_lists",
        "place:12 number:32 month:day state:24 lines_count:int total_fen:big prepared_by:64 "
        "prepared_at:moment approved_by:64 approved_on:day? paid_on:day? paid_document:200 "
        "file_sha256:64",
        checks={
            "approved_by_somebody": "(state IN ('approved', 'paid')) = (approved_on IS NOT "
            "NULL) AND (approved_on IS NULL) = (approved_by = '')",
            "paid_with_document": "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS "
            "NULL) = (paid_document = '')",
            "somebody_is_paid": "total_fen >= 0 AND lines_count >= 1",
            "state_known": "state IN ('prepared', 'approved', 'paid', 'dropped')",
            "two_people": "approved_by <> prepared_by",
        },
        once=("place number",),
    ),
    Table(
        "subsidy_entitlements",
        "place:12 entry_id:int entry_number:32 household_id:int state:24 from_month:day "
        "until_month:day? payee:64 bank:128 account_sealed:bytes account_end:4 document:200 "
        "proposed_by:64 proposed_on:day decided_by:64 decided_on:day? stopped_on:day? "
        "stop_reason:text stop_document:200",
        checks={
            "decided_by_somebody": "(state = 'proposed') = (decided_by = '')",
            "state_known": "state IN ('proposed', 'granted', 'refused', 'stopped')",
            "stopped_with_reason": "(state = 'stopped') = (stopped_on IS NOT NULL) AND "
            "(stopped_on IS NULL) = (stop_reason = '') AND (stopped_on "
            "IS NULL) = (stop_document = '')",
            "two_people": "decided_by <> proposed_by",
        },
        keys={"entry_id": "waitlist_entries", "household_id": "households"},
    ),
    Table(
        "subsidy_amounts",
        "entitlement_id:int from_month:day monthly_fen:int reckoning:json cites:json reason:text "
        "document:200 proposed_by:64 proposed_on:day approved:bool? decided_by:64 decided_on:day?",
        checks={
            "amount_not_negative": "monthly_fen >= 0",
            "decided_by_somebody": "(approved IS NULL) = (decided_by = '')",
            "two_people": "decided_by <> proposed_by",
            "with_reason": "length(reason) > 0",
        },
        keys={"entitlement_id": "subsidy_entitlements"},
    ),
    Table(
        "subsidy_lines",
        "list_id:int entitlement_id:int fen:int withheld_fen:int months:json payee:64 bank:128 "
        "account_sealed:bytes account_end:4 voucher:64 returned_on:day? return_reason:text",
        checks={
            "returned_why": "(returned_on IS NULL) = (return_reason = '')",
            "something_is_owed": "fen > 0",
            "withheld_at_most_owed": "withheld_fen >= 0 AND withheld_fen <= fen",
        },
        keys={"entitlement_id": "subsidy_entitlements", "list_id": "subsidy_lists"},
        once=("list_id entitlement_id",),
    ),
    Table(
        "subsidy_overpayments",
        "entitlement_id:int fen:int months:json reason:text found_on:day found_by:64 voucher:64",
        checks={"amount_positive": "fen > 0", "with_reason": "length(reason) > 0"},
        keys={"entitlement_id": "subsidy_entitlements"},
    ),
)
#: Name, then table and columns, then which rows; `uq_` are unique.
INDEXES = (
    ("ix_bank_lines_lease_id", "bank_lines lease_id", ""),
    ("ix_bank_lines_sheet_id", "bank_lines sheet_id", ""),
    ("ix_bank_lines_waiting", "bank_lines place id", "fate = 'waiting'"),
    ("ix_payer_marks_lease_id", "payer_marks lease_id", ""),
    ("uq_payer_marks_virtual", "payer_marks place mark_index", "kind = 'virtual_account'"),
    ("ix_receipts_bank_line_id", "receipts bank_line_id", ""),
    ("ix_receipts_lease_id_id", "receipts lease_id id", ""),
    (
        "uq_receipts_reference",
        "receipts place channel reference",
        "reversed_on IS NULL AND reference <> ''",
    ),
    ("ix_refunds_lease_id", "refunds lease_id", ""),
    ("ix_refunds_place_state_id", "refunds place state id", ""),
    ("uq_refunds_bank_line_id", "refunds bank_line_id", "state <> 'refused'"),
    ("uq_fund_orders_month", "fund_orders place month", "state <> 'dropped'"),
    ("uq_fund_agreements_running", "fund_agreements lease_id", "ended_on IS NULL"),
    ("ix_rent_certificates_lease_id", "rent_certificates lease_id", ""),
    ("ix_arrears_cases_place_state_months_id", "arrears_cases place state months id", ""),
    ("uq_arrears_cases_live", "arrears_cases lease_id", "state <> 'settled'"),
    ("ix_arrears_steps_case_id_id", "arrears_steps case_id id", ""),
    ("uq_subsidy_lists_open", "subsidy_lists place", "state IN ('prepared', 'approved')"),
    ("ix_subsidy_entitlements_entry_id", "subsidy_entitlements entry_id", ""),
    ("ix_subsidy_entitlements_place_state_id", "subsidy_entitlements place state id", ""),
    (
        "uq_subsidy_entitlements_live",
        "subsidy_entitlements household_id",
        "state IN ('proposed', 'granted')",
    ),
    ("ix_subsidy_amounts_entitlement_id_id", "subsidy_amounts entitlement_id id", ""),
    ("uq_subsidy_amounts_proposed", "subsidy_amounts entitlement_id", "approved IS NULL"),
    ("ix_subsidy_lines_entitlement_id", "subsidy_lines entitlement_id", ""),
    ("ix_subsidy_overpayments_entitlement_id", "subsidy_overpayments entitlement_id", ""),
)
KEPT = ("receipts", "bank_lines", "subsidy_amounts", "refunds", "arrears_cases")
DECIDED = "OLD.approved IS NOT NULL"
RECEIPT = "OLD.reversed_on IS NOT NULL OR NEW.fen <> OLD.fen OR NEW.lease_id <> OLD.lease_id"
LINE = "NEW.fen <> OLD.fen OR NEW.serial <> OLD.serial OR NEW.on_day <> OLD.on_day"
GUARDS = (
    Guard("arrears_steps", "a step of arrears never changes"),
    Guard("rent_certificates", "a certificate never changes"),
    Guard("subsidy_overpayments", "what was paid too much never changes"),
    *(
        Guard(name, "rows of this table are never removed", ("DELETE",), "", "kept")
        for name in KEPT
    ),
    Guard("subsidy_amounts", "a decided amount never changes", ("UPDATE",), DECIDED, "decided"),
    Guard("receipts", "a receipt is reversed, never changed", ("UPDATE",), RECEIPT, "same"),
    Guard("bank_lines", "what the bank wrote never changes", ("UPDATE",), LINE, "same"),
)


def upgrade() -> None:
    for table in TABLES:
        create_table(table)
    for name, columns, where in INDEXES:
        create_index(name, columns, where)
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table.name)
