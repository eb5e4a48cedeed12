"""Rounds: their steps and files, the roll and the units that are allotted."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    "rounds",
    "round_steps",
    "round_files",
    "round_households",
    "round_units",
)


def _hash(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), nullable=nullable)


def _instant(name: str, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    _create_rounds()
    _create_round_steps()
    _create_round_files()
    _create_round_households()
    _create_round_units()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("mechanism", sa.String(32), nullable=False),
        sa.Column("approval_document", sa.String(256), nullable=False),
        sa.Column("seed_source", sa.String(64), nullable=False),
        _instant("prepared_at", nullable=False),
        sa.Column("roll_document", sa.String(256), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        _instant("frozen_at"),
        sa.Column("frozen_by", sa.String(64), nullable=True),
        _hash("roll_sha256"),
        _hash("units_sha256"),
        _hash("rules_sha256"),
        _instant("drawn_at"),
        _instant("seed_entered_at"),
        sa.Column("seed_by", sa.String(64), nullable=True),
        sa.Column("seed_bits", sa.Integer(), nullable=True),
        _hash("seed_sha256"),
        _hash("order_sha256"),
        _instant("order_published_at"),
        sa.Column("publicity_until", sa.Date(), nullable=True),
        _hash("stages_sha256"),
        _hash("allocation_sha256"),
        _instant("checked_at"),
        _instant("published_at"),
        sa.Column("published_by", sa.String(64), nullable=True),
        _hash("package_sha256"),
        _instant("annulled_at"),
        sa.Column("annulled_by", sa.String(64), nullable=True),
        sa.Column("annul_reason", sa.Text(), nullable=True),
        sa.Column("annul_document", sa.String(256), nullable=True),
        *_round_checks(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("code", name=op.f("uq_rounds_code")),
        sa.UniqueConstraint("place", "year", "number", name=op.f("uq_rounds_place_year_number")),
    )


STATES = (
    *("prepared", "plan_published", "registering", "re_reviewing", "frozen", "drawn", "ordered"),
    *("order_published", "filing_review", "picking", "allocating", "checked", "published"),
    *("signing", "closed", "annulled"),
)


def _states(before: str) -> str:
    """The states up to `before`, as a list of SQL."""
    return ", ".join(f"'{state}'" for state in STATES[: STATES.index(before)])


def _only_from(fact: str, state: str) -> str:
    return f"state = 'annulled' OR ({fact} IS NULL) = (state IN ({_states(state)}))"


def _together(first: str, *others: str) -> str:
    return " AND ".join(f"({first} IS NULL) = ({other} IS NULL)" for other in others)


def _round_checks() -> list[sa.CheckConstraint]:
    checks = {
        "state_known": f"state IN ({_states('annulled')}, 'annulled')",
        "approved": "length(approval_document) > 0",
        **_facts_together(),
        **_people_and_times(),
        "frozen_in_time": _only_from("frozen_at", "frozen"),
        "drawn_in_time": _only_from("drawn_at", "drawn"),
        "ordered_in_time": _only_from("order_sha256", "ordered"),
        "order_shown_in_time": _only_from("order_published_at", "order_published"),
        "planned_in_time": _only_from("allocation_sha256", "allocating"),
        "checked_in_time": _only_from("checked_at", "checked"),
        "published_in_time": _only_from("published_at", "published"),
    }
    return [sa.CheckConstraint(sql, name=op.f(f"ck_rounds_{name}")) for name, sql in checks.items()]


def _facts_together() -> dict[str, str]:
    return {
        "freeze_whole": _together(
            "frozen_at", "frozen_by", "day", "roll_sha256", "units_sha256", "rules_sha256"
        ),
        "seed_whole": _together(
            "drawn_at", "seed_entered_at", "seed_by", "seed_bits", "seed_sha256"
        ),
        "order_shown_whole": _together("order_published_at", "publicity_until"),
        "plan_whole": _together("allocation_sha256", "stages_sha256"),
        "published_whole": _together("published_at", "published_by", "package_sha256"),
        "annulled_whole": (
            "(state = 'annulled') = (annulled_at IS NOT NULL) AND "
            + _together("annulled_at", "annulled_by", "annul_reason", "annul_document")
            + " AND (annul_reason IS NULL OR length(annul_reason) > 0)"
            + " AND (annul_document IS NULL OR length(annul_document) > 0)"
        ),
    }


def _people_and_times() -> dict[str, str]:
    return {
        "freeze_before_seed": (
            "drawn_at IS NULL OR (frozen_at IS NOT NULL AND drawn_at > frozen_at)"
        ),
        "seed_drawn_before_entered": "drawn_at IS NULL OR drawn_at <= seed_entered_at",
        "seed_by_another": "seed_by IS NULL OR seed_by <> frozen_by",
        "published_by_another": (
            "published_by IS NULL OR (published_by <> frozen_by AND published_by <> seed_by)"
        ),
    }


def _create_round_steps() -> None:
    op.create_table(
        "round_steps",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        _instant("at", nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("basis", sa.String(128), nullable=False),
        sa.Column("document", sa.String(256), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_steps_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_round_steps")),
    )


def _create_round_files() -> None:
    op.create_table(
        "round_files",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        _hash("sha256", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_round_files_hash")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_files_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", "name", name=op.f("pk_round_files")),
    )


def _create_round_households() -> None:
    op.create_table(
        "round_households",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.String(32), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("off_roll", sa.String(32), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        _hash("receipt_index", nullable=False),
        sa.Column("receipt_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT live OR off_roll = ''", name=op.f("ck_round_households_live_on_roll")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_round_households_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_households_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_id", name=op.f("pk_round_households")),
        sa.UniqueConstraint(
            "round_id", "household_id", name=op.f("uq_round_households_round_id_household_id")
        ),
    )
    op.create_index(
        op.f("ix_round_households_one_live_round"),
        "round_households",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_index(
        op.f("ix_round_households_receipt_index"),
        "round_households",
        ["receipt_index"],
        unique=True,
    )


def _create_round_units() -> None:
    op.create_table(
        "round_units",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("unit_class", sa.String(128), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_units_round_id_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_round_units_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", name=op.f("pk_round_units")),
    )
    op.create_index(
        op.f("ix_round_units_one_live_round"),
        "round_units",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
