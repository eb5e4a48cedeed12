"""The tables of violations and of what stands beside them, as migration 0036 makes them."""

import sqlalchemy as sa
from alembic import op

VIOLATIONS_CHECKS = {
    "state_known": "state IN ('reported', 'noticed', 'found', 'ordered', 'rectifying', "
    "'cancelled', 'returning', 'enforcement', 'closed', 'dismissed', 'vacated', 'revoked')",
    "kind_known": "kind IN ('lend', 'sublet', 'swap', 'change_of_use', 'damage', "
    "'unauthorised_decoration', 'unlawful', 'idle')",
    "described": "facts <> ''",
    "not_before_it_happened": "happened_on <= opened_on",
    "noticed_whole": "(noticed_on IS NULL) = (statement_until IS NULL)",
    "time_to_answer": "statement_until >= noticed_on",
    "statement_dated": "(stated_on IS NULL) = (statement = '')",
    "found_whole": "(found_on IS NULL) = (found_by = '') AND (found_on IS NULL) = (finding = '')",
    "heard_before_found": "found_on IS NULL OR (noticed_on IS NOT NULL AND (stated_on IS NOT "
    "NULL OR found_on > statement_until))",
    "unlawful_by_authority": "kind <> 'unlawful' OR found_on IS NULL OR (authority <> '' AND "
    "authority_document <> '')",
    "ordered_whole": "(ordered_on IS NULL) = (ordered_by = '') AND (ordered_on IS NULL) = "
    "(requirement = '') AND (ordered_on IS NULL) = (rectify_days IS NULL)",
    "found_before_ordered": "ordered_on IS NULL OR (found_on IS NOT NULL AND ordered_on >= "
    "found_on AND rectify_days >= 0)",
    "ordered_by_another": "ordered_on IS NULL OR ordered_by <> found_by",
    "order_delivered_whole": "(order_delivered_on IS NULL) = (order_way IS NULL) AND "
    "(order_delivered_on IS NULL) = (order_receipt = '') AND (order_delivered_on IS NULL) = "
    "(rectify_until IS NULL)",
    "order_delivered_later": "order_delivered_on IS NULL OR (ordered_on IS NOT NULL AND "
    "order_delivered_on >= ordered_on AND rectify_until >= order_delivered_on)",
    "refused_whole": "(refused_on IS NULL) = (refused_by = '')",
    "refused_after_period": "refused_on IS NULL OR (rectify_until IS NOT NULL AND refused_on > "
    "rectify_until)",
    "cancelled_whole": "(cancelled_on IS NULL) = (cancelled_by = '') AND (cancelled_on IS NULL) "
    "= (cancel_reasons = '') AND (cancelled_on IS NULL) = (return_days IS NULL)",
    "refused_before_cancelled": "cancelled_on IS NULL OR (refused_on IS NOT NULL AND "
    "cancelled_on >= refused_on AND return_days >= 1)",
    "cancelled_by_another": "cancelled_on IS NULL OR cancelled_by <> refused_by",
    "decision_delivered_whole": "(decision_delivered_on IS NULL) = (decision_way IS NULL) AND "
    "(decision_delivered_on IS NULL) = (decision_receipt = '') AND (decision_delivered_on IS "
    "NULL) = (return_until IS NULL)",
    "decision_delivered_later": "decision_delivered_on IS NULL OR (cancelled_on IS NOT NULL AND "
    "decision_delivered_on >= cancelled_on AND return_until > decision_delivered_on)",
    "applied_whole": "(applied_on IS NULL) = (applied_by = '') AND (applied_on IS NULL) = "
    "(court = '') AND (applied_on IS NULL) = (remedies = '')",
    "applied_after_period": "applied_on IS NULL OR (return_until IS NOT NULL AND applied_on > "
    "return_until)",
    "ruled_whole": "(ruled_on IS NULL) = (ruling = '')",
    "ruled_after_applied": "ruled_on IS NULL OR (applied_on IS NOT NULL AND ruled_on >= "
    "applied_on)",
    "state_by_steps": "(state NOT IN ('ordered', 'rectifying', 'cancelled', 'returning', "
    "'enforcement', 'vacated', 'revoked') OR ordered_on IS NOT NULL) AND (state NOT IN "
    "('rectifying', 'closed') OR order_delivered_on IS NOT NULL) AND (state IN ('cancelled', "
    "'returning', 'enforcement', 'vacated', 'revoked')) = (cancelled_on IS NOT NULL) AND (state "
    "NOT IN ('returning', 'enforcement') OR decision_delivered_on IS NOT NULL) AND (state <> "
    "'enforcement' OR applied_on IS NOT NULL) AND (state <> 'vacated' OR returned_on IS NOT "
    "NULL)",
    "ended_whole": "(state IN ('closed', 'dismissed', 'vacated', 'revoked')) = (ended_on IS NOT "
    "NULL) AND (ended_on IS NULL) = (end_reason = '')",
}
VIOLATION_VISITS_CHECKS = {
    "with_evidence": "finding <> '' AND document <> ''",
}
VIOLATION_REPORTS_CHECKS = {
    "state_known": "state IN ('received', 'opened', 'referred', 'unfounded')",
    "category_known": "category IN ('lend', 'sublet', 'swap', 'sell', 'change_of_use', "
    "'damage', 'unauthorised_decoration', 'unlawful', 'idle', 'broker')",
    "described": "what <> '' AND address <> ''",
    "decided_whole": "(state = 'received') = (decided_on IS NULL) AND (decided_on IS NULL) = "
    "(decided_by = '') AND (decided_on IS NULL) = (reasons = '')",
    "opened_a_case": "(state = 'opened') = (violation_id IS NOT NULL)",
    "referred_to_somebody": "(state = 'referred') = (referred_to <> '')",
    "broker_is_no_tenant": "state <> 'opened' OR category <> 'broker'",
}


