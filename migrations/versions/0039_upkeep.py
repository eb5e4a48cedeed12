"""Handovers, repairs and inspections."""

from collections.abc import Sequence

from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements
from housing.core.db.shapes import Table, create_index, create_table

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    Table(
        "handovers",
        "place:12 lease_id:int lease_number:32 household_id:int unit_id:int ending:24 state:24 "
        "reason:text document:200 begun_on:day begun_by:64 inspected_on:day? inspected_by:64 "
        "report_id:int? deductions:json last_day:day? deposit_fen:big arrears_fen:big "
        "refund_fen:big owed_fen:big settled_on:day? settled_by:64 transfers:json "
        "objection:text objected_on:day? answer:text answered_on:day? answered_by:64 "
        "upheld:bool keys_on:day? keys_note:200 closed_on:day? closed_by:64",
        checks={
            "answered_by_another": "answered_by = '' OR answered_by <> settled_by",
            "closed_whole": "(closed_on IS NOT NULL) = (state = 'closed') AND (closed_on IS "
            "NULL) = (closed_by = '') AND (closed_on IS NULL) = (keys_on IS NULL) AND keys_on "
            "= last_day",
            "inspected_whole": "(inspected_on IS NULL) = (report_id IS NULL) AND (inspected_on "
            "IS NULL) = (inspected_by = '') AND (inspected_on IS NOT NULL OR state IN "
            "('begun', 'called_off'))",
            "objection_whole": "(objected_on IS NULL) = (objection = '') AND (answered_on IS "
            "NULL) = (answer = '') AND (answered_on IS NULL) = (answered_by = '') AND "
            "(answered_on IS NULL OR objected_on IS NOT NULL) AND (NOT upheld OR answered_on "
            "IS NOT NULL)",
            "one_side_pays": "deposit_fen >= 0 AND arrears_fen >= 0 AND refund_fen >= 0 AND "
            "owed_fen >= 0 AND (refund_fen = 0 OR owed_fen = 0)",
            "reasoned": "reason <> ''",
            "settled_whole": "(settled_on IS NULL) = (settled_by = '') AND (settled_on IS "
            "NULL) = (last_day IS NULL) AND (settled_on IS NOT NULL) = (state IN ('settled', "
            "'closed'))",
            "state_known": "state IN ('begun', 'inspected', 'settled', 'closed', 'called_off')",
        },
        keys={
            "household_id": "households",
            "lease_id": "leases",
            "report_id": "condition_reports",
            "unit_id": "units",
        },
    ),
    Table(
        "repairs",
        "place:12 number:32 unit_id:int unit_code:64 lease_id:int? trouble:24 urgent:bool "
        "description:text state:24 requested_on:day requested_by:64 respond_by:day "
        "assigned_to:64 assigned_on:day? visit_on:day? done_on:day? outcome:text payer:24 "
        "cost_fen:big reopened:int",
        checks={
            "assigned_to_somebody": "state <> 'assigned' OR (assigned_to <> '' AND assigned_on "
            "IS NOT NULL)",
            "described": "description <> ''",
            "done_after_request": "done_on >= requested_on",
            "done_whole": "(state IN ('done', 'confirmed')) = (done_on IS NOT NULL) AND "
            "(done_on IS NULL) = (outcome = '')",
            "not_negative": "cost_fen >= 0 AND reopened >= 0",
            "state_known": "state IN ('requested', 'assigned', 'done', 'confirmed', "
            "'declined', 'withdrawn')",
        },
        keys={"lease_id": "leases", "unit_id": "units"},
        once=("place number",),
    ),
    Table(
        "repair_steps",
        "repair_id:int act:24 on_day:day made_by:64 note:text cost_fen:big voucher:64",
        keys={"repair_id": "repairs"},
    ),
    Table(
        "inspections",
        "place:12 number:32 lease_id:int lease_number:32 unit_id:int unit_code:64 purpose:24 "
        "why:text state:24 planned_on:day planned_by:64 inspector:64 made_on:day? made_by:64 "
        "answered:24? meters:json note:text",
        checks={
            "called_off_with_reason": "state <> 'called_off' OR note <> ''",
            "made_whole": "(state = 'made') = (made_on IS NOT NULL) AND (made_on IS NULL) = "
            "(answered IS NULL) AND (made_on IS NULL) = (made_by = '')",
            "reasoned": "purpose = 'planned' OR why <> ''",
            "state_known": "state IN ('planned', 'made', 'called_off')",
        },
        keys={"lease_id": "leases", "unit_id": "units"},
        once=("place number",),
    ),
    Table(
        "inspection_findings",
        "inspection_id:int kind:24 detail:text next_step:24 taken_up:64",
        checks={
            "described": "detail <> ''",
            "next_step_known": "next_step IN ('none', 'repair', 'decoration', 'violation')",
        },
        keys={"inspection_id": "inspections"},
    ),
)
INDEXES = (
    ("ix_handovers_household_id", "handovers household_id", ""),
    ("ix_handovers_place_state_id", "handovers place state id", ""),
    ("ix_handovers_unit_id", "handovers unit_id", ""),
    ("uq_handovers_lease", "handovers lease_id", "state <> 'called_off'"),
    ("ix_repairs_lease_id", "repairs lease_id", ""),
    ("ix_repairs_place_done_on", "repairs place done_on", ""),
    ("ix_repairs_place_state_id", "repairs place state id", ""),
    ("ix_repairs_unit_id_requested_on", "repairs unit_id requested_on", ""),
    ("ix_repair_steps_repair_id", "repair_steps repair_id", ""),
    ("ix_inspections_lease_id_made_on", "inspections lease_id made_on", ""),
    ("ix_inspections_place_state_planned_on_id", "inspections place state planned_on id", ""),
    ("ix_inspections_unit_id_made_on", "inspections unit_id made_on", ""),
    ("uq_inspections_planned", "inspections lease_id", "state = 'planned'"),
    ("ix_inspection_findings_inspection_id", "inspection_findings inspection_id", ""),
    ("ix_inspection_findings_open", "inspection_findings next_step taken_up", ""),
)

