"""Letters kept as sent, and the deliveries of the outbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARD = Guard("letters", "a letter is kept as it was sent")
STATES = "'waiting', 'sending', 'sent', 'failed', 'given_up'"


def upgrade() -> None:
    _letters()
    _deliveries()
    for statement in guard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("recipient_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_letters_sequence_positive")),
        sa.CheckConstraint("length(text_sha256) = 64", name=op.f("ck_letters_text_sha256")),
        sa.CheckConstraint(
            "(case_id IS NULL) = (case_number = '')", name=op.f("ck_letters_case_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("number", name=op.f("uq_letters_number")),
        sa.UniqueConstraint(
            *("place", "year", "kind", "sequence"),
            name=op.f("uq_letters_place_year_kind_sequence"),
        ),
    )
    op.create_index("ix_letters_case", "letters", ["case_kind", "case_id"])
    op.create_index("ix_letters_place", "letters", ["place", "id"])
    op.create_index(op.f("ix_letters_office_id"), "letters", ["office_id"])
    op.create_index(op.f("ix_letters_account"), "letters", ["account"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("via", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("useless_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fault", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        *_delivery_checks(),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_deliveries_letter_id_letters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
        sa.UniqueConstraint("letter_id", "channel", name=op.f("uq_deliveries_letter_id_channel")),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["state", "due_at"])
    op.create_index("ix_deliveries_place", "deliveries", ["place", "state", "id"])


def _delivery_checks() -> list[sa.CheckConstraint]:
    checks = {
        "state_known": f"state IN ({STATES})",
        "channel_known": "channel IN ('inbox', 'sms', 'mail', 'paper')",
        "attempts_not_negative": "attempts >= 0",
        "sent_has_time": "(state = 'sent') = (sent_at IS NOT NULL)",
        "sent_has_carrier": "(state = 'sent') = (via <> '')",
        "sending_is_claimed": (
            "(state = 'sending') = (claim IS NOT NULL AND claimed_at IS NOT NULL)"
        ),
        "given_up_says_why": "state <> 'given_up' OR last_fault <> ''",
        "only_inbox_read": "read_at IS NULL OR channel = 'inbox'",
    }
    return [
        sa.CheckConstraint(said, name=op.f(f"ck_deliveries_{name}"))
        for name, said in checks.items()
    ]


def downgrade() -> None:
    for statement in unguard_statements(GUARD, op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("deliveries")
    op.drop_table("letters")