def create_tables() -> None:
    """Create the tables of violations, those that others refer to first."""
    _create_violations()
    _create_violation_visits()
    _create_violation_reports()


def _create_violations() -> None:
    name = "violations"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("lease_id", sa.Integer(), nullable=False),
        sa.Column("lease_number", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("authority", sa.String(128), nullable=False, server_default=""),
        sa.Column("authority_document", sa.String(200), nullable=False, server_default=""),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("statement_until", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False, server_default=""),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False, server_default=""),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("found_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("requirement", sa.Text(), nullable=False, server_default=""),
        sa.Column("rectify_days", sa.Integer(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("ordered_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("order_delivered_on", sa.Date(), nullable=True),
        sa.Column("order_way", sa.String(24), nullable=True),
        sa.Column("order_receipt", sa.String(200), nullable=False, server_default=""),
        sa.Column("rectify_until", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("refused_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("cancel_reasons", sa.Text(), nullable=False, server_default=""),
        sa.Column("return_days", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("decision_delivered_on", sa.Date(), nullable=True),
        sa.Column("decision_way", sa.String(24), nullable=True),
        sa.Column("decision_receipt", sa.String(200), nullable=False, server_default=""),
        sa.Column("return_until", sa.Date(), nullable=True),
        sa.Column("court", sa.String(128), nullable=False, server_default=""),
        sa.Column("court_number", sa.String(64), nullable=False, server_default=""),
        sa.Column("remedies", sa.Text(), nullable=False, server_default=""),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("applied_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("ruling", sa.Text(), nullable=False, server_default=""),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("end_document", sa.String(200), nullable=False, server_default=""),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violations")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_violations_lease_id_leases")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_violations_number")),
        *checks_of(name, VIOLATIONS_CHECKS),
    )
    op.create_index(op.f("ix_violations_lease_id"), name, ["lease_id"])
    op.create_index(op.f("ix_violations_place_state_id"), name, ["place", "state", "id"])
    unique_while(name, "uq_violations_running", ["lease_id", "kind"], "ended_on IS NULL")


def _create_violation_visits() -> None:
    name = "violation_visits"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("is_rectified", sa.Boolean(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation_visits")),
        sa.ForeignKeyConstraint(
            ["violation_id"],
            ["violations.id"],
            name=op.f("fk_violation_visits_violation_id_violations"),
        ),
        *checks_of(name, VIOLATION_VISITS_CHECKS),
    )
    op.create_index(
        op.f("ix_violation_visits_violation_id_made_on"), name, ["violation_id", "made_on"]
    )


def _create_violation_reports() -> None:
    name = "violation_reports"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("category", sa.String(24), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("reporter_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lease_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reported_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=True),
        sa.Column("referred_to", sa.String(128), nullable=False, server_default=""),
        sa.Column("reasons", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation_reports")),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["leases.id"], name=op.f("fk_violation_reports_lease_id_leases")
        ),
        sa.ForeignKeyConstraint(
            ["violation_id"],
            ["violations.id"],
            name=op.f("fk_violation_reports_violation_id_violations"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_violation_reports_number")),
        *checks_of(name, VIOLATION_REPORTS_CHECKS),
    )
    op.create_index(op.f("ix_violation_reports_place_state_id"), name, ["place", "state", "id"])
    op.create_index(op.f("ix_violation_reports_violation_id"), name, ["violation_id"])


def checks_of(table: str, words: dict[str, str]) -> list[sa.CheckConstraint]:
    """Return the checks of a table, named after it."""
    return [
        sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}")) for name, text in words.items()
    ]


def unique_while(table: str, name: str, columns: list[str], condition: str) -> None:
    """Create an index that lets no two rows be the same while `condition` holds."""
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )
