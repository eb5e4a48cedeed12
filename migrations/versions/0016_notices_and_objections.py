"""Notices and objections."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

UP = sa.text("withdrawn_at IS NULL")
OPEN = sa.text("state = 'filed'")
GUARDS = (
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
    Guard("objections", "an objection is never removed", ("DELETE",), name="kept"),
    Guard(
        "objections",
        "what was objected never changes, nor does a decision",
        ("UPDATE",),
        when="OLD.text_sealed <> NEW.text_sealed OR OLD.contact_index <> NEW.contact_index"
        " OR OLD.receipt_index <> NEW.receipt_index OR OLD.notice_id <> NEW.notice_id"
        " OR OLD.filed_at <> NEW.filed_at OR OLD.state <> 'filed'",
        name="as_filed",
    ),
)


def upgrade() -> None:
    _notices()
    _objections()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _notices() -> None:

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(32), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(32), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(32), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        *_notices_checks(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index("ix_notices_board", "notices", ["place", "starts_on", "id"])
    op.create_index("ix_notices_case", "notices", ["place", "case_kind", "case_id"])
    op.create_index("ix_notices_office_id", "notices", ["office_id"])
    op.create_index(
        "uq_notices_up",
        "notices",
        ["place", "case_kind", "case_id", "kind", "starts_on"],
        unique=True,
        sqlite_where=UP,
        postgresql_where=UP,
    )


def _notices_checks() -> list[sa.CheckConstraint]:
    checks = {
        "ends_unless_for_good": "(ends_on IS NULL) = (kind IN ('registered', 'park_registered'))",
        "withdrawn_by_somebody": "(withdrawn_at IS NULL) = (withdrawn_by = '')",
        "withdrawn_for_a_reason": "(withdrawn_at IS NULL) = (withdrawn_reason = '')",
        "kind_known": "kind IN ('street_preliminary', 'qualified', 'registered',"
        " 'park_registered', 'waiting_order')",
        "days_in_order": "ends_on IS NULL OR ends_on >= starts_on",
        "key_length": "length(key) = 16",
        "titled": "length(title) > 0",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_notices_{name}")) for name, rule in checks.items()
    ]


def _objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(32), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_index", sa.String(64), nullable=False),
        sa.Column("tail_index", sa.String(64), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_index", sa.String(64), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_objections_checks(),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_objections_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("receipt_index", name=op.f("uq_objections_receipt_index")),
    )
    op.create_index("ix_objections_case", "objections", ["place", "case_kind", "case_id"])
    op.create_index(
        "ix_objections_open",
        "objections",
        ["place", "due_on", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "uq_objections_open_of_contact",
        "objections",
        ["notice_id", "contact_index"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _objections_checks() -> list[sa.CheckConstraint]:
    checks = {
        "decided_by_somebody": "(decided_at IS NULL) = (decided_by = '')",
        "decided_for_a_reason": "(decided_at IS NULL) = (reason = '')",
        "withdrawn_when": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
        "decided_when_decided": "(state IN ('upheld', 'dismissed')) = (decided_at IS NOT NULL)",
        "state_known": "state IN ('filed', 'upheld', 'dismissed', 'withdrawn')",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_objections_{name}"))
        for name, rule in checks.items()
    ]


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_table("objections")
    op.drop_table("notices")
