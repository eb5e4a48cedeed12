"""Projects with their start and origin, occupancy counted, and projects of rental housing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("occupancy_counts", "a count never changes"),
    Guard("rental_recognitions", "a recognition never changes"),
    Guard("rental_listings", "a published listing never changes"),
    Guard("acquisition_candidates", "a weighed candidate never changes"),
    Guard("rental_leases", "a filed lease never changes"),
    Guard("rent_reports", "a published report never changes"),
)
ORIGINS = "origin IN ('public_rental', 'low_rent')"
PROGRAMMES = "programme IN ('affordable', 'talent')"
EXTENDED = "extension_document = '' OR highrise"


def upgrade() -> None:
    with op.batch_alter_table("projects") as table:
        table.add_column(sa.Column("started_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("highrise", sa.Boolean(), nullable=False, server_default="0"))
        table.add_column(
            sa.Column("extension_document", sa.String(256), nullable=False, server_default="")
        )
        table.create_check_constraint(op.f("ck_projects_extended_if_highrise"), EXTENDED)
    with op.batch_alter_table("units") as table:
        table.add_column(
            sa.Column("origin", sa.String(24), nullable=False, server_default="public_rental")
        )
        table.add_column(
            sa.Column("programme", sa.String(24), nullable=False, server_default="affordable")
        )
        table.create_check_constraint(op.f("ck_units_origin_known"), ORIGINS)
        table.create_check_constraint(op.f("ck_units_programme_known"), PROGRAMMES)
    _create_counts()
    _create_projects()
    _create_papers()
    _create_leases()
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _create_counts() -> None:
    op.create_table(
        "occupancy_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("project_code", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("occupied", sa.Integer(), nullable=False),
        sa.Column("percent_min", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy_counts")),
        sa.UniqueConstraint(
            "place",
            "project_code",
            "kind",
            "due_on",
            name=op.f("uq_occupancy_counts_place_project_code_kind_due_on"),
        ),
        sa.CheckConstraint(
            "occupied >= 0 AND occupied <= units", name=op.f("ck_occupancy_counts_within_units")
        ),
        sa.CheckConstraint(
            "kind IN ('cycle', 'completion', 'year')", name=op.f("ck_occupancy_counts_kind_known")
        ),
        sa.CheckConstraint("counted_on >= due_on", name=op.f("ck_occupancy_counts_not_early")),
    )


def _create_projects() -> None:
    op.create_table(
        "rental_enterprises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("capital_fen", sa.BigInteger(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("units_managed", sa.Integer(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_enterprises")),
        sa.UniqueConstraint("place", "name", name=op.f("uq_rental_enterprises_place_name")),
        sa.CheckConstraint(
            "capital_fen >= 0 AND staff >= 0 AND units_managed >= 0",
            name=op.f("ck_rental_enterprises_not_negative"),
        ),
    )
    op.create_table(
        "rental_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("floor_area", sa.Integer(), nullable=False),
        sa.Column("commercial_area", sa.Integer(), nullable=False),
        sa.Column("legacy", sa.Boolean(), nullable=False),
        sa.Column("layouts", sa.JSON(), nullable=False),
        sa.Column("kept_by", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_projects")),
        sa.UniqueConstraint("place", "code", name=op.f("uq_rental_projects_place_code")),
        sa.CheckConstraint(
            "commercial_area >= 0 AND commercial_area <= floor_area",
            name=op.f("ck_rental_projects_areas_fit"),
        ),
    )


def _create_papers() -> None:
    project = ["rental_projects.id"]
    op.create_table(
        "rental_recognitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=False),
        sa.Column("recognised_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_recognitions")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            project,
            name=op.f("fk_rental_recognitions_project_id_rental_projects"),
        ),
        sa.UniqueConstraint("project_id", name=op.f("uq_rental_recognitions_project_id")),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_rental_recognitions_numbered")),
    )
    op.create_table(
        "rental_listings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_listings")),
        sa.ForeignKeyConstraint(
            ["project_id"], project, name=op.f("fk_rental_listings_project_id_rental_projects")
        ),
    )
    op.create_index(op.f("ix_rental_listings_project_id"), "rental_listings", ["project_id"])
    op.create_table(
        "acquisition_candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("layout", sa.String(64), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(256), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("size_min", sa.Integer(), nullable=False),
        sa.Column("size_max", sa.Integer(), nullable=False),
        sa.Column("demand", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("weighed_on", sa.Date(), nullable=False),
        sa.Column("weighed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquisition_candidates")),
        sa.CheckConstraint(
            "area > 0 AND units > 0 AND price_fen > 0 AND demand >= 0"
            " AND size_min >= 1 AND size_max >= size_min",
            name=op.f("ck_acquisition_candidates_plausible"),
        ),
    )
    op.create_index(op.f("ix_acquisition_candidates_place"), "acquisition_candidates", ["place"])


def _create_leases() -> None:
    op.create_table(
        "rental_leases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("landlord", sa.String(128), nullable=False),
        sa.Column("landlord_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("landlord_index", sa.String(64), nullable=False),
        sa.Column("tenant", sa.String(128), nullable=False),
        sa.Column("tenant_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("tenant_index", sa.String(64), nullable=False),
        sa.Column("district", sa.String(64), nullable=False),
        sa.Column("layout", sa.String(64), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("rent_fen", sa.BigInteger(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_leases")),
        sa.UniqueConstraint("place", "number", name=op.f("uq_rental_leases_place_number")),
        sa.CheckConstraint(
            "landlord_index <> tenant_index", name=op.f("ck_rental_leases_two_parties")
        ),
        sa.CheckConstraint("filed_on >= signed_on", name=op.f("ck_rental_leases_signed_first")),
        sa.CheckConstraint("area > 0 AND rent_fen > 0", name=op.f("ck_rental_leases_plausible")),
    )
    op.create_index(
        op.f("ix_rental_leases_place_signed_on"), "rental_leases", ["place", "signed_on"]
    )
    op.create_table(
        "rent_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rent_reports")),
        sa.UniqueConstraint("place", "to_on", name=op.f("uq_rent_reports_place_to_on")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_rent_reports_days_in_order")),
    )


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for name in (
        "rent_reports",
        "rental_leases",
        "acquisition_candidates",
        "rental_listings",
        "rental_recognitions",
        "rental_projects",
        "rental_enterprises",
        "occupancy_counts",
    ):
        op.drop_table(name)
    with op.batch_alter_table("units") as table:
        table.drop_constraint(op.f("ck_units_programme_known"), type_="check")
        table.drop_constraint(op.f("ck_units_origin_known"), type_="check")
        table.drop_column("programme")
        table.drop_column("origin")
    with op.batch_alter_table("projects") as table:
        table.drop_constraint(op.f("ck_projects_extended_if_highrise"), type_="check")
        for column in ("extension_document", "highrise", "started_on"):
            table.drop_column(column)
