"""The tables of exchanges and ownership, for migration 0037 (300 lines a file)."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "int": sa.Integer(),
    "day": sa.Date(),
    "yes": sa.Boolean(),
    "text": sa.Text(),
    "json": sa.JSON(),
    "bytes": sa.LargeBinary(),
    "at": sa.DateTime(timezone=True),
}


def _columns(table: str, listed: str) -> Iterator[sa.schema.SchemaItem]:
    """Read `name:kind`: a number is the length of a text, `?` allows nothing, `>` refers to."""
    for word in listed.split():
        name, _, told = word.partition(":")
        kind, _, target = told.partition(">")
        held = kind.rstrip("?")
        yield sa.Column(name, KINDS.get(held) or sa.String(int(held)), nullable=held != kind)
        if target:
            called = op.f(f"fk_{table}_{name}_{target}")
            yield sa.ForeignKeyConstraint([name], [f"{target}.id"], name=called)


def _make(
    table: str, listed: str, *rest: sa.Constraint, key: tuple[str, ...] = ("id",), **checks: str
) -> None:
    op.create_table(
        table,
        *_columns(table, listed),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_{table}_{name}")) for name, sql in checks.items()),
        *rest,
    )


def _alone(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _one(name: str, table: str, columns: list[str], when: str) -> None:
    where = sa.text(when)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _exchange_searches() -> None:
    _make(
        "exchange_searches",
        "id:int place:12 number:int longest:int? households:int moves:int pair_moves:int "
        "is_proven:yes cycles:json problem:bytes problem_sha256:64 plan:bytes plan_sha256:64 "
        "made_at:at made_by:64 used_on:day?",
        _alone("exchange_searches", "place", "number"),
        counts_not_negative="households >= 0 AND moves >= 0 AND pair_moves >= 0",
        longest_from_two="longest IS NULL OR longest >= 2",
        plan_sha256="length(plan_sha256) = 64",
        problem_sha256="length(problem_sha256) = 64",
    )


def _exchanges() -> None:
    _make(
        "exchanges",
        "id:int place:12 number:32 origin:24 search_id:int?>exchange_searches state:24 "
        "needs_approval:yes needs_filing:yes opened_on:day opened_by:64 consented_on:day? "
        "decided_on:day? decided_by:64 reasons:text document:256 cites:json executed_on:day? "
        "filed_on:day? filing_number:64 end_reason:text",
        _alone("exchanges", "number"),
        decided_by_another="state NOT IN ('approved', 'executed', 'refused')"
        " OR (decided_on IS NOT NULL AND decided_by <> ''"
        " AND decided_by <> opened_by AND reasons <> '')",
        executed_on_a_day="(state = 'executed') = (executed_on IS NOT NULL)",
        filed_whole="(filed_on IS NULL) = (filing_number = '') AND (filed_on IS NULL"
        " OR needs_filing)",
        some_way="needs_approval OR needs_filing",
        state_known="state IN ('consenting', 'deciding', 'approved', 'executed', 'refused',"
        " 'fallen_through')",
    )
    op.create_index("ix_exchanges_place_state_id", "exchanges", ["place", "state", "id"])


def _project_facilities() -> None:
    _make(
        "project_facilities",
        "id:int place:12 project_code:32 name:64 planned_use:64 document:256",
        sa.ForeignKeyConstraint(
            ["place", "project_code"],
            ["projects.place", "projects.code"],
            name=op.f("fk_project_facilities_place_project_code_projects"),
        ),
        _alone("project_facilities", "place", "project_code", "name"),
        named="name <> '' AND planned_use <> ''",
    )


def _co_owned_dwellings() -> None:
    _make(
        "co_owned_dwellings",
        "id:int place:12 number:32 unit_id:int?>units address:256 area:int "
        "government_parts:int buyer_parts:int bought_on:day registration_number:64 "
        "annotated:yes annotation_document:256 document:256 ended_on:day?",
        _alone("co_owned_dwellings", "place", "number"),
        annotated_with_scan="NOT annotated OR (registration_number <> ''"
        " AND annotation_document <> '')",
        area_positive="area > 0",
        ended_later="ended_on IS NULL OR ended_on >= bought_on",
        parts_are_the_whole="government_parts >= 1 AND buyer_parts >= 1"
        " AND government_parts + buyer_parts = 10000",
    )
    _one("uq_co_owned_dwellings_unit", "co_owned_dwellings", ["unit_id"], "ended_on IS NULL")


def _unit_titles() -> None:
    _make(
        "unit_titles",
        "unit_id:int>units place:12 investment:24 beneficial_owner:128 registered_owner:128 "
        "registered_as:32 legacy_origin:32? house_type:32 land_nature:32 "
        "registration_number:64 registered_on:day? annotated:yes annotation_document:256 "
        "document:256 kept_by:64 kept_on:day",
        key=("unit_id",),
        annotated_with_scan="NOT annotated OR (registration_number <> ''"
        " AND annotation_document <> '')",
        investment_known="investment IN ('government_full', 'joint', 'self_built_private',"
        " 'self_built_state_owned')",
        legacy_is_governments="legacy_origin IS NULL OR registered_as <> 'investor'",
        owners_named="beneficial_owner <> '' AND registered_owner <> ''",
        registered_whole="(registration_number = '') = (registered_on IS NULL)",
        with_document="document <> ''",
    )
    op.create_index("ix_unit_titles_place_investment", "unit_titles", ["place", "investment"])


def _use_changes() -> None:
    _make(
        "use_changes",
        "id:int place:12 unit_id:int?>units facility_id:int?>project_facilities before:64 "
        "after:64 legal_basis:text document:256 decided_by:64 decided_on:day",
        of_one_thing="(unit_id IS NULL) <> (facility_id IS NULL)",
        something_changed="before <> after",
        with_legal_basis="legal_basis <> '' AND document <> '' AND decided_by <> ''",
    )
    op.create_index("ix_use_changes_facility_id", "use_changes", ["facility_id"])
    op.create_index("ix_use_changes_unit_id", "use_changes", ["unit_id"])


def _co_owned_transfers() -> None:
    _make(
        "co_owned_transfers",
        "id:int place:12 dwelling_id:int>co_owned_dwellings state:24 declared_on:day "
        "declared_by:64 reason:text document:256 rules:text price_fen:int? decided_on:day? "
        "decided_by:64 reasons:text ended_on:day? ended_document:256",
        bought_back_at_a_price="state <> 'bought_back' OR (price_fen IS NOT NULL"
        " AND ended_on IS NOT NULL)",
        decided_by_another="(state IN ('declared', 'withdrawn')) OR (decided_on IS NOT NULL"
        " AND decided_by <> '' AND reasons <> '' AND decided_by <> declared_by)",
        price_not_negative="price_fen IS NULL OR price_fen >= 0",
        state_known="state IN ('declared', 'buying_back', 'waived', 'bought_back',"
        " 'certified', 'withdrawn')",
        under_rules_of_the_county="rules <> ''",
    )
    op.create_index("ix_co_owned_transfers_place_state", "co_owned_transfers", ["place", "state"])
    _one(
        "uq_co_owned_transfers_open",
        "co_owned_transfers",
        ["dwelling_id"],
        "state IN ('declared', 'buying_back', 'waived')",
    )


def _co_owners() -> None:
    _make(
        "co_owners",
        "id:int dwelling_id:int>co_owned_dwellings name:64 relation:32 is_buyer:yes "
        "in_low_rent_cover:yes identity_sealed:bytes identity_index:64",
        _alone("co_owners", "dwelling_id", "identity_index"),
        family_in_cover="is_buyer OR in_low_rent_cover",
    )
    op.create_index("ix_co_owners_identity_index", "co_owners", ["identity_index"])


def _unit_shares() -> None:
    _make(
        "unit_shares",
        "unit_id:int number:int holder:128 kind:24 parts:int",
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit_titles.unit_id"], name=op.f("fk_unit_shares_unit_id_unit_titles")
        ),
        _alone("unit_shares", "unit_id", "holder"),
        key=("unit_id", "number"),
        holder_named="holder <> ''",
        parts_in_whole="parts >= 1 AND parts <= 10000",
    )


def _exchange_wishes() -> None:
    _make(
        "exchange_wishes",
        "id:int place:12 lease_id:int>leases household_id:int>households unit_id:int>units "
        "state:24 reason:24 detail:text document:256 needs_access:yes needs_size:yes "
        "partner_lease_id:int?>leases ranks:json made_on:day made_by:64 withdrawn_on:day?",
        partner_is_another="partner_lease_id IS NULL OR partner_lease_id <> lease_id",
        reason_known="reason IN ('work', 'schooling', 'health', 'family', 'other')",
        state_known="state IN ('open', 'in_case', 'fulfilled', 'withdrawn')",
        withdrawn_on="(state = 'withdrawn') = (withdrawn_on IS NOT NULL)",
    )
    op.create_index("ix_exchange_wishes_place_state", "exchange_wishes", ["place", "state"])
    _one(
        "uq_exchange_wishes_lease", "exchange_wishes", ["lease_id"], "state IN ('open', 'in_case')"
    )


def _exchange_members() -> None:
    _make(
        "exchange_members",
        "exchange_id:int>exchanges turn:int is_open:yes wish_id:int>exchange_wishes "
        "lease_id:int>leases lease_number:32 household_id:int>households unit_from:int>units "
        "unit_to:int>units rank:int by_county:yes owner:128 consented_on:day? "
        "consent_document:256 owner_consented_on:day? owner_document:256 "
        "successor_id:int?>leases",
        _alone("exchange_members", "exchange_id", "lease_id"),
        _alone("exchange_members", "exchange_id", "unit_from"),
        _alone("exchange_members", "exchange_id", "unit_to"),
        key=("exchange_id", "turn"),
        consented_whole="(consented_on IS NULL) = (consent_document = '')",
        moves="unit_from <> unit_to",
        owner_consented_whole="(owner_consented_on IS NULL) = (owner_document = '')",
        succeeded_when_over="successor_id IS NULL OR (successor_id <> lease_id AND NOT is_open)",
    )
    _one("uq_exchange_members_lease", "exchange_members", ["lease_id"], "is_open")


TABLES = (
    _exchange_searches,
    _exchanges,
    _project_facilities,
    _co_owned_dwellings,
    _unit_titles,
    _use_changes,
    _co_owned_transfers,
    _co_owners,
    _unit_shares,
    _exchange_wishes,
    _exchange_members,
)
