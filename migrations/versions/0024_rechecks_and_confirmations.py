"""Rechecks, reports of changes, confirmations; a new kind of clock needs no migration any more."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DECIDED = "state IN ('passed', 'failed', 'reconsidering', 'reversed', 'upheld')"
UNDECIDED = "state IN ('open', 'answered')"
PENDING = "state IN ('asked', 'unreached', 'silent')"
GUARDS = (
    Guard("confirmation_tries", "an attempt never changes"),
    Guard("rechecks", "a recheck is never removed", ("DELETE",), name="kept"),
    Guard(
        "rechecks",
        "a decision never changes",
        ("UPDATE",),
        "OLD.decided_by IS NOT NULL AND (NEW.decided_by IS NULL"
        " OR NEW.decided_by <> OLD.decided_by OR NEW.decided_on <> OLD.decided_on"
        " OR NEW.decision_reason <> OLD.decision_reason)",
        name="decided",
    ),
    Guard("change_reports", "a report is never removed", ("DELETE",), name="kept"),
    Guard("confirmations", "a question is never removed", ("DELETE",), name="kept"),
)
#: Columns by type; a question mark allows NULL.
COLUMNS: dict[str, dict[sa.types.TypeEngine[Any], str]] = {
    "rechecks": {
        sa.String(12): "place",
        sa.Integer(): "entry_id",
        sa.String(32): "number",
        sa.String(24): "purpose state",
        sa.String(64): "round_code? opened_by decided_by? reviewed_by?",
        sa.Date(): "opened_on due_on decided_on? review_asked_on? reviewed_on?",
        sa.Text(): "reason decision_reason review_reason",
        sa.JSON(): "findings? answers? conditions cites",
    },
    "change_reports": {
        sa.String(12): "place",
        sa.Integer(): "entry_id recheck_id?",
        sa.String(32): "number",
        sa.String(24): "kind state",
        sa.Date(): "happened_on handled_on?",
        sa.Text(): "words handled_reason",
        sa.String(64): "reported_by handled_by?",
        sa.DateTime(timezone=True): "reported_at",
    },
    "confirmations": {
        sa.String(12): "place",
        sa.Integer(): "entry_id asked",
        sa.String(32): "number",
        sa.String(64): "street secret_index answered_by",
        sa.String(24): "state wish? how?",
        sa.Date(): "opened_on due_on grace_until answered_on?",
        sa.Text(): "note",
    },
    "confirmation_tries": {
        sa.Integer(): "confirmation_id",
        sa.String(24): "channel result",
        sa.Text(): "note",
        sa.String(64): "made_by",
        sa.DateTime(timezone=True): "made_at",
    },
}
CHECKS: dict[str, dict[str, str]] = {
    "rechecks": {
        "purpose_known": "purpose IN ('periodic', 'change', 'round')",
        "state_known": "state IN ('open', 'answered', 'passed', 'failed', 'reconsidering',"
        " 'reversed', 'upheld', 'void')",
        "round_if_for_one": "(purpose = 'round') = (round_code IS NOT NULL)",
        "due_after_opening": "due_on >= opened_on",
        "opened_for_a_reason": "length(reason) > 0 AND length(opened_by) > 0",
        "decided_whole": f"({DECIDED}) = (decided_by IS NOT NULL)"
        " AND (decided_by IS NULL) = (decided_on IS NULL)"
        f" AND ({DECIDED}) = (decision_reason <> '')",
        "decided_by_another": "decided_by <> opened_by",
        "findings_rest_on_answers": "(findings IS NULL) = (answers IS NULL)",
        "reviewed_whole": "(reviewed_by IS NOT NULL) = (state IN ('reversed', 'upheld'))"
        " AND (reviewed_by IS NULL) = (reviewed_on IS NULL)"
        " AND (reviewed_by IS NULL) = (review_reason = '')",
        "reviewed_by_another": "reviewed_by <> decided_by",
    },
    "change_reports": {
        "kind_known": "kind IN ('income', 'assets', 'housing', 'people', 'work', 'contact',"
        " 'other')",
        "says_something": "length(words) > 0",
        "handled_whole": "(state = 'new') = (handled_by IS NULL)"
        " AND (handled_by IS NULL) = (handled_on IS NULL)"
        " AND (state = 'noted') = (handled_reason <> '')"
        " AND (state = 'rechecked') = (recheck_id IS NOT NULL)",
    },
    "confirmations": {
        "state_known": "state IN ('asked', 'unreached', 'silent', 'answered', 'handed_on', 'void')",
        "days_in_order": "due_on > opened_on AND grace_until >= due_on",
        "asked_not_negative": "asked >= 0",
        "answer_whole": "(answered_on IS NULL) = (wish IS NULL)"
        " AND (answered_on IS NULL) = (how IS NULL) AND (answered_on IS NULL) = (answered_by = '')",
        "answered_has_one": "state <> 'answered' OR answered_on IS NOT NULL",
        "pending_has_none": f"NOT ({PENDING}) OR answered_on IS NULL",
    },
    "confirmation_tries": {
        "channel_known": "channel IN ('inbox', 'sms', 'mail', 'paper', 'phone', 'visit')",
        "result_known": "result IN ('sent', 'nobody', 'reached')",
        "made_by_somebody": "length(made_by) > 0",
    },
}
FOREIGN = {
    "entry_id": "waitlist_entries",
    "recheck_id": "rechecks",
    "confirmation_id": "confirmations",
}
INDEXES: dict[str, tuple[str, ...]] = {
    "rechecks": ("place state due_on id", "place round_code", "entry_id id"),
    "change_reports": ("place state id", "entry_id id"),
    "confirmations": ("place state due_on id", "place street state id", "entry_id id"),
    "confirmation_tries": ("confirmation_id id",),
}
ONE_AT_A_TIME = {"rechecks": ("undecided", UNDECIDED), "confirmations": ("pending", PENDING)}
KINDS = (
    "kind IN ('acceptance', 'supplement', 'department_check', 'street_review', 'street_publicity',"
    " 'county_receipt', 'county_recheck', 'prefecture_filing', 'county_decision',"
    " 'county_publicity', 'objection', 'review_request', 'reconsideration', 'park_review',"
    " 'park_filing', 'waitlist_cap')"
)


def upgrade() -> None:
    # The closed list of kinds is the program's own, so that a new deadline changes no table.
    with op.batch_alter_table("case_clocks") as table:
        table.drop_constraint(op.f("ck_case_clocks_kind_known"), type_="check")
        table.create_check_constraint(op.f("ck_case_clocks_kind_named"), "kind <> ''")
    for table_name in COLUMNS:
        op.create_table(table_name, *_columns(table_name), *_constraints(table_name))
        for columns in INDEXES[table_name]:
            index = op.f(f"ix_{table_name}_{columns.replace(' ', '_')}")
            op.create_index(index, table_name, columns.split())
    for table_name, (name, condition) in ONE_AT_A_TIME.items():
        op.create_index(
            f"uq_{table_name}_{name}",
            table_name,
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table_name in ("confirmation_tries", "confirmations", "change_reports", "rechecks"):
        op.drop_table(table_name)
    op.execute(f"DELETE FROM case_clocks WHERE NOT ({KINDS})")
    with op.batch_alter_table("case_clocks") as table:
        table.drop_constraint(op.f("ck_case_clocks_kind_named"), type_="check")
        table.create_check_constraint(op.f("ck_case_clocks_kind_known"), KINDS)


def _columns(table: str) -> list[sa.Column[Any]]:
    columns: list[sa.Column[Any]] = [sa.Column("id", sa.Integer(), nullable=False)]
    for kind, names in COLUMNS[table].items():
        for name in names.split():
            columns.append(sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?")))
    return columns


def _constraints(table: str) -> list[sa.Constraint]:
    found: list[sa.Constraint] = [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
    for name, words in CHECKS[table].items():
        found.append(sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")))
    if table == "confirmations":
        found.append(
            sa.UniqueConstraint("secret_index", name=op.f("uq_confirmations_secret_index"))
        )
    names = " ".join(COLUMNS[table].values()).replace("?", "").split()
    for column in set(names) & set(FOREIGN):
        other = FOREIGN[column]
        name = op.f(f"fk_{table}_{column}_{other}")
        found.append(sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name))
    return found
