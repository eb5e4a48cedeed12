"""Sheets that were taken, and the faults of those that were not."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _create_reports()
    _create_files()
    _create_rows_set_aside()
    _create_imports()


def _create_reports() -> None:
    op.create_table(
        "import_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_reports")),
        sa.CheckConstraint(
            "faults >= 0 AND notices >= 0", name=op.f("ck_import_reports_counts_not_negative")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'taken', 'discarded')", name=op.f("ck_import_reports_state_known")
        ),
        sa.CheckConstraint(
            "state <> 'taken' OR faults = 0", name=op.f("ck_import_reports_no_fault_if_taken")
        ),
    )
    op.create_index(op.f("ix_import_reports_place_state"), "import_reports", ["place", "state"])


def _create_files() -> None:
    op.create_table(
        "import_files",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("report_id", "kind", name=op.f("pk_import_files")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["import_reports.id"],
            name=op.f("fk_import_files_report_id_import_reports"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_import_files_sha256")),
    )


def _create_rows_set_aside() -> None:
    op.create_table(
        "import_rows_set_aside",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_aside_by", sa.String(64), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "kind", "row", name=op.f("pk_import_rows_set_aside")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["import_reports.id"],
            name=op.f("fk_import_rows_set_aside_report_id_import_reports"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id", "kind"],
            ["import_files.report_id", "import_files.kind"],
            name=op.f("fk_import_rows_set_aside_report_id_kind_import_files"),
        ),
        sa.CheckConstraint(
            "length(reason) > 0", name=op.f("ck_import_rows_set_aside_reason_given")
        ),
    )


def _create_imports() -> None:
    op.create_table(
        "sheet_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("file_name", sa.String(256), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_imports")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["import_reports.id"],
            name=op.f("fk_sheet_imports_report_id_import_reports"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_sheet_imports_sha256")),
    )
    op.create_index(op.f("ix_sheet_imports_report_id"), "sheet_imports", ["report_id"])
    op.create_index(op.f("ix_sheet_imports_place_kind"), "sheet_imports", ["place", "kind"])


def downgrade() -> None:
    op.drop_table("sheet_imports")
    op.drop_table("import_rows_set_aside")
    op.drop_table("import_files")
    op.drop_table("import_reports")
