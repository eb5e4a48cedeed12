"""Offices; accounts of every role, each officer in an office, applicants by mobile number."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KINDS = (
    "'community', 'street', 'property_registry', 'civil_affairs', 'public_security',"
    " 'social_security', 'housing_department', 'housing_centre', 'park', 'employer', 'operator',"
    " 'price', 'finance', 'audit', 'prefecture_department', 'provincial_department',"
    " 'other_department'"
)
CHECKING = "'property_registry', 'civil_affairs', 'public_security', 'social_security'"
ONE_CHECKING = sa.text(f"closed_on IS NULL AND kind IN ({CHECKING})")
LIVE_PHONE = sa.text("closed_at IS NULL AND phone_index IS NOT NULL")
OLD_ROLES = "'county_reviewer', 'centre', 'county_head', 'auditor', 'administrator'"
ROLES = (
    "'applicant', 'employer', 'community', 'street', 'park', 'department', 'centre',"
    " 'county_reviewer', 'county_head', 'prefecture', 'province', 'operator', 'price_finance',"
    " 'auditor', 'administrator'"
)
FOREIGN = "fk_accounts_office_id_offices"
OFFICE_CHECKS = {
    "kind_known": f"kind IN ({KINDS})",
    "named": "length(code) > 0 AND length(name) > 0",
    "closed_after_opened": "closed_on IS NULL OR closed_on > opened_on",
    "community_in_street": "(kind = 'community') = (parent_id IS NOT NULL)",
    "not_its_own_parent": "parent_id IS NULL OR parent_id <> id",
    "street_named": "(kind = 'street') = (street <> '')",
    "connector_whole": "(connector_url = '') = (connector_secret_sealed IS NULL)",
    "connector_of_a_department": f"connector_url = '' OR kind IN ({CHECKING})",
}
KEPT_CHECKS = {
    "password_hashed": "password_hash LIKE '$argon2id$%'",
    "closed_after_opened": "closed_at IS NULL OR closed_at >= opened_at",
}
OLD_CHECKS = {"role_known": f"role IN ({OLD_ROLES})", **KEPT_CHECKS}
ADDED_CHECKS = {
    "officer_in_office": "(role IN ('applicant', 'administrator')) = (office_id IS NULL)",
    "phone_whole": "(phone_sealed IS NULL) = (phone_index IS NULL)",
    "phone_of_applicant": "phone_index IS NULL OR role = 'applicant'",
    "identity_whole": "(identity_sealed IS NULL) = (identity_index IS NULL)",
    "failures_counted": "failures >= 0",
    "failures_dated": "(failures = 0) = (failed_at IS NULL)",
}
NEW_CHECKS = {"role_known": f"role IN ({ROLES})", **KEPT_CHECKS, **ADDED_CHECKS}
#: The office that the officers of before worked in without its being written down.
OF_OLD_ROLE = {
    "centre": ("housing_centre", "CENTRE", "住房保障中心"),
    "county_reviewer": ("housing_department", "HOUSING", "县市区住建部门"),
    "county_head": ("housing_department", "HOUSING", "县市区住建部门"),
    "auditor": ("audit", "AUDIT", "审计、监察机关"),
}


def upgrade() -> None:
    _create_offices()
    op.add_column("accounts", sa.Column("office_id", sa.Integer(), nullable=True))
    _seat_officers()
    before = _accounts(OLD_CHECKS, [sa.Column("office_id", sa.Integer(), nullable=True)])
    with op.batch_alter_table("accounts", copy_from=before) as batch:
        for column in _added()[1:]:
            batch.add_column(column)
        batch.create_foreign_key(FOREIGN, "offices", ["office_id"], ["id"])
        batch.drop_constraint(op.f("ck_accounts_role_known"), type_="check")
        for name in ("role_known", *ADDED_CHECKS):
            batch.create_check_constraint(op.f(f"ck_accounts_{name}"), sa.text(NEW_CHECKS[name]))
    op.create_index("ix_accounts_office_id", "accounts", ["office_id"])
    op.create_index("ix_accounts_identity_index", "accounts", ["identity_index"])
    op.create_index(
        "uq_accounts_live_phone",
        "accounts",
        ["phone_index"],
        unique=True,
        sqlite_where=LIVE_PHONE,
        postgresql_where=LIVE_PHONE,
    )


def downgrade() -> None:
    """Drop what came; accounts of the new roles cannot stay, the register keeps their acts."""
    op.execute(f"DELETE FROM accounts WHERE role NOT IN ({OLD_ROLES})")
    for index in ("uq_accounts_live_phone", "ix_accounts_identity_index", "ix_accounts_office_id"):
        op.drop_index(index, "accounts")
    after = _accounts(NEW_CHECKS, _added())
    after.append_constraint(sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=FOREIGN))
    with op.batch_alter_table("accounts", copy_from=after) as batch:
        batch.drop_constraint(FOREIGN, type_="foreignkey")
        for name in ("role_known", *ADDED_CHECKS):
            batch.drop_constraint(op.f(f"ck_accounts_{name}"), type_="check")
        batch.create_check_constraint(
            op.f("ck_accounts_role_known"), sa.text(OLD_CHECKS["role_known"])
        )
        for column in _added():
            batch.drop_column(column.name)
    op.drop_table("offices")


def _create_offices() -> None:
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("street", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("email", sa.String(120), nullable=False),
        sa.Column("connector_url", sa.String(300), nullable=False),
        sa.Column("connector_key_id", sa.String(64), nullable=False),
        sa.Column("connector_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *[
            sa.CheckConstraint(rule, name=op.f(f"ck_offices_{name}"))
            for name, rule in OFFICE_CHECKS.items()
        ],
        sa.ForeignKeyConstraint(
            ["parent_id"], ["offices.id"], name=op.f("fk_offices_parent_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
    )
    op.create_index("ix_offices_kind", "offices", ["place", "kind"])
    op.create_index("ix_offices_parent_id", "offices", ["parent_id"])
    op.create_index("uq_offices_code", "offices", ["place", "code"], unique=True)
    op.create_index(
        "uq_offices_one_checking",
        "offices",
        ["place", "kind"],
        unique=True,
        sqlite_where=ONE_CHECKING,
        postgresql_where=ONE_CHECKING,
    )


def _seat_officers() -> None:
    """Write down the offices of the officers there are, from the day the first one came."""
    for role, (kind, code, name) in OF_OLD_ROLE.items():
        known = f"SELECT 1 FROM offices o WHERE o.place = accounts.place AND o.code = '{code}'"
        op.execute(
            "INSERT INTO offices (place, kind, code, name, street, phone, email, connector_url,"
            f" connector_key_id, opened_on) SELECT place, '{kind}', '{code}', '{name}', '', '',"
            " '', '', '', DATE(MIN(opened_at)) FROM accounts"
            f" WHERE role = '{role}' AND NOT EXISTS ({known}) GROUP BY place"
        )
        op.execute(
            "UPDATE accounts SET office_id = (SELECT o.id FROM offices o WHERE"
            f" o.place = accounts.place AND o.code = '{code}') WHERE role = '{role}'"
        )


def _added() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(64), nullable=False, server_default=""),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(64), nullable=True),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("identity_index", sa.String(64), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _accounts(checks: dict[str, str], more: list[sa.Column]) -> sa.Table:  # type: ignore[type-arg]
    """Return the table as it stands: SQLite cannot tell its own checks."""
    return sa.Table(
        "accounts",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *more,
        *[
            sa.CheckConstraint(sa.text(rule), name=op.f(f"ck_accounts_{name}"))
            for name, rule in checks.items()
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
        sa.Index("ix_accounts_place", "place"),
    )
