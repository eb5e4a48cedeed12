"""Clocks: every deadline of every case."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OPEN = sa.text("stopped_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "case_clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("sub", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("overdue_from", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(24), nullable=False),
        sa.Column("rolls_over", sa.Boolean(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(24), nullable=True),
        *_checks(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clocks")),
    )
    _indexes()


def _indexes() -> None:
    for name, day, done in (
        ("ix_case_clocks_to_remind", "remind_on", "reminded_at"),
        ("ix_case_clocks_to_escalate", "overdue_from", "escalated_at"),
    ):
        waiting = sa.text(f"stopped_on IS NULL AND {done} IS NULL")
        op.create_index(
            name,
            "case_clocks",
            ["place", day],
            sqlite_where=waiting,
            postgresql_where=waiting,
        )
    op.create_index("ix_case_clocks_case", "case_clocks", ["place", "case_kind", "case_id"])
    op.create_index(
        "ix_case_clocks_due",
        "case_clocks",
        ["place", "due_on", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_case_clocks_office",
        "case_clocks",
        ["place", "office_id", "due_on", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_case_clocks_punctuality", "case_clocks", ["place", "due_on", "office_id", "kind"]
    )
    op.create_index(
        "uq_case_clocks_open",
        "case_clocks",
        ["place", "case_kind", "case_id", "kind", "sub"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _checks() -> list[sa.CheckConstraint]:
    checks = {
        "pause_has_reason": "(paused_on IS NULL) = (pause_reason = '')",
        "kind_known": "kind IN ('acceptance', 'supplement', 'department_check', 'street_review',"
        " 'street_publicity', 'county_receipt', 'county_recheck', 'prefecture_filing',"
        " 'county_decision', 'county_publicity', 'objection', 'review_request',"
        " 'reconsideration', 'park_review', 'park_filing', 'waitlist_cap')",
        "measure_known": "measure IN ('working_day', 'calendar_day', 'month', 'year')",
        "done_in_time": "outcome <> 'done' OR stopped_on <= due_on",
        "late_is_late": "outcome <> 'late' OR stopped_on > due_on",
        "outcome_known": "outcome IS NULL OR outcome IN ('done', 'late', 'passed', 'void')",
        "outcome_when_stopped": "(stopped_on IS NULL) = (outcome IS NULL)",
        "due_after_start": "due_on >= started_on",
        "overdue_after_due": "overdue_from > due_on",
        "paused_days_not_negative": "paused_days >= 0",
        "period_positive": "period >= 1",
        "stopped_after_start": "stopped_on IS NULL OR stopped_on >= started_on",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_case_clocks_{name}"))
        for name, rule in checks.items()
    ]


def downgrade() -> None:
    op.drop_table("case_clocks")
