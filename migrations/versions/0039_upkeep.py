"""Handovers, repairs and inspections."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

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
    _handovers()
    _repairs()
    _repair_steps()
    _inspections()
    _inspection_findings()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in ("inspection_findings", "inspections", "repair_steps", "repairs", "handovers"):
        op.drop_table(table)


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("lease_number", sa.String(32), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ending", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("begun_by", sa.String(64), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("inspected_by", sa.String(64), server_default="", nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("deductions", sa.JSON(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("deposit_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("arrears_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("refund_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("owed_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(64), server_default="", nullable=False),
        sa.Column("transfers", sa.JSON(), nullable=False),
        sa.Column("objection", sa.Text(), server_default="", nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(64), server_default="", nullable=False),
        sa.Column("upheld", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("keys_on", sa.Date(), nullable=True),
        sa.Column("keys_note", sa.String(200), server_default="", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(64), server_default="", nullable=False),
        sa.CheckConstraint(
            "(closed_on IS NOT NULL) = (state = 'closed')"
            " AND (closed_on IS NULL) = (closed_by = '')"
            " AND (closed_on IS NULL) = (keys_on IS NULL) AND keys_on = last_day",
            name=op.f("ck_handovers_closed_whole"),
        ),
        sa.CheckConstraint(
            "(inspected_on IS NULL) = (report_id IS NULL)"
            " AND (inspected_on IS NULL) = (inspected_by = '') AND (inspected_on IS NOT NULL"
            " OR state IN ('begun', 'called_off'))",
            name=op.f("ck_handovers_inspected_whole"),
        ),
        sa.CheckConstraint(
            "(objected_on IS NULL) = (objection = '') AND (answered_on IS NULL) = (answer = '')"
            " AND (answered_on IS NULL) = (answered_by = '') AND (answered_on IS NULL"
            " OR objected_on IS NOT NULL) AND (NOT upheld OR answered_on IS NOT NULL)",
            name=op.f("ck_handovers_objection_whole"),
        ),
        sa.CheckConstraint(
            "(settled_on IS NULL) = (settled_by = '')"
            " AND (settled_on IS NULL) = (last_day IS NULL)"
            " AND (settled_on IS NOT NULL) = (state IN ('settled', 'closed'))",
            name=op.f("ck_handovers_settled_whole"),
        ),
        sa.CheckConstraint(
            "answered_by = '' OR answered_by <> settled_by",
            name=op.f("ck_handovers_answered_by_another"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_handovers_reasoned")),
        sa.CheckConstraint(
            "state IN ('begun', 'inspected', 'settled', 'closed', 'called_off')",
            name=op.f("ck_handovers_state_known"),
        ),
        sa.CheckConstraint(
            "deposit_fen >= 0 AND arrears_fen >= 0 AND refund_fen >= 0 AND owed_fen >= 0"
            " AND (refund_fen = 0 OR owed_fen = 0)",
            name=op.f("ck_handovers_one_side_pays"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_handovers_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_handovers_lease_id_leases")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["condition_reports.id"],
            name=op.f("fk_handovers_report_id_condition_reports"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_handovers_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index(op.f("ix_handovers_household_id"), "handovers", ["household_id"], unique=False)
    op.create_index(
        op.f("ix_handovers_place_state_id"), "handovers", ["place", "state", "id"], unique=False
    )
    op.create_index(op.f("ix_handovers_unit_id"), "handovers", ["unit_id"], unique=False)
    op.create_index(
        "uq_handovers_lease",
        "handovers",
        ["lease_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'called_off'"),
        postgresql_where=sa.text("state <> 'called_off'"),
    )


def _repairs() -> None:
    op.create_table(
        "repairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.String(24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.String(64), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("assigned_to", sa.String(64), server_default="", nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("payer", sa.String(24), server_default="owner", nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reopened", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(state IN ('done', 'confirmed')) = (done_on IS NOT NULL)"
            " AND (done_on IS NULL) = (outcome = '') AND (done_on IS NOT NULL OR cost_fen = 0)",
            name=op.f("ck_repairs_done_whole"),
        ),
        sa.CheckConstraint("description <> ''", name=op.f("ck_repairs_described")),
        sa.CheckConstraint(
            "state <> 'assigned' OR (assigned_to <> '' AND assigned_on IS NOT NULL)",
            name=op.f("ck_repairs_assigned_to_somebody"),
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'assigned', 'done', 'confirmed', 'declined', 'withdrawn')",
            name=op.f("ck_repairs_state_known"),
        ),
        sa.CheckConstraint("cost_fen >= 0 AND reopened >= 0", name=op.f("ck_repairs_not_negative")),
        sa.CheckConstraint("done_on >= requested_on", name=op.f("ck_repairs_done_after_request")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_repairs_lease_id_leases")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_repairs_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
        sa.UniqueConstraint("place", "number", name=op.f("uq_repairs_place_number")),
    )
    op.create_index(op.f("ix_repairs_lease_id"), "repairs", ["lease_id"], unique=False)
    op.create_index(op.f("ix_repairs_place_done_on"), "repairs", ["place", "done_on"], unique=False)
    op.create_index(
        op.f("ix_repairs_place_state_id"), "repairs", ["place", "state", "id"], unique=False
    )
    op.create_index(
        op.f("ix_repairs_unit_id_requested_on"),
        "repairs",
        ["unit_id", "requested_on"],
        unique=False,
    )


def _repair_steps() -> None:
    op.create_table(
        "repair_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repair_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("voucher", sa.String(64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["repair_id"], ["repairs.id"], name=op.f("fk_repair_steps_repair_id_repairs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_steps")),
    )
    op.create_index(op.f("ix_repair_steps_repair_id"), "repair_steps", ["repair_id"], unique=False)


def _inspections() -> None:
    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("lease_number", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by", sa.String(64), nullable=False),
        sa.Column("inspector", sa.String(64), server_default="", nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(64), server_default="", nullable=False),
        sa.Column("answered", sa.String(24), nullable=True),
        sa.Column("meters", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(state = 'made') = (made_on IS NOT NULL) AND (made_on IS NULL) = (answered IS NULL)"
            " AND (made_on IS NULL) = (made_by = '')",
            name=op.f("ck_inspections_made_whole"),
        ),
        sa.CheckConstraint(
            "purpose = 'planned' OR why <> ''", name=op.f("ck_inspections_reasoned")
        ),
        sa.CheckConstraint(
            "state <> 'called_off' OR note <> ''",
            name=op.f("ck_inspections_called_off_with_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'made', 'called_off')", name=op.f("ck_inspections_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_inspections_lease_id_leases")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_inspections_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("place", "number", name=op.f("uq_inspections_place_number")),
    )
    op.create_index(
        op.f("ix_inspections_lease_id_made_on"),
        "inspections",
        ["lease_id", "made_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspections_place_state_planned_on_id"),
        "inspections",
        ["place", "state", "planned_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspections_unit_id_made_on"), "inspections", ["unit_id", "made_on"], unique=False
    )
    op.create_index(
        "uq_inspections_planned",
        "inspections",
        ["lease_id"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )


def _inspection_findings() -> None:
    op.create_table(
        "inspection_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(24), nullable=False),
        sa.Column("taken_up", sa.String(64), server_default="", nullable=False),
        sa.CheckConstraint("detail <> ''", name=op.f("ck_inspection_findings_described")),
        sa.CheckConstraint(
            "next_step IN ('none', 'repair', 'decoration', 'violation')",
            name=op.f("ck_inspection_findings_next_step_known"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_inspection_findings_inspection_id_inspections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_findings")),
    )
    op.create_index(
        op.f("ix_inspection_findings_inspection_id"),
        "inspection_findings",
        ["inspection_id"],
        unique=False,
    )
    op.create_index(
        "ix_inspection_findings_open",
        "inspection_findings",
        ["next_step", "taken_up"],
        unique=False,
    )
