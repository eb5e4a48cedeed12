"""Plans and registrations."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KINDS = (
    "kind IN ('street_preliminary', 'qualified', 'registered', 'park_registered', 'waiting_order')"
)
NOTICE_GUARDS = (
    Guard("notices", "a notice is never removed", ("DELETE",), name="kept"),
    Guard(
        "notices",
        "what a notice showed never changes",
        ("UPDATE",),
        when="OLD.key <> NEW.key OR OLD.place <> NEW.place OR OLD.title <> NEW.title"
        " OR OLD.starts_on <> NEW.starts_on OR OLD.kind <> NEW.kind OR OLD.case_id <> NEW.case_id"
        " OR COALESCE(CAST(OLD.ends_on AS TEXT), '') <> COALESCE(CAST(NEW.ends_on AS TEXT), '')"
        " OR CAST(OLD.shown AS TEXT) <> CAST(NEW.shown AS TEXT)"
        " OR OLD.withdrawn_at IS NOT NULL",
        name="as_shown",
    ),
)
TAKING_PART = sa.text("open AND state IN ('registered', 'in_review', 'passed')")
CHECKS: dict[str, dict[str, str]] = {
    "plans": {
        "published_whole": "(published_at IS NULL) = (published_by = '') AND "
        "(published_at IS NULL) = (published_on IS NULL) AND "
        "(published_at IS NULL) = (sha256 = '')",
        "withdrawn_for_a_reason": "(state = 'withdrawn') = (withdrawn_reason <> '') AND (state = "
        "'withdrawn') = (withdrawn_at IS NOT NULL)",
        "audience_known": "audience = 'county' OR audience LIKE 'owner:_%'",
        "mechanism_named": "mechanism <> ''",
        "two_persons": "published_by = '' OR published_by <> drafted_by",
        "draft_not_published": "state <> 'draft' OR published_at IS NULL",
        "published_complete": "state <> 'published' OR (published_at IS NOT NULL AND "
        "registration_from IS NOT NULL AND registration_until IS NOT "
        "NULL AND signing_days IS NOT NULL)",
        "state_known": "state IN ('draft', 'published', 'withdrawn')",
        "public_before_open": "published_on IS NULL OR published_on <= registration_from",
        "days_in_order": "registration_from IS NULL OR registration_until IS NULL OR "
        "registration_from <= registration_until",
        "signing_days_positive": "signing_days IS NULL OR signing_days >= 1",
    },
    "plan_units": {
        "withdrawn_for_a_reason": "(withdrawn_on IS NULL) = (withdrawn_reason = '')",
        "area_positive": "area > 0",
        "rent_not_negative": "rent_fen >= 0",
    },
    "registrations": {
        "decided_by_somebody": "(decided_on IS NULL) = (decided_by = '')",
        "withdrawn_at_a_time": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
        "decided_on_a_day": "(state IN ('passed', 'failed')) = (decided_on IS NOT NULL)",
        "withdrawn_for_a_reason": "state <> 'withdrawn' OR withdrawn_reason <> ''",
        "state_known": "state IN ('registered', 'withdrawn', 'in_review', 'passed', 'failed')",
        "way_known": "way IN ('account', 'officer', 'sheet')",
        "size_positive": "size >= 1",
    },
}
GUARDS = (
    Guard(
        "plans",
        "a published plan never changes",
        events=("UPDATE",),
        when="OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.audience "
        "<> OLD.audience OR NEW.mechanism <> OLD.mechanism OR "
        "NEW.method <> OLD.method OR NEW.approval_document <> "
        "OLD.approval_document OR NEW.rent <> OLD.rent OR "
        "NEW.range_served <> OLD.range_served OR NEW.sha256 <> "
        "OLD.sha256 OR NEW.registration_from <> OLD.registration_from "
        "OR NEW.registration_until <> OLD.registration_until OR "
        "NEW.registration_place <> OLD.registration_place OR "
        "NEW.registration_how <> OLD.registration_how OR "
        "NEW.session_time_place <> OLD.session_time_place OR "
        "NEW.signing_days <> OLD.signing_days OR NEW.published_at <> "
        "OLD.published_at OR NEW.published_by <> OLD.published_by OR "
        "NEW.drafted_by <> OLD.drafted_by OR CAST(NEW.groups_served AS "
        "TEXT) <> CAST(OLD.groups_served AS TEXT) OR "
        "CAST(NEW.other_abandonment_cases AS TEXT) <> "
        "CAST(OLD.other_abandonment_cases AS TEXT))",
        name="immutable",
    ),
    Guard(
        "plans",
        "a published plan is never removed",
        events=("DELETE",),
        when="OLD.published_at IS NOT NULL",
        name="kept",
    ),
    Guard(
        "plan_units",
        "a published plan never changes",
        events=("UPDATE",),
        when="OLD.public AND (NOT NEW.public OR NEW.unit_code <> "
        "OLD.unit_code OR NEW.unit_class <> OLD.unit_class OR "
        "NEW.address <> OLD.address OR NEW.layout <> OLD.layout OR "
        "NEW.area <> OLD.area OR NEW.rent_fen <> OLD.rent_fen OR "
        "NEW.accessible <> OLD.accessible)",
        name="immutable",
    ),
    Guard(
        "plan_units",
        "a published plan never changes",
        events=("DELETE",),
        when="OLD.public",
        name="kept",
    ),
)


def upgrade() -> None:
    # The closed list of kinds is the program's own, so that a new kind changes no table.
    _change_kinds(off="kind_known", on="kind_named", words="kind <> ''")
    _create_plans()
    _create_plan_units()
    _create_registrations()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _change_kinds(*, off: str, on: str, words: str) -> None:
    """Replace the check of the kinds; SQLite writes the table anew, without its guards."""
    dialect = op.get_bind().dialect.name
    for guard in NOTICE_GUARDS:
        for statement in unguard_statements(guard, dialect):
            op.execute(statement)
    op.execute(f"DELETE FROM notices WHERE NOT ({words})")
    with op.batch_alter_table("notices") as table:
        table.drop_constraint(op.f(f"ck_notices_{off}"), type_="check")
        table.create_check_constraint(op.f(f"ck_notices_{on}"), words)
    for guard in NOTICE_GUARDS:
        for statement in guard_statements(guard, dialect):
            op.execute(statement)


def _checks(table: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
        for name, rule in CHECKS[table].items()
    ]


def _create_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(64), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(160), nullable=False),
        sa.Column("mechanism", sa.String(32), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("approval_document", sa.String(256), nullable=False),
        sa.Column("rent", sa.Text(), nullable=False),
        sa.Column("range_served", sa.Text(), nullable=False),
        sa.Column("groups_served", sa.JSON(), nullable=False),
        sa.Column("registration_from", sa.Date(), nullable=True),
        sa.Column("registration_until", sa.Date(), nullable=True),
        sa.Column("registration_place", sa.Text(), nullable=False),
        sa.Column("registration_how", sa.Text(), nullable=False),
        sa.Column("session_time_place", sa.Text(), nullable=False),
        sa.Column("signing_days", sa.Integer(), nullable=True),
        sa.Column("other_abandonment_cases", sa.JSON(), nullable=False),
        sa.Column("drafted_by", sa.String(32), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_plans_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("round_id", name=op.f("uq_plans_round_id")),
        *_checks("plans"),
    )
    op.create_index(op.f("ix_plans_place_state"), "plans", ["place", "state"])


def _create_plan_units() -> None:
    op.create_table(
        "plan_units",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("unit_class", sa.String(128), nullable=False),
        sa.Column("project_code", sa.String(32), nullable=False),
        sa.Column("project_name", sa.String(128), nullable=False),
        sa.Column("street", sa.String(64), nullable=False),
        sa.Column("address", sa.String(256), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(32), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("rent_fen", sa.Integer(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("lift", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["plans.round_id"], name=op.f("fk_plan_units_round_id_plans")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_plan_units_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", name=op.f("pk_plan_units")),
        *_checks("plan_units"),
    )
    op.create_index(
        op.f("ix_plan_units_round_id_unit_class"), "plan_units", ["round_id", "unit_class"]
    )
    op.create_index(op.f("ix_plan_units_unit_id"), "plan_units", ["unit_id"])


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(64), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("needs_accessible", sa.Boolean(), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("registered_by", sa.String(32), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("recheck_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("notice_key", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["waitlist_entries.id"],
            name=op.f("fk_registrations_entry_id_waitlist_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_registrations_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["plans.round_id"], name=op.f("fk_registrations_round_id_plans")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint(
            "round_id", "household_id", name=op.f("uq_registrations_round_id_household_id")
        ),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_registrations_round_id_number")),
        *_checks("registrations"),
    )
    op.create_index(op.f("ix_registrations_entry_id"), "registrations", ["entry_id"])
    op.create_index(op.f("ix_registrations_household_id"), "registrations", ["household_id"])
    op.create_index(op.f("ix_registrations_recheck_id"), "registrations", ["recheck_id"])
    op.create_index(
        op.f("ix_registrations_round_id_state_id"), "registrations", ["round_id", "state", "id"]
    )
    op.create_index(
        "uq_registrations_taking_part",
        "registrations",
        ["household_id"],
        unique=True,
        sqlite_where=TAKING_PART,
        postgresql_where=TAKING_PART,
    )


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_table("registrations")
    op.drop_table("plan_units")
    op.drop_table("plans")
    _change_kinds(off="kind_named", on="kind_known", words=KINDS)
