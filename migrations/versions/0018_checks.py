"""Checks: questions to the departments, and sheets of answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OPEN = "state IN ('requested', 'sent', 'unavailable')"
STANDING = "state IN ('requested', 'sent', 'unavailable', 'answered')"
GUARDS = (
    Guard("check_requests", "a request to a department is never removed", ("DELETE",), name="kept"),
    Guard(
        "check_requests",
        "the answer of a department never changes",
        ("UPDATE",),
        when="OLD.answer_sha256 IS NOT NULL AND ("
        "NEW.answer_sealed IS NULL OR NEW.answer_sealed <> OLD.answer_sealed"
        " OR NEW.answer_sha256 <> OLD.answer_sha256 OR NEW.answered_at <> OLD.answered_at"
        " OR NEW.answered_by <> OLD.answered_by)",
        name="answer",
    ),
)


def upgrade() -> None:
    _requests()
    _sheets()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _requests() -> None:
    op.create_table(
        "check_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("department", sa.String(24), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("people_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("people_indexes", sa.JSON(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("applicant_group", sa.String(24), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fault", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(32), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sha256", sa.String(64), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(32), nullable=False),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_requests")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_check_requests_office_id_offices")
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_check_requests_request_id")),
        *_request_checks(),
    )
    for name, columns, where in (
        ("ix_check_requests_work_list", ["office_id", "due_on", "id"], OPEN),
        ("ix_check_requests_due_tries", ["next_try_at"], "next_try_at IS NOT NULL"),
    ):
        op.create_index(
            name,
            "check_requests",
            columns,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index(
        "uq_check_requests_standing",
        "check_requests",
        ["place", "case_kind", "case_id", "purpose", "department"],
        unique=True,
        sqlite_where=sa.text(STANDING),
        postgresql_where=sa.text(STANDING),
    )
    op.create_index("ix_check_requests_case", "check_requests", ["place", "case_kind", "case_id"])


def _request_checks() -> list[sa.CheckConstraint]:
    whole = " AND ".join(
        f"(answered_at IS NULL) = ({column} IS NULL)"
        for column in ("answer_sealed", "answer_sha256", "answered_by", "channel")
    )
    checks = {
        "state_known": "state IN"
        " ('requested', 'sent', 'answered', 'concluded', 'unavailable', 'void')",
        "department_checks": "department IN"
        " ('property_registry', 'civil_affairs', 'public_security', 'social_security')",
        "attempts_not_negative": "attempts >= 0",
        "answer_whole": whole,
        "answered_has_one": "state <> 'answered' OR answered_at IS NOT NULL",
        "open_has_none": f"NOT ({OPEN}) OR answered_at IS NULL",
        "closed_when_over": "(state IN ('concluded', 'void')) = (closed_at IS NOT NULL)",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_check_requests_{name}"))
        for name, rule in checks.items()
    ]


def _sheets() -> None:
    op.create_table(
        "check_answer_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(32), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_answer_sheets")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_check_answer_sheets_office_id_offices")
        ),
        sa.CheckConstraint(
            "rows >= 0 AND faults >= 0", name=op.f("ck_check_answer_sheets_counts_not_negative")
        ),
        sa.CheckConstraint(
            "taken_at IS NULL OR faults = 0", name=op.f("ck_check_answer_sheets_no_fault_if_taken")
        ),
    )
    op.create_index(op.f("ix_check_answer_sheets_office_id"), "check_answer_sheets", ["office_id"])


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_table("check_answer_sheets")
    op.drop_table("check_requests")
