"""Picking and offers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STANDS = sa.text("undone_at IS NULL")
HELD = sa.text("undone_at IS NULL AND outcome = 'picked'")
PENDING = sa.text("state IN ('open', 'accepted')")
HOLDING = sa.text("state IN ('open', 'accepted', 'signed')")
GUARDS = (
    Guard("pick_slots", "who was told of which time never changes", ("DELETE",), name="kept"),
    Guard("picks", "a pick is never removed, only undone", ("DELETE",), name="kept"),
    Guard(
        "picks",
        "what was picked never changes, nor does what was undone",
        ("UPDATE",),
        when="OLD.session_id <> NEW.session_id OR OLD.turn <> NEW.turn OR OLD.stage <> NEW.stage"
        " OR OLD.roll_id <> NEW.roll_id OR OLD.at <> NEW.at OR OLD.by <> NEW.by"
        " OR COALESCE(OLD.unit_code, '') <> COALESCE(NEW.unit_code, '')"
        " OR (OLD.outcome <> NEW.outcome"
        " AND NOT (OLD.outcome = 'picked' AND NEW.outcome = 'given_up'))"
        " OR OLD.undone_at IS NOT NULL",
        name="as_picked",
    ),
    Guard("offers", "an offer is never removed", ("DELETE",), name="kept"),
    Guard(
        "offers",
        "whom a flat was offered never changes, nor does an offer that has ended",
        ("UPDATE",),
        when="OLD.round_id <> NEW.round_id OR OLD.roll_id <> NEW.roll_id"
        " OR OLD.household_id <> NEW.household_id OR OLD.unit_id <> NEW.unit_id"
        " OR OLD.made_on <> NEW.made_on OR OLD.ended_on IS NOT NULL",
        name="as_made",
    ),
    Guard("reoffers", "what was re-offered never changes"),
    Guard("reoffer_proofs", "the proof of a re-offer never changes"),
)


def upgrade() -> None:
    _sessions()
    _picks()
    _offers()
    _reoffers()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in ("reoffer_proofs", "reoffers", "offers", "picks", "pick_slots", "pick_sessions"):
        op.drop_table(table)


def _sessions() -> None:
    op.create_table(
        "pick_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(64), nullable=False),
        sa.Column("hall", sa.String(256), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("per_slot", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR opened_at IS NOT NULL",
            name=op.f("ck_pick_sessions_ended_after_opened"),
        ),
        sa.CheckConstraint(
            "from_minute >= 0 AND until_minute <= 1440"
            " AND from_minute + slot_minutes <= until_minute",
            name=op.f("ck_pick_sessions_hours_whole"),
        ),
        sa.CheckConstraint("length(hall) > 0", name=op.f("ck_pick_sessions_hall_named")),
        sa.CheckConstraint(
            "slot_minutes >= 1 AND per_slot >= 1", name=op.f("ck_pick_sessions_slots_whole")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_pick_sessions_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_sessions")),
        sa.UniqueConstraint("round_id", name=op.f("uq_pick_sessions_round_id")),
    )
    op.create_table(
        "pick_slots",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(160), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_pick_slots_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["pick_sessions.id"],
            name=op.f("fk_pick_slots_session_id_pick_sessions"),
        ),
        sa.PrimaryKeyConstraint("session_id", "turn", name=op.f("pk_pick_slots")),
        sa.UniqueConstraint(
            "session_id", "stage", "roll_id", name=op.f("uq_pick_slots_session_id_stage_roll_id")
        ),
    )
    op.create_index(op.f("ix_pick_slots_household_id"), "pick_slots", ["household_id"])


def _picks() -> None:
    op.create_table(
        "picks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(160), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("unit_class", sa.String(128), nullable=True),
        sa.Column("unit_code", sa.String(64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("document", sa.String(256), nullable=False),
        sa.Column("undo_asked_by", sa.String(64), nullable=False),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.String(64), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by = '')"
            " AND (undo_asked_by = '') = (undo_reason = '')"
            " AND (undone_at IS NULL OR (undo_asked_by <> '' AND undone_by <> undo_asked_by))",
            name=op.f("ck_picks_undone_by_two"),
        ),
        sa.CheckConstraint(
            "(unit_code IS NOT NULL) = (outcome IN ('picked', 'given_up'))",
            name=op.f("ck_picks_flat_if_picked"),
        ),
        sa.CheckConstraint(
            "outcome IN ('picked', 'given_up', 'declined', 'none_left', 'absent')",
            name=op.f("ck_picks_outcome_known"),
        ),
        sa.CheckConstraint(
            "(unit_code IS NULL) = (unit_class IS NULL)", name=op.f("ck_picks_flat_whole")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["pick_sessions.id"], name=op.f("fk_picks_session_id_pick_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picks")),
    )
    op.create_index(op.f("ix_picks_session_id"), "picks", ["session_id"])
    for name, column, where in (("turn", "turn", STANDS), ("unit", "unit_code", HELD)):
        op.create_index(
            f"uq_picks_{name}",
            "picks",
            ["session_id", column],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(64), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("unit_class", sa.String(128), nullable=False),
        sa.Column("reoffer", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("contract_document", sa.String(256), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("keys_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        *_offer_checks(),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}s.id"], name=op.f(f"fk_offers_{name}_id_{name}s")
            )
            for name in ("household", "round", "unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("number", name=op.f("uq_offers_number")),
    )
    op.create_index("ix_offers_due", "offers", ["place", "state", "answer_by", "id"])
    for subject in ("household", "unit"):
        for name, where in (("held", HOLDING), ("pending", PENDING)):
            of_round = ["round_id"] if name == "held" else []
            op.create_index(
                f"uq_offers_{subject}_{name}",
                "offers",
                [*of_round, f"{subject}_id"],
                unique=True,
                sqlite_where=where,
                postgresql_where=where,
            )


def _offer_checks() -> list[sa.CheckConstraint]:
    checks = {
        "state_known": "state IN ('open', 'accepted', 'signed', 'declined', 'expired',"
        " 'fallen_through', 'withdrawn')",
        "answer_after_made": "answer_by >= made_on",
        "reoffer_not_negative": "reoffer >= 0",
        "ended_with_reason": "(state IN ('open', 'accepted', 'signed')) = (ended_on IS NULL)"
        " AND (ended_on IS NULL) = (end_reason = '')",
        "signed_on_a_day": "state <> 'signed' OR signed_on IS NOT NULL",
        "signed_whole": "signed_on IS NULL OR (accepted_on IS NOT NULL"
        " AND contract_document <> '' AND signed_on >= accepted_on"
        " AND state IN ('signed', 'fallen_through'))",
        "keys_after_lease": "keys_on IS NULL OR (state = 'signed' AND keys_on >= signed_on)",
    }
    return [
        sa.CheckConstraint(words, name=op.f(f"ck_offers_{name}")) for name, words in checks.items()
    ]


def _reoffers() -> None:
    op.create_table(
        "reoffers",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("assignments", sa.JSON(), nullable=False),
        sa.Column("to_stock", sa.JSON(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_reoffers_number_positive")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_reoffers_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_reoffers")),
    )
    op.create_table(
        "reoffer_proofs",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("problem_sha256", sa.String(64), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("plan_sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("length(plan_sha256) = 64", name=op.f("ck_reoffer_proofs_plan_sha256")),
        sa.CheckConstraint(
            "length(problem_sha256) = 64", name=op.f("ck_reoffer_proofs_problem_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "number"], ["reoffers.round_id", "reoffers.number"], name="fk_reoffer"
        ),
        sa.PrimaryKeyConstraint("round_id", "number", "stage", name=op.f("pk_reoffer_proofs")),
    )
