"""Joint reviews, exits and renewals."""

from collections.abc import Sequence

from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements
from housing.core.db.shapes import Table, create_index, create_table

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RUNNING = "state IN ('opened', 'reviewing', 'cancelled', 'relocating', 'market_rent', 'litigation')"
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
    Table(
        "joint_reviews",
        "place:12 lease_id:int? household_id:int number:32 purpose:24 state:24 "
        "opened_on:day opened_by:64 reason:text document:200 due_on:day findings:json? "
        "answers:json? conditions:json cites:json decided_by:64? decided_on:day? "
        "decision_reason:text",
        checks={
            "decided_by_another": "decided_by <> opened_by",
            "decided_whole": (
                "(state IN ('passed', 'failed')) = (decided_by IS NOT NULL)"
                " AND (decided_by IS NULL) = (decided_on IS NULL) AND (state IN ('passed', "
                "'failed')) = (decision_reason <> '')"
            ),
            "due_after_opening": "due_on >= opened_on",
            "findings_rest_on_answers": "(findings IS NULL) = (answers IS NULL)",
            "opened_for_a_reason": "reason <> '' AND opened_by <> ''",
            "purpose_known": "purpose IN ('renewal', 'exit', 'periodic')",
            "renewal_of_a_lease": "purpose <> 'renewal' OR lease_id IS NOT NULL",
            "state_known": "state IN ('open', 'answered', 'passed', 'failed', 'void')",
        },
        keys={"household_id": "households", "lease_id": "leases"},
    ),
    Table(
        "department_opinions",
        "review_id:int department:24 adverse:bool words:text rules:json document:200 "
        "answer_sha256:64 given_on:day recorded_by:64",
        checks={
            "rests_on_something": "answer_sha256 <> '' OR document <> ''",
            "says_something": "words <> ''",
        },
        keys={"review_id": "joint_reviews"},
    ),
    Table(
        "exit_cases",
        "place:12 lease_id:int? household_id:int number:32 reason_kind:24 state:24 "
        "opened_on:day opened_by:64 reason:text document:200 review_id:int? decision:16 "
        "decided_by:64? decided_on:day? decision_reason:text conditions:json cites:json "
        "notice_number:64 delivered_on:day? served:24? delivery_document:200 "
        "relocate_until:day? extension_reason:text extension_document:200 "
        "market_from:day? dwelling:text habitable:bool? dwelling_on:day? "
        "dwelling_document:200 plaintiff:24? court:128 court_number:64 sued_on:day? "
        "judged_on:day? judgment:24? judgment_document:200 enforcement:text asked_on:day? "
        "asked_reason:text reviewed_by:64? reviewed_on:day? review_reason:text "
        "handover_id:int? ended_on:day?",
        checks={
            "asked_whole": "(asked_on IS NULL) = (asked_reason = '')",
            "cancelled_after_review": (
                "state <> 'cancelled' OR (decision = 'cancelled' AND review_id IS NOT NULL)"
            ),
            "decided_by_another": "decided_by <> opened_by",
            "decided_whole": (
                "(decision = '') = (decided_by IS NULL)"
                " AND (decided_by IS NULL) = (decided_on IS NULL)"
                " AND (decision = '') = (decision_reason = '')"
            ),
            "decision_known": "decision IN ('', 'kept', 'cancelled')",
            "delivered_whole": (
                "(delivered_on IS NULL) = (served IS NULL)"
                " AND (delivered_on IS NULL) = (delivery_document = '')"
                " AND (delivered_on IS NULL) = (relocate_until IS NULL)"
                " AND relocate_until >= delivered_on AND delivered_on >= opened_on"
            ),
            "dwelling_whole": (
                "(dwelling = '') = (dwelling_on IS NULL)"
                " AND (dwelling = '') = (habitable IS NULL)"
                " AND (dwelling = '') = (dwelling_document = '')"
            ),
            "ended_when_over": f"(ended_on IS NULL) = ({RUNNING}) OR lease_id IS NULL",
            "judged_whole": (
                "(judged_on IS NULL) = (judgment IS NULL)"
                " AND (judged_on IS NULL) = (judgment_document = '') AND judged_on >= sued_on"
            ),
            "litigation_dated": "state <> 'litigation' OR sued_on IS NOT NULL",
            "market_rent_after_period": "market_from > relocate_until",
            "market_rent_dated": "state <> 'market_rent' OR market_from IS NOT NULL",
            "opened_for_a_reason": "reason <> '' AND opened_by <> ''",
            "relocates_from_delivery": (
                "NOT (state IN ('relocating', 'market_rent', 'litigation'))"
                " OR delivered_on IS NOT NULL"
            ),
            "reviewed_by_another": "reviewed_by <> decided_by",
            "reviewed_whole": (
                "(reviewed_by IS NULL) = (reviewed_on IS NULL)"
                " AND (reviewed_by IS NULL) = (review_reason = '') AND (reviewed_by IS NULL"
                " OR asked_on IS NOT NULL)"
            ),
            "state_known": (
                "state IN ('opened', 'reviewing', 'kept', 'cancelled', 'relocating', "
                "'market_rent', 'litigation', 'vacated', 'void')"
            ),
            "sued_over_own_dwelling": (
                "(sued_on IS NULL) = (plaintiff IS NULL) AND (sued_on IS NULL) = (court = '')"
                " AND (sued_on IS NULL OR (habitable IS NOT NULL AND habitable"
                " AND relocate_until IS NOT NULL AND sued_on > relocate_until))"
            ),
            "trigger_known": (
                "reason_kind IN ('other_lease', 'own_dwelling', 'income', 'misuse', "
                "'term_ended', 'own_wish')"
            ),
        },
        keys={"household_id": "households", "lease_id": "leases", "review_id": "joint_reviews"},
    ),
    Table(
        "renewals",
        "place:12 lease_id:int household_id:int number:32 state:24 applied_on:day "
        "applied_by:64 document:200 words:text months:int lease_ends_on:day deadline:day "
        "late_days:int review_id:int? decided_by:64? decided_on:day? decision_reason:text "
        "cites:json successor_id:int? exit_id:int?",
        checks={
            "decided_by_another": "decided_by <> applied_by",
            "decided_whole": (
                "(state IN ('granted', 'refused', 'turned_away')) = (decided_by IS NOT NULL)"
                " AND (decided_by IS NULL) = (decided_on IS NULL) AND (state IN ('granted', "
                "'refused', 'turned_away')) = (decision_reason <> '')"
            ),
            "late_after_the_deadline": "(late_days = 0) = (applied_on <= deadline)",
            "lateness_not_negative": "late_days >= 0",
            "reviewed_by_one": "state <> 'reviewing' OR review_id IS NOT NULL",
            "something_follows": (
                "(state = 'granted') = (successor_id IS NOT NULL)"
                " AND (state = 'refused') = (exit_id IS NOT NULL)"
            ),
            "state_known": (
                "state IN ('applied', 'reviewing', 'granted', 'refused', 'turned_away', "
                "'withdrawn')"
            ),
            "term_positive": "months >= 1",
            "turned_away_if_late": "state <> 'turned_away' OR late_days > 0",
        },
        keys={
            "exit_id": "exit_cases",
            "household_id": "households",
            "lease_id": "leases",
            "review_id": "joint_reviews",
            "successor_id": "leases",
        },
    ),
    Table(
        "renewal_reminders",
        "lease_id:int ends_on:day months:int sent_on:day letter_number:64",
        checks={
            "months_positive": "months >= 1",
        },
        keys={"lease_id": "leases"},
        once=("lease_id ends_on months",),
    ),
    Table(
        "renewal_batches",
        "place:12 reason:text made_by:64 made_at:moment done_at:moment?",
        checks={
            "reasoned": "reason <> ''",
        },
    ),
    Table(
        "renewal_batch_rows",
        "batch_id:int renewal_id:int outcome:24 why:text",
        checks={
            "refusal_explained": "(outcome = 'refused') = (why <> '')",
        },
        keys={"batch_id": "renewal_batches", "renewal_id": "renewals"},
        once=("batch_id renewal_id",),
    ),
)
INDEXES = (
    ("ix_joint_reviews_household_id_id", "joint_reviews household_id id", ""),
    ("ix_joint_reviews_lease_id_id", "joint_reviews lease_id id", ""),
    ("ix_joint_reviews_place_state_due_on_id", "joint_reviews place state due_on id", ""),
    ("uq_joint_reviews_undecided", "joint_reviews household_id", "state IN ('open', 'answered')"),
    ("ix_department_opinions_review_id_id", "department_opinions review_id id", ""),
    ("ix_exit_cases_lease_id", "exit_cases lease_id", ""),
    ("ix_exit_cases_place_state_relocate_until_id", "exit_cases place state relocate_until id", ""),
    ("ix_exit_cases_review_id", "exit_cases review_id", ""),
    ("uq_exit_cases_running", "exit_cases household_id", f"{RUNNING} AND ended_on IS NULL"),
    ("ix_renewals_lease_id_id", "renewals lease_id id", ""),
    ("ix_renewals_place_state_lease_ends_on_id", "renewals place state lease_ends_on id", ""),
    ("ix_renewals_review_id", "renewals review_id", ""),
    ("uq_renewals_undecided", "renewals lease_id", "state IN ('applied', 'reviewing')"),
    ("ix_renewal_batches_open", "renewal_batches place id", "done_at IS NULL"),
    ("ix_renewal_batch_rows_batch_id_outcome_id", "renewal_batch_rows batch_id outcome id", ""),
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
