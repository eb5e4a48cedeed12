"""Units of the county's stock and the households that wait."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("street", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("place", "code", name=op.f("pk_projects")),
    )
    _create_units()
    _create_households()


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("project_code", sa.String(32), nullable=False),
        sa.Column("building", sa.String(32), nullable=False),
        sa.Column("entrance", sa.String(32), nullable=False),
        sa.Column("room", sa.String(32), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(32), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("lift", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("reserved_for", sa.String(128), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("rent_fen", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("unit_class", sa.String(128), nullable=False),
        sa.Column("round_code", sa.String(64), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("place", "code", name=op.f("uq_units_place_code")),
        sa.ForeignKeyConstraint(
            ["place", "project_code"],
            ["projects.place", "projects.code"],
            name=op.f("fk_units_place_project_code_projects"),
        ),
        *_unit_checks(),
    )
    op.create_index(op.f("ix_units_place_unit_class"), "units", ["place", "unit_class"])
    op.create_index(op.f("ix_units_place_state"), "units", ["place", "state"])
    op.create_index(op.f("ix_units_import_id"), "units", ["import_id"])


def _unit_checks() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("area > 0", name=op.f("ck_units_area_positive")),
        sa.CheckConstraint(
            "floor >= 1 AND floor <= floors", name=op.f("ck_units_floor_within_building")
        ),
        sa.CheckConstraint("rent_fen >= 0", name=op.f("ck_units_rent_not_negative")),
        sa.CheckConstraint(
            "state IN ('vacant', 'reserved', 'offered', 'let', 'vacating', 'repair', 'sold')",
            name=op.f("ck_units_state_known"),
        ),
        sa.CheckConstraint(
            "(state IN ('reserved', 'offered')) = (round_code IS NOT NULL)",
            name=op.f("ck_units_round_if_reserved"),
        ),
    ]


def _create_households() -> None:
    op.create_table(
        "households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("application_number", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("document_kind", sa.String(32), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(64), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(64), nullable=True),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("street", sa.String(64), nullable=False),
        sa.Column("applicant_group", sa.String(24), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rescue", sa.String(24), nullable=False),
        sa.Column("priority_groups", sa.JSON(), nullable=False),
        sa.Column("income_fen", sa.Integer(), nullable=False),
        sa.Column("assets_fen", sa.BigInteger(), nullable=False),
        sa.Column("present_area", sa.Integer(), nullable=False),
        sa.Column("insurance_months", sa.Integer(), nullable=True),
        sa.Column("employer", sa.String(128), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("needs_accessible", sa.Boolean(), nullable=False),
        sa.Column("assistance", sa.String(24), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint(
            "place", "application_number", name=op.f("uq_households_place_application_number")
        ),
        sa.UniqueConstraint(
            "place", "identity_index", name=op.f("uq_households_place_identity_index")
        ),
        *_household_checks(),
    )
    op.create_index(op.f("ix_households_place_phone_index"), "households", ["place", "phone_index"])
    op.create_index(op.f("ix_households_place_name"), "households", ["place", "name"])
    op.create_index(op.f("ix_households_import_id"), "households", ["import_id"])


def _household_checks() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("size >= 1", name=op.f("ck_households_size_positive")),
        sa.CheckConstraint(
            "income_fen >= 0 AND assets_fen >= 0", name=op.f("ck_households_money_not_negative")
        ),
        sa.CheckConstraint(
            "present_area >= 0", name=op.f("ck_households_present_area_not_negative")
        ),
        sa.CheckConstraint(
            "insurance_months >= 0", name=op.f("ck_households_insurance_not_negative")
        ),
        sa.CheckConstraint(
            "accepted_on <= registered_on", name=op.f("ck_households_dates_in_order")
        ),
        sa.CheckConstraint(
            "(phone_sealed IS NULL) = (phone_index IS NULL)",
            name=op.f("ck_households_phone_whole"),
        ),
    ]


def downgrade() -> None:
    op.drop_table("households")
    op.drop_table("units")
    op.drop_table("projects")
