"""Bans, violations and court files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from housing.migrations.violation_tables import checks_of, create_tables, unique_while

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
    Guard("violations", "a violation is never removed", ("DELETE",), name="kept"),
    Guard(
        "violations",
        "what was found, ordered or decided about a violation never changes",
        ("UPDATE",),
        when="(OLD.found_on IS NOT NULL AND (NEW.found_on IS NULL OR NEW.kind <> OLD.kind"
        " OR NEW.finding <> OLD.finding OR NEW.found_by <> OLD.found_by))"
        " OR (OLD.ordered_on IS NOT NULL AND (NEW.ordered_on IS NULL"
        " OR NEW.requirement <> OLD.requirement OR NEW.rectify_days <> OLD.rectify_days))"
        " OR (OLD.cancelled_on IS NOT NULL AND (NEW.cancelled_on IS NULL"
        " OR NEW.cancel_reasons <> OLD.cancel_reasons OR NEW.return_days <> OLD.return_days"
        " OR NEW.cancelled_on <> OLD.cancelled_on))"
        " OR (OLD.rectify_until IS NOT NULL AND (NEW.rectify_until IS NULL"
        " OR NEW.rectify_until <> OLD.rectify_until))"
        " OR (OLD.return_until IS NOT NULL AND (NEW.return_until IS NULL"
        " OR NEW.return_until <> OLD.return_until))",
        name="decided",
    ),
    Guard("violation_visits", "a visit never changes"),
    Guard("violation_reports", "a report is never removed", ("DELETE",), name="kept"),
)
TABLES = (
    *("idle_warnings", "absence_notices", "decoration_consents", "violation_reports"),
    *("violation_visits", "violations", "bans"),
)
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

DECORATION_CONSENTS_CHECKS = {
    "state_known": "state IN ('asked', 'granted', 'refused', 'withdrawn')",
    "described": "scope <> ''",
    "days_in_order": "works_until >= works_from",
    "decided_whole": "(state IN ('granted', 'refused')) = (decided_on IS NOT NULL) AND "
    "(decided_on IS NULL) = (decided_by = '') AND (decided_on IS NULL) = (reasons = '')",
    "restoration_stated": "state <> 'granted' OR restoration <> ''",
    "decided_by_another": "decided_by <> asked_by",
}
ABSENCE_NOTICES_CHECKS = {
    "state_known": "state IN ('told', 'accepted', 'not_accepted')",
    "reasoned": "reason <> ''",
    "days_in_order": "until_on >= from_on",
    "decided_whole": "(state = 'told') = (decided_on IS NULL) AND (decided_on IS NULL) = "
    "(decided_by = '') AND (decided_on IS NULL) = (decision = '')",
    "decided_by_another": "decided_by <> told_by",
}
IDLE_WARNINGS_CHECKS = {
    "months_positive": "months >= 1",
}


def upgrade() -> None:
    _create_bans()
    create_tables()
    _create_decoration_consents()
    _create_absence_notices()
    _create_idle_warnings()
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
        *checks_of(name, BAN_CHECKS),
    )
    unique_while(
        name,
        "uq_bans_person_in_case",
        ["case_kind", "case_id", "identity_index"],
        "lifted_on IS NULL",
    )
    op.create_index("ix_bans_identity_index", name, ["identity_index"])
    op.create_index("ix_bans_place", name, ["place", "id"])


def _create_decoration_consents() -> None:
    name = "decoration_consents"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("lease_number", sa.String(32), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("works_from", sa.Date(), nullable=False),
        sa.Column("works_until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("restoration", sa.Text(), nullable=False, server_default=""),
        sa.Column("reasons", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decoration_consents")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_decoration_consents_lease_id_leases")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_decoration_consents_number")),
        *checks_of(name, DECORATION_CONSENTS_CHECKS),
    )
    op.create_index(op.f("ix_decoration_consents_lease_id"), name, ["lease_id"])
    op.create_index(op.f("ix_decoration_consents_place_state_id"), name, ["place", "state", "id"])


def _create_absence_notices() -> None:
    name = "absence_notices"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("lease_number", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("told_by", sa.String(64), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_notices")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_absence_notices_lease_id_leases")
        ),
        *checks_of(name, ABSENCE_NOTICES_CHECKS),
    )
    op.create_index(op.f("ix_absence_notices_lease_id_from_on"), name, ["lease_id", "from_on"])
    op.create_index(op.f("ix_absence_notices_place_state_id"), name, ["place", "state", "id"])


def _create_idle_warnings() -> None:
    name = "idle_warnings"
    op.create_table(
        name,
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("idle_since", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("lease_id", "idle_since", "months", name=op.f("pk_idle_warnings")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_idle_warnings_lease_id_leases")
        ),
        *checks_of(name, IDLE_WARNINGS_CHECKS),
    )


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for name in TABLES:
        op.drop_table(name)
