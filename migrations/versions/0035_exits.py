"""Joint reviews, exits and renewals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RUNNING = "state IN ('opened', 'reviewing', 'cancelled', 'relocating', 'market_rent', 'litigation')"
RUNNING_CASE = f"{RUNNING} AND ended_on IS NULL"
GUARDS = (
    Guard("department_opinions", "what a department held on a household never changes"),
    Guard("exit_cases", "a case of exit is never removed", ("DELETE",), name="kept"),
    Guard(
        "exit_cases",
        "a decision on an exit, and its delivery, never change",
        ("UPDATE",),
        when="(OLD.decision <> '' AND (OLD.decision <> NEW.decision"
        " OR OLD.decision_reason <> NEW.decision_reason OR NEW.decided_by IS NULL"
        " OR OLD.decided_by <> NEW.decided_by))"
        " OR (OLD.delivered_on IS NOT NULL AND (NEW.delivered_on IS NULL"
        " OR OLD.delivered_on <> NEW.delivered_on))",
        name="as_decided",
    ),
)
TABLES = (
    "renewal_batch_rows",
    "renewal_batches",
    "renewal_reminders",
    "renewals",
    "exit_cases",
    "department_opinions",
    "joint_reviews",
)


def upgrade() -> None:
    _joint_reviews()
    _department_opinions()
    _exit_cases()
    _renewals()
    _renewal_reminders()
    _renewal_batches()
    _renewal_batch_rows()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in TABLES:
        op.drop_table(table)


def _joint_reviews() -> None:
    op.create_table(
        "joint_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("findings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(state IN ('passed', 'failed')) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_on IS NULL)"
            " AND (state IN ('passed', 'failed')) = (decision_reason <> '')",
            name=op.f("ck_joint_reviews_decided_whole"),
        ),
        sa.CheckConstraint(
            "purpose <> 'renewal' OR lease_id IS NOT NULL",
            name=op.f("ck_joint_reviews_renewal_of_a_lease"),
        ),
        sa.CheckConstraint(
            "purpose IN ('renewal', 'exit', 'periodic')",
            name=op.f("ck_joint_reviews_purpose_known"),
        ),
        sa.CheckConstraint(
            "reason <> '' AND opened_by <> ''", name=op.f("ck_joint_reviews_opened_for_a_reason")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'passed', 'failed', 'void')",
            name=op.f("ck_joint_reviews_state_known"),
        ),
        sa.CheckConstraint(
            "(findings IS NULL) = (answers IS NULL)",
            name=op.f("ck_joint_reviews_findings_rest_on_answers"),
        ),
        sa.CheckConstraint(
            "decided_by <> opened_by", name=op.f("ck_joint_reviews_decided_by_another")
        ),
        sa.CheckConstraint("due_on >= opened_on", name=op.f("ck_joint_reviews_due_after_opening")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_joint_reviews_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_joint_reviews_lease_id_leases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reviews")),
    )
    op.create_index(
        op.f("ix_joint_reviews_household_id_id"), "joint_reviews", ["household_id", "id"]
    )
    op.create_index(op.f("ix_joint_reviews_lease_id_id"), "joint_reviews", ["lease_id", "id"])
    op.create_index(
        op.f("ix_joint_reviews_place_state_due_on_id"),
        "joint_reviews",
        ["place", "state", "due_on", "id"],
    )
    op.create_index(
        "uq_joint_reviews_undecided",
        "joint_reviews",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'answered')"),
        postgresql_where=sa.text("state IN ('open', 'answered')"),
    )


def _department_opinions() -> None:
    op.create_table(
        "department_opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(24), nullable=False),
        sa.Column("adverse", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("document", sa.String(200), server_default="", nullable=False),
        sa.Column("answer_sha256", sa.String(64), server_default="", nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "answer_sha256 <> '' OR document <> ''",
            name=op.f("ck_department_opinions_rests_on_something"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_department_opinions_says_something")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["joint_reviews.id"],
            name=op.f("fk_department_opinions_review_id_joint_reviews"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_opinions")),
    )
    op.create_index(
        op.f("ix_department_opinions_review_id_id"), "department_opinions", ["review_id", "id"]
    )


def _exit_cases() -> None:
    op.create_table(
        "exit_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("reason_kind", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), server_default="", nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(16), server_default="", nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("notice_number", sa.String(64), server_default="", nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("served", sa.String(24), nullable=True),
        sa.Column("delivery_document", sa.String(200), server_default="", nullable=False),
        sa.Column("relocate_until", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("extension_document", sa.String(200), server_default="", nullable=False),
        sa.Column("market_from", sa.Date(), nullable=True),
        sa.Column("dwelling", sa.Text(), server_default="", nullable=False),
        sa.Column("habitable", sa.Boolean(), nullable=True),
        sa.Column("dwelling_on", sa.Date(), nullable=True),
        sa.Column("dwelling_document", sa.String(200), server_default="", nullable=False),
        sa.Column("plaintiff", sa.String(24), nullable=True),
        sa.Column("court", sa.String(128), server_default="", nullable=False),
        sa.Column("court_number", sa.String(64), server_default="", nullable=False),
        sa.Column("sued_on", sa.Date(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("judgment", sa.String(24), nullable=True),
        sa.Column("judgment_document", sa.String(200), server_default="", nullable=False),
        sa.Column("enforcement", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("asked_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("reviewed_by", sa.String(64), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(asked_on IS NULL) = (asked_reason = '')", name=op.f("ck_exit_cases_asked_whole")
        ),
        sa.CheckConstraint(
            "(decision = '') = (decided_by IS NULL)"
            " AND (decided_by IS NULL) = (decided_on IS NULL)"
            " AND (decision = '') = (decision_reason = '')",
            name=op.f("ck_exit_cases_decided_whole"),
        ),
        sa.CheckConstraint(
            "(delivered_on IS NULL) = (served IS NULL)"
            " AND (delivered_on IS NULL) = (delivery_document = '')"
            " AND (delivered_on IS NULL) = (relocate_until IS NULL)"
            " AND relocate_until >= delivered_on AND delivered_on >= opened_on",
            name=op.f("ck_exit_cases_delivered_whole"),
        ),
        sa.CheckConstraint(
            "(dwelling = '') = (dwelling_on IS NULL) AND (dwelling = '') = (habitable IS NULL)"
            " AND (dwelling = '') = (dwelling_document = '')",
            name=op.f("ck_exit_cases_dwelling_whole"),
        ),
        sa.CheckConstraint(
            f"(ended_on IS NULL) = ({RUNNING}) OR lease_id IS NULL",
            name=op.f("ck_exit_cases_ended_when_over"),
        ),
        sa.CheckConstraint(
            "(judged_on IS NULL) = (judgment IS NULL)"
            " AND (judged_on IS NULL) = (judgment_document = '') AND judged_on >= sued_on",
            name=op.f("ck_exit_cases_judged_whole"),
        ),
        sa.CheckConstraint(
            "(reviewed_by IS NULL) = (reviewed_on IS NULL)"
            " AND (reviewed_by IS NULL) = (review_reason = '')"
            " AND (reviewed_by IS NULL OR asked_on IS NOT NULL)",
            name=op.f("ck_exit_cases_reviewed_whole"),
        ),
        sa.CheckConstraint(
            "(sued_on IS NULL) = (plaintiff IS NULL) AND (sued_on IS NULL) = (court = '')"
            " AND (sued_on IS NULL OR (habitable AND sued_on > relocate_until))",
            name=op.f("ck_exit_cases_sued_over_own_dwelling"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('relocating', 'market_rent', 'litigation'))"
            " OR delivered_on IS NOT NULL",
            name=op.f("ck_exit_cases_relocates_from_delivery"),
        ),
        sa.CheckConstraint(
            "decision IN ('', 'kept', 'cancelled')", name=op.f("ck_exit_cases_decision_known")
        ),
        sa.CheckConstraint(
            "reason <> '' AND opened_by <> ''", name=op.f("ck_exit_cases_opened_for_a_reason")
        ),
        sa.CheckConstraint(
            "reason_kind IN ('other_lease', 'own_dwelling', 'income', 'misuse', 'term_ended',"
            " 'own_wish')",
            name=op.f("ck_exit_cases_trigger_known"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR (decision = 'cancelled' AND review_id IS NOT NULL)",
            name=op.f("ck_exit_cases_cancelled_after_review"),
        ),
        sa.CheckConstraint(
            "state <> 'litigation' OR sued_on IS NOT NULL",
            name=op.f("ck_exit_cases_litigation_dated"),
        ),
        sa.CheckConstraint(
            "state <> 'market_rent' OR market_from IS NOT NULL",
            name=op.f("ck_exit_cases_market_rent_dated"),
        ),
        sa.CheckConstraint(
            "state IN ('opened', 'reviewing', 'kept', 'cancelled', 'relocating', 'market_rent',"
            " 'litigation', 'vacated', 'void')",
            name=op.f("ck_exit_cases_state_known"),
        ),
        sa.CheckConstraint(
            "decided_by <> opened_by", name=op.f("ck_exit_cases_decided_by_another")
        ),
        sa.CheckConstraint(
            "market_from > relocate_until", name=op.f("ck_exit_cases_market_rent_after_period")
        ),
        sa.CheckConstraint(
            "reviewed_by <> decided_by", name=op.f("ck_exit_cases_reviewed_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_exit_cases_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_exit_cases_lease_id_leases")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["joint_reviews.id"], name=op.f("fk_exit_cases_review_id_joint_reviews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_cases")),
    )
    op.create_index(op.f("ix_exit_cases_lease_id"), "exit_cases", ["lease_id"])
    op.create_index(
        op.f("ix_exit_cases_place_state_relocate_until_id"),
        "exit_cases",
        ["place", "state", "relocate_until", "id"],
    )
    op.create_index(op.f("ix_exit_cases_review_id"), "exit_cases", ["review_id"])
    op.create_index(
        "uq_exit_cases_running",
        "exit_cases",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text(RUNNING_CASE),
        postgresql_where=sa.text(RUNNING_CASE),
    )


def _renewals() -> None:
    op.create_table(
        "renewals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("applied_by", sa.String(64), nullable=False),
        sa.Column("document", sa.String(200), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("lease_ends_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(64), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("exit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'granted') = (successor_id IS NOT NULL)"
            " AND (state = 'refused') = (exit_id IS NOT NULL)",
            name=op.f("ck_renewals_something_follows"),
        ),
        sa.CheckConstraint(
            "(state IN ('granted', 'refused')) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_on IS NULL)"
            " AND (state IN ('granted', 'refused')) = (decision_reason <> '')",
            name=op.f("ck_renewals_decided_whole"),
        ),
        sa.CheckConstraint(
            "state <> 'reviewing' OR review_id IS NOT NULL",
            name=op.f("ck_renewals_reviewed_by_one"),
        ),
        sa.CheckConstraint(
            "state IN ('applied', 'reviewing', 'granted', 'refused', 'withdrawn')",
            name=op.f("ck_renewals_state_known"),
        ),
        sa.CheckConstraint(
            "(late_days = 0) = (applied_on <= deadline)",
            name=op.f("ck_renewals_late_after_the_deadline"),
        ),
        sa.CheckConstraint("decided_by <> applied_by", name=op.f("ck_renewals_decided_by_another")),
        sa.CheckConstraint("late_days >= 0", name=op.f("ck_renewals_lateness_not_negative")),
        sa.CheckConstraint("months >= 1", name=op.f("ck_renewals_term_positive")),
        sa.ForeignKeyConstraint(
            ["exit_id"], ["exit_cases.id"], name=op.f("fk_renewals_exit_id_exit_cases")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_renewals_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_renewals_lease_id_leases")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["joint_reviews.id"], name=op.f("fk_renewals_review_id_joint_reviews")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["leases.id"], name=op.f("fk_renewals_successor_id_leases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewals")),
    )
    op.create_index(op.f("ix_renewals_lease_id_id"), "renewals", ["lease_id", "id"])
    op.create_index(
        op.f("ix_renewals_place_state_lease_ends_on_id"),
        "renewals",
        ["place", "state", "lease_ends_on", "id"],
    )
    op.create_index(op.f("ix_renewals_review_id"), "renewals", ["review_id"])
    op.create_index(
        "uq_renewals_undecided",
        "renewals",
        ["lease_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('applied', 'reviewing')"),
        postgresql_where=sa.text("state IN ('applied', 'reviewing')"),
    )


def _renewal_reminders() -> None:
    op.create_table(
        "renewal_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("letter_number", sa.String(64), nullable=False),
        sa.CheckConstraint("months >= 1", name=op.f("ck_renewal_reminders_months_positive")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_renewal_reminders_lease_id_leases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_reminders")),
        sa.UniqueConstraint(
            "lease_id",
            "ends_on",
            "months",
            name=op.f("uq_renewal_reminders_lease_id_ends_on_months"),
        ),
    )


def _renewal_batches() -> None:
    op.create_table(
        "renewal_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_renewal_batches_reasoned")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_batches")),
    )
    op.create_index(
        "ix_renewal_batches_open",
        "renewal_batches",
        ["place", "id"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _renewal_batch_rows() -> None:
    op.create_table(
        "renewal_batch_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(outcome = 'refused') = (why <> '')",
            name=op.f("ck_renewal_batch_rows_refusal_explained"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["renewal_batches.id"],
            name=op.f("fk_renewal_batch_rows_batch_id_renewal_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["renewal_id"], ["renewals.id"], name=op.f("fk_renewal_batch_rows_renewal_id_renewals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_batch_rows")),
        sa.UniqueConstraint(
            "batch_id", "renewal_id", name=op.f("uq_renewal_batch_rows_batch_id_renewal_id")
        ),
    )
    op.create_index(
        op.f("ix_renewal_batch_rows_batch_id_outcome_id"),
        "renewal_batch_rows",
        ["batch_id", "outcome", "id"],
    )
