"""Documents handed in for a case; their bytes lie sealed in files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TYPES = "'application/pdf', 'image/jpeg', 'image/png', 'image/webp'"
OF_CASE = sa.text("removed_at IS NULL AND member_id IS NULL")
OF_MEMBER = sa.text("removed_at IS NULL AND member_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("case_kind", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("media_type", sa.String(24), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path", sa.String(128), nullable=False),
        sa.Column("uploaded_by", sa.String(64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(64), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"media_type IN ({TYPES})", name=op.f("ck_documents_media_type_known")),
        sa.CheckConstraint("size > 0", name=op.f("ck_documents_size_positive")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_documents_sha256")),
        sa.CheckConstraint(
            "length(name) > 0 AND length(kind) > 0", name=op.f("ck_documents_named")
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)",
            name=op.f("ck_documents_removed_by_somebody"),
        ),
        sa.CheckConstraint(
            "removed_at IS NULL OR removed_at >= uploaded_at",
            name=op.f("ck_documents_removed_later"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_case", "documents", ["case_kind", "case_id"])
    op.create_index("ix_documents_sha256", "documents", ["place", "sha256"])
    op.create_index(
        "uq_documents_of_case",
        "documents",
        ["case_kind", "case_id", "kind", "sha256"],
        unique=True,
        sqlite_where=OF_CASE,
        postgresql_where=OF_CASE,
    )
    op.create_index(
        "uq_documents_of_member",
        "documents",
        ["case_kind", "case_id", "kind", "sha256", "member_id"],
        unique=True,
        sqlite_where=OF_MEMBER,
        postgresql_where=OF_MEMBER,
    )


def downgrade() -> None:
    op.drop_table("documents")
