"""Applications: families, their members, overlaps, statements, and what employers filed."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    Guard("application_statements", "what was stated to be true never changes"),
    Guard(
        "application_duplicates",
        "an overlap is resolved once",
        ("UPDATE",),
        when="OLD.resolved_at IS NOT NULL",
    ),
    Guard(
        "applications",
        "an application keeps its number",
        ("UPDATE",),
        when="OLD.number IS NOT NULL AND (NEW.number IS NULL OR NEW.number <> OLD.number)",
    ),
    Guard(
        "applications",
        "a version never goes back",
        ("UPDATE",),
        when="NEW.version < OLD.version",
        name="version",
    ),
    Guard(
        "applications",
        "an application with a number stays",
        ("DELETE",),
        when="OLD.number IS NOT NULL",
    ),
)
#: Columns by type; a question mark allows NULL.
COLUMNS: dict[str, dict[sa.types.TypeEngine[Any], str]] = {
    "application_counts": {
        sa.String(12): "place",
        sa.Integer(): "year last",
    },
    "collectives": {
        sa.Integer(): "id employer_office_id office_id? rows",
        sa.String(12): "place",
        sa.Boolean(): "park",
        sa.String(256): "name",
        sa.String(64): "sha256 sent_by",
        sa.JSON(): "findings",
        sa.DateTime(timezone=True): "sent_at filed_at?",
    },
    "applications": {
        sa.Integer(): (
            "id version street_office_id? community_office_id? park_office_id? "
            "employer_office_id? collective_id? present_area? owned_area? previous_id?"
        ),
        sa.String(12): "place",
        sa.String(32): "number? guardian_document_kind",
        sa.String(
            24
        ): "applicant_group channel state applies_as? guardian_relation? rescue assistance?",
        sa.String(64): (
            "account? opened_by opening_key? submission_key? guardian_name "
            "guardian_identity_index? street work_street phone_index? phone_tail_index?"
        ),
        sa.LargeBinary(): "draft_sealed? guardian_identity_sealed? phone_sealed? email_sealed?",
        sa.String(256): "address residence_address work_address",
        sa.JSON(): (
            "dwellings disposals policy_housing vehicles insurance_months priority_groups "
            "missing? assessment? refusal_reasons"
        ),
        sa.BigInteger(): "income_fen? assets_fen?",
        sa.String(128): "employer_name",
        sa.Date(): (
            "guardian_birth_on? employed_since? graduated_on? accepted_on? registered_on? "
            "closed_on?"
        ),
        sa.Boolean(): "needs_accessible",
        sa.DateTime(timezone=True): "opened_at submitted_at?",
    },
    "application_duplicates": {
        sa.Integer(): "id application_id other_id",
        sa.String(24): "kind decision?",
        sa.String(64): "pair resolved_by?",
        sa.Text(): "reason note",
        sa.DateTime(timezone=True): "found_at resolved_at?",
    },
    "application_members": {
        sa.Integer(): "id application_id position consent_document_id?",
        sa.String(
            64
        ): "name identity_index identity_tail_index phone_index? consented_by consent_paper",
        sa.String(24): "relation marital capacity consent",
        sa.String(32): "document_kind",
        sa.LargeBinary(): "identity_sealed phone_sealed?",
        sa.Date(): "birth_on",
        sa.Boolean(): "is_applicant live",
        sa.BigInteger(): "income_fen?",
        sa.String(128): "employer",
        sa.DateTime(timezone=True): "consented_at?",
    },
    "application_statements": {
        sa.Integer(): "id application_id version",
        sa.Text(): "statement",
        sa.String(64): "signed_by facts_sha256",
        sa.DateTime(timezone=True): "signed_at",
        sa.JSON(): "documents",
    },
}
#: Primary key, unique keys, foreign keys.
KEYS: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "application_counts": ("place year", (), {}),
    "collectives": ("id", (), {}),
    "applications": (
        "id",
        ("opened_by opening_key", "place number"),
        {"collective_id": "collectives"},
    ),
    "application_duplicates": (
        "id",
        ("application_id other_id kind",),
        {"application_id": "applications", "other_id": "applications"},
    ),
    "application_members": ("id", ("application_id position",), {"application_id": "applications"}),
    "application_statements": (
        "id",
        ("application_id version",),
        {"application_id": "applications"},
    ),
}
CHECKS: dict[str, dict[str, str]] = {
    "collectives": {
        "rows_if_filed": "rows >= 0 AND (filed_at IS NULL OR rows >= 1)",
        "sha256": "length(sha256) = 64",
    },
    "applications": {
        "applies_as_known": (
            "applies_as IS NULL OR applies_as IN ('head', 'put_forward', 'self', 'guardian')"
        ),
        "areas_not_negative": "present_area >= 0 AND owned_area >= 0",
        "channel_known": "channel IN ('household_street', 'workplace_street', 'employer', 'park')",
        "closed_if_dated": "closed_on IS NULL OR submitted_at IS NOT NULL OR state = 'withdrawn'",
        "collective_from_employer": "collective_id IS NULL OR employer_office_id IS NOT NULL",
        "facts_once_submitted": (
            "state IN ('draft', 'withdrawn') OR (applies_as IS NOT NULL AND assistance IS NOT "
            "NULL AND income_fen IS NOT NULL AND assets_fen IS NOT NULL AND present_area IS "
            "NOT NULL AND phone_index IS NOT NULL)"
        ),
        "guardian_whole": (
            "(guardian_name <> '') = (guardian_identity_index IS NOT NULL) AND "
            "(guardian_identity_sealed IS NULL) = (guardian_identity_index IS NULL) AND "
            "(state IN ('draft', 'withdrawn') OR (applies_as = 'guardian') = (guardian_name "
            "<> ''))"
        ),
        "money_not_negative": "income_fen >= 0 AND assets_fen >= 0",
        "number_once_submitted": (
            "(number IS NOT NULL) = (submitted_at IS NOT NULL) AND (state <> 'draft' OR "
            "number IS NULL) AND (state IN ('draft', 'withdrawn') OR number IS NOT NULL)"
        ),
        "phone_whole": "(phone_sealed IS NULL) = (phone_index IS NULL)",
        "registered_if_dated": (
            "registered_on IS NULL OR state IN ('registered', 'park_registered', 'filed')"
        ),
        "state_known": (
            "state IN ('draft', 'submitted', 'incomplete', 'accepted', 'investigated', "
            "'street_public', 'forwarded', 'county_received', 'rechecked', 'qualified', "
            "'unqualified', 'county_public', 'registered', 'refused', 'reconsidering', "
            "'refused_final', 'park_review', 'park_registered', 'filed', 'withdrawn')"
        ),
        "version_positive": "version >= 1",
    },
    "application_duplicates": {
        "decision_known": "decision IS NULL OR decision IN ('same', 'different')",
        "kind_known": "kind IN ('same_person', 'same_spouse', 'same_address_phone')",
        "pair_in_order": "application_id < other_id",
        "resolved_whole": (
            "(resolved_at IS NULL) = (resolved_by IS NULL) AND (resolved_at IS NULL) = "
            "(decision IS NULL) AND (resolved_at IS NULL OR length(note) > 0)"
        ),
    },
    "application_members": {
        "capacity_known": "capacity IN ('full', 'limited', 'none')",
        "consent_dated": "(consent = 'none') = (consented_at IS NULL)",
        "consent_known": "consent IN ('none', 'signed_in', 'uploaded')",
        "consent_paper": (
            "consent <> 'uploaded' OR consent_document_id IS NOT NULL OR consent_paper <> ''"
        ),
        "money_not_negative": "income_fen >= 0",
        "phone_whole": "(phone_sealed IS NULL) = (phone_index IS NULL)",
        "position_positive": "position >= 1",
        "relation_known": (
            "relation IN ('head', 'spouse', 'child', 'parent', 'parent_in_law', "
            "'grandparent', 'grandchild', 'sibling', 'other')"
        ),
    },
    "application_statements": {
        "facts_sha256": "length(facts_sha256) = 64",
        "statement_given": "length(statement) > 0",
    },
}
INDEXES = {
    "collectives": ("employer_office_id id",),
    "applications": (
        "account id",
        "collective_id",
        "employer_office_id id",
        "place community_office_id state id",
        "place park_office_id state id",
        "place phone_index",
        "place phone_tail_index",
        "place residence_address",
        "place state id",
        "place street_office_id state id",
        "previous_id",
    ),
    "application_duplicates": ("other_id", "pair kind"),
    "application_members": ("identity_index", "identity_tail_index", "name", "phone_index"),
}
#: Name, table, columns, and while what holds they are unique.
UNIQUE_WHILE = (
    ("one_live", "application_members", "identity_index", "live"),
    ("one_applicant", "application_members", "application_id", "is_applicant"),
    ("filed_once", "collectives", "place employer_office_id sha256", "filed_at IS NOT NULL"),
)


def upgrade() -> None:
    for table in COLUMNS:
        op.create_table(table, *_columns(table), *_keys(table), *_checks(table))
        for columns in INDEXES.get(table, ()):
            op.create_index(_named("ix", table, columns), table, columns.split())
    for name, table, columns, condition in UNIQUE_WHILE:
        op.create_index(
            f"uq_{table}_{name}",
            table,
            columns.split(),
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.add_column("households", sa.Column("application_id", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_households_application_id"), "households", ["application_id"], unique=True
    )
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def _named(kind: str, table: str, columns: str) -> str:
    return op.f(f"{kind}_{table}_{columns.replace(' ', '_')}")


def _columns(table: str) -> list[sa.Column[Any]]:
    return [
        sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?"))
        for kind, names in COLUMNS[table].items()
        for name in names.split()
    ]


def _checks(table: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))
        for name, words in CHECKS.get(table, {}).items()
    ]


def _keys(table: str) -> list[sa.Constraint]:
    primary, unique, foreign = KEYS[table]
    return [
        sa.PrimaryKeyConstraint(*primary.split(), name=op.f(f"pk_{table}")),
        *(
            sa.UniqueConstraint(*columns.split(), name=_named("uq", table, columns))
            for columns in unique
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
            )
            for column, other in foreign.items()
        ),
    ]


def downgrade() -> None:
    for guard in GUARDS:
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_index(op.f("ix_households_application_id"), "households")
    op.drop_column("households", "application_id")
    for table in reversed(COLUMNS):
        op.drop_table(table)
