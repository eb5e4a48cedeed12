"""Reviews: surveys, opinions, decisions, answers on paper, lists filed for the record."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("review_investigations", "a survey never changes"),
    Guard("review_opinions", "an opinion never changes"),
    Guard("review_decisions", "a decision never changes"),
    Guard("review_paper_answers", "an answer on paper never changes"),
    Guard("review_filed_cases", "a filed list never changes"),
    Guard(
        "review_filings",
        "a received list never changes",
        ("UPDATE",),
        "OLD.received_at IS NOT NULL OR NEW.sha256 <> OLD.sha256 OR NEW.number <> OLD.number",
        "received",
    ),
    Guard("review_filings", "a filed list stays", ("DELETE",), "OLD.id > 0", "kept"),
)
#: Columns by type; a question mark allows NULL.
COLUMNS: dict[str, dict[sa.types.TypeEngine[Any], str]] = {
    "review_investigations": {
        sa.Integer(): "application_id",
        sa.Date(): "visited_on",
        sa.String(200): "investigators",
        sa.JSON(): "found",
        sa.String(64): "recorded_by",
        sa.DateTime(timezone=True): "recorded_at",
    },
    "review_opinions": {
        sa.Integer(): "application_id",
        sa.String(24): "stage outcome",
        sa.Text(): "reason",
        sa.JSON(): "assessment",
        sa.String(64): "given_by",
        sa.DateTime(timezone=True): "given_at",
    },
    "review_decisions": {
        sa.Integer(): "application_id turn",
        sa.String(12): "place",
        sa.String(24): "stage outcome",
        sa.Text(): "reason",
        sa.JSON(): "assessment cites",
        sa.String(64): "assessment_sha256 prepared_by decided_by",
        sa.Date(): "policy_day decided_on",
        sa.DateTime(timezone=True): "decided_at",
    },
    "review_paper_answers": {
        sa.Integer(): "application_id",
        sa.String(24): "department",
        sa.LargeBinary(): "answer_sealed",
        sa.String(200): "paper",
        sa.String(64): "recorded_by",
        sa.DateTime(timezone=True): "recorded_at",
    },
    "review_filings": {
        sa.String(12): "place",
        sa.String(24): "kind",
        sa.String(40): "number",
        sa.Integer(): "from_office_id to_office_id",
        sa.String(64): "sha256 filed_by receipt_number received_by?",
        sa.DateTime(timezone=True): "filed_at received_at?",
    },
    "review_filed_cases": {
        sa.Integer(): "filing_id application_id",
        sa.String(24): "kind",
        sa.JSON(): "line",
    },
}
_OUTCOME = "outcome IN ('qualified', 'unqualified')"
CHECKS: dict[str, dict[str, str]] = {
    "review_investigations": {"investigators_named": "length(investigators) > 0"},
    "review_opinions": {
        "stage_known": "stage IN ('street', 'county')",
        "outcome_known": _OUTCOME,
        "reason_given": "length(reason) > 0",
    },
    "review_decisions": {
        "stage_known": "stage IN ('county', 'reconsideration', 'park')",
        "outcome_known": _OUTCOME,
        "reason_given": "length(reason) > 0",
        "decider_named": "length(decided_by) > 0",
        "decided_by_another": "decided_by <> prepared_by",
        "assessment_hashed": "length(assessment_sha256) = 64",
    },
    "review_paper_answers": {"paper_named": "length(paper) > 0"},
    "review_filings": {
        "kind_known": "kind IN ('prefecture', 'park')",
        "received_whole": "(received_at IS NULL) = (received_by IS NULL)"
        " AND (received_at IS NULL) = (receipt_number = '')",
        "received_by_other": "received_by IS NULL OR received_by <> filed_by",
    },
    "review_filed_cases": {},
}
UNIQUE: dict[str, tuple[str, ...]] = {
    "review_decisions": ("application_id", "turn"),
    "review_filings": ("place", "kind", "number"),
    "review_filed_cases": ("application_id", "kind"),
}
INDEXES: dict[str, tuple[str, ...]] = {
    "review_investigations": ("application_id", "id"),
    "review_opinions": ("application_id", "id"),
    "review_decisions": ("place", "decided_on"),
    "review_paper_answers": ("application_id", "id"),
    "review_filings": ("to_office_id", "received_at", "id"),
    "review_filed_cases": ("filing_id",),
}


def upgrade() -> None:
    for table in COLUMNS:
        op.create_table(table, *_columns(table), *_constraints(table))
        columns = INDEXES[table]
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in reversed(COLUMNS):
        op.drop_table(table)


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
    if table in UNIQUE:
        columns = UNIQUE[table]
        found.append(sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}")))
    names = " ".join(COLUMNS[table].values()).split()
    for column, other in (("application_id", "applications"), ("filing_id", "review_filings")):
        if column in names:
            found.append(
                sa.ForeignKeyConstraint(
                    [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
                )
            )
    return found