GUARDS = (
    Guard("handovers", "a handover is never removed", ("DELETE",), name="kept"),
    Guard(
        "handovers",
        "whose handover it is never changes, nor how it ended",
        ("UPDATE",),
        when="OLD.state = 'called_off' OR OLD.lease_id <> NEW.lease_id"
        " OR OLD.unit_id <> NEW.unit_id OR OLD.household_id <> NEW.household_id"
        " OR (OLD.state = 'closed' AND (NEW.state <> 'closed' OR NEW.keys_on <> OLD.keys_on))",
        name="as_ended",
    ),
    Guard("repairs", "a repair is never removed", ("DELETE",), name="kept"),
    Guard(
        "repairs",
        "what was asked to be repaired never changes",
        ("UPDATE",),
        when="OLD.unit_id <> NEW.unit_id OR OLD.description <> NEW.description"
        " OR OLD.requested_on <> NEW.requested_on",
        name="as_asked",
    ),
    Guard("repair_steps", "a step of a repair never changes"),
    Guard("inspections", "a visit is never removed", ("DELETE",), name="kept"),
    Guard(
        "inspections",
        "what a visit was like never changes",
        ("UPDATE",),
        when="OLD.state <> 'planned'",
        name="as_made",
    ),
    Guard("inspection_findings", "a finding is never removed", ("DELETE",), name="kept"),
    Guard(
        "inspection_findings",
        "what was found never changes",
        ("UPDATE",),
        when="OLD.inspection_id <> NEW.inspection_id OR OLD.kind <> NEW.kind"
        " OR OLD.detail <> NEW.detail OR OLD.next_step <> NEW.next_step"
        " OR OLD.taken_up <> ''",
        name="as_found",
    ),
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
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table.name)
