"""Rental projects of Hanzhong."""

from collections.abc import Sequence

from alembic import op

from housing.core.db.immutable import Guard, guard_statements, unguard_statements
from housing.core.db.shapes import Table, create_index, create_table

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    Table(
        "supply_plans",
        "place:12 title:128 from_year:int to_year:int demand:json basis:text reviews:json "
        "drafted_by:64 approved_on:day? approved_by:64 approval_document:200",
        checks={
            "approved_whole": "(approved_on IS NULL) = (approval_document = '') AND "
            "(approved_on IS NULL) = (approved_by = '')",
            "two_people": "approved_by = '' OR approved_by <> drafted_by",
            "years_in_order": "to_year >= from_year",
        },
        once=("place title",),
    ),
    Table(
        "supplies",
        "place:12 code:32 name:128 firm:128 area:24 scenic_site:64 scenic_grade:int raising:24 "
        "investor:32 unit_form:24 land_allocated:bool serviced:bool kinds:json plan_id:int? "
        "kept_by:64 approval_number:64 approved_on:day? approved_by:64 annotated:bool "
        "checklist:json star_rating:int commission:200 conversion:200 fitness:200 fit_on:day? "
        "acceptance:200 accepted_on:day? land_fen:big land_signed_on:day?",
        checks={
            "accepted_after_approval": "accepted_on IS NULL OR (approved_on IS NOT NULL AND "
            "acceptance <> '')",
            "approved_whole": "(approved_on IS NULL) = (approval_number = '') AND (approved_on "
            "IS NULL) = (approved_by = '')",
            "converted_whole": "(fit_on IS NULL) = (fitness = '') AND (fit_on IS NULL OR "
            "conversion <> '')",
            "grade_known": "scenic_grade BETWEEN 0 AND 5",
            "land_whole": "(land_signed_on IS NULL) = (land_fen = 0)",
            "stars_known": "star_rating BETWEEN 0 AND 5",
            "two_people": "approved_by = '' OR approved_by <> kept_by",
        },
        keys={"plan_id": "supply_plans"},
        once=("place code",),
    ),
    Table(
        "supply_dues",
        "place:12 supply_id:int what:24 payer:24? fen:big lines:json due_on:day made_by:64 "
        "paid_on:day? paid_document:200 paid_by:64",
        checks={
            "fen_positive": "fen > 0",
            "paid_whole": "(paid_on IS NULL) = (paid_document = '') AND (paid_on IS NULL) = "
            "(paid_by = '')",
            "two_people": "paid_by = '' OR paid_by <> made_by",
            "what_known": "what IN ('grant_city', 'grant_county', 'land_first', 'land_rest')",
        },
        keys={"supply_id": "supplies"},
        once=("supply_id what",),
    ),
    Table(
        "fee_reliefs",
        "supply_id:int fee:32 base_fen:big payable_fen:big units:int reckoned_on:day "
        "reckoned_by:64",
        checks={
            "within_fee": "payable_fen >= 0 AND payable_fen <= base_fen",
        },
        keys={"supply_id": "supplies"},
        once=("supply_id fee",),
    ),
    Table(
        "firm_filings",
        "place:12 firm:128 trade:24 area:24 state_owned:bool number:64 began_on:day due_on:day "
        "filed_on:day filed_by:64 struck_on:day? struck_reason:text",
        checks={
            "filed_after_begun": "filed_on >= began_on",
            "named": "number <> '' AND firm <> ''",
            "struck_with_reason": "(struck_on IS NULL) = (struck_reason = '')",
        },
        once=(
            "place firm trade",
            "place number",
        ),
    ),
    Table(
        "supply_listings",
        "supply_id:int firm:128 kind:64 units:int area_size:int rent_fen:big address:256 "
        "contact:128 published_on:day published_by:64",
        checks={
            "units_positive": "units > 0",
        },
        keys={"supply_id": "supplies"},
    ),
)
INDEXES = (
    ("ix_supply_dues_open", "supply_dues place due_on", "paid_on IS NULL"),
    ("ix_supply_listings_supply_id", "supply_listings supply_id", ""),
)

GUARDS = (
    Guard("supplies", "a rental project is never removed", ("DELETE",), name="kept"),
    Guard(
        "supplies",
        "what was approved of a project never changes",
        ("UPDATE",),
        when="OLD.approved_on IS NOT NULL AND (OLD.area <> NEW.area OR OLD.raising <> NEW.raising"
        " OR OLD.approved_on <> NEW.approved_on OR OLD.approval_number <> NEW.approval_number"
        " OR CAST(OLD.kinds AS TEXT) <> CAST(NEW.kinds AS TEXT))",
        name="as_approved",
    ),
    Guard("supply_dues", "what is due is never removed", ("DELETE",), name="kept"),
    Guard(
        "supply_dues",
        "what was paid never changes",
        ("UPDATE",),
        when="OLD.paid_on IS NOT NULL OR OLD.fen <> NEW.fen OR OLD.due_on <> NEW.due_on",
        name="as_due",
    ),
    Guard("supply_listings", "what was published never changes"),
)


def upgrade() -> None:
    for table in TABLES:
        create_table(table)
    for name, columns, where in INDEXES:
        create_index(name, columns, where)
    for guard in GUARDS:
        for statement in guard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        for statement in unguard_statements(guard, op.get_bind().dialect.name):
            op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table.name)
