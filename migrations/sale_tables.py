"""The tables of migration 0038, which are many: columns, references, checks and indexes."""

from collections.abc import Mapping

#: Columns of a table as `name:kind`, `?` where empty; what they refer to; what must hold.
Table = tuple[str, Mapping[str, str], Mapping[str, str]]
OVER = "'refused', 'withdrawn', 'rescinded', 'bought_back', 'taken_back'"
UNPRICED = "'applied', 'qualified', 'refused', 'withdrawn'"
REGISTERED = (
    "registered_on IS NOT NULL AND receipt <> '' AND maintenance <> '' AND certificate <> ''"
    " AND lock_until IS NOT NULL"
)
TABLES: dict[str, Table] = {
    "sale_caps": (
        "place:s12 total:int sold_before:int percent:int extra:int allowed:int held:int",
        {},
        {
            "as_reckoned": "allowed = 0 OR allowed = total * percent / 100 + extra - sold_before",
            "not_negative": "total >= 0 AND allowed >= 0 AND held >= 0",
            "terms_plausible": "extra >= 0 AND percent BETWEEN 0 AND 100",
        },
    ),
    "sale_batches": (
        "place:s12 number:s32 title:s128 state:s24 prepared_by:s64 prepared_on:day"
        " department:s128 document:s200 decided_by:s64 decided_on:day? reason:text"
        " extra_units:int exception:s200",
        {},
        {
            "approved_on_paper": "state <> 'approved' OR (department <> '' AND document <> '')",
            "decided_whole": "(state = 'prepared') = (decided_on IS NULL) AND (decided_on IS"
            " NULL) = (decided_by = '')",
            "exception_on_paper": "(extra_units > 0) = (exception <> '')",
            "state_known": "state IN ('prepared', 'approved', 'rejected')",
            "two_people": "decided_by <> prepared_by",
        },
    ),
    "sale_units": (
        "batch_id:int unit_id:int investment:s24 policy_document:s200 government_document:s200"
        " disposal_document:s200 active:bool",
        {"batch_id": "sale_batches.id", "unit_id": "units.id"},
        {
            "investment_known": "investment IN ('government_full', 'joint',"
            " 'self_built_private', 'self_built_state_owned')",
            "state_owned_released": "investment <> 'self_built_state_owned' OR"
            " (government_document <> '' AND disposal_document <> '')",
        },
    ),
    "sale_prices": (
        "place:s12 project_code:s32 structure:s64 basis:s24 fen_per_m2:int document:s200"
        " valued_on:day valid_until:day? appraiser:s128 comparable:text"
        " appraisal_fen_per_m2:int? reduction:int? proposed_by:s64 proposed_on:day price_by:s64"
        " price_on:day? price_document:s200 housing_by:s64 housing_on:day? housing_document:s200",
        {},
        {
            "appraisal_whole": "(basis = 'appraisal') = (appraisal_fen_per_m2 IS NOT NULL) AND"
            " (basis = 'appraisal') = (reduction IS NOT NULL) AND (basis <> 'appraisal' OR"
            " (appraiser <> '' AND comparable <> ''))",
            "basis_known": "basis IN ('appraisal', 'affordable', 'state_asset', 'cost')",
            "days_in_order": "valid_until >= valued_on",
            "housing_side_whole": "(housing_on IS NULL) = (housing_by = '')",
            "never_above_appraisal": "appraisal_fen_per_m2 >= fen_per_m2",
            "price_side_whole": "(price_on IS NULL) = (price_by = '')",
            "reckoned_on_paper": "fen_per_m2 > 0 AND document <> ''",
            "three_people": "proposed_by <> price_by AND proposed_by <> housing_by AND"
            " (price_by = '' OR price_by <> housing_by)",
        },
    ),
    "sale_purchases": (
        "place:s12 number:s32 buyer:s128 credit_code:s32 document:s200 opened_by:s64 opened_on:day",
        {},
        {
            "described": "buyer <> '' AND credit_code <> '' AND document <> ''",
        },
    ),
    "sales": (
        "place:s12 number:s32 sale_unit_id:int unit_id:int unit_code:s64 location:s256 area:int"
        " room:s96 share:int purchase_id:int? lease_id:int? household_id:int? account:s64"
        " buyer:s128 phone_sealed:bytes? category:s32 employer:s128 form:s200 undertaking:s200"
        " opened_on:day taken_by:s64 state:s24 counts:bool conditions:json decided_by:s64"
        " decided_on:day? reasons:text price_id:int? price_fen:big? cooling_until:day?"
        " contract:s64 contract_sha256:s64 contracted_on:day? loan_fen:big lender:s128"
        " mortgage:s200 paid_on:day? receipt:s64 receipt_on:day? maintenance_fen:big?"
        " maintenance:s200 steps:json registered_on:day? certificate:s64 housing_nature:s64"
        " land_nature:s64 bought_on:day? lock_until:day? intent_on:day? intent:s200"
        " reminded_on:day? waiver:s200 ended_on:day? ending:text",
        {
            "place": "sale_caps.place",
            "sale_unit_id": "sale_units.id",
            "unit_id": "units.id",
            "purchase_id": "sale_purchases.id",
            "household_id": "households.id",
            "price_id": "sale_prices.id",
        },
        {
            "contract_after_cooling": f"state IN ({UNPRICED}, 'priced') OR (contracted_on IS"
            " NOT NULL AND contract <> '' AND cooling_until IS NOT NULL AND contracted_on >"
            " cooling_until)",
            "counts_while_not_over": f"counts = (state NOT IN ({OVER}))",
            "decided_whole": "(decided_on IS NULL) = (decided_by = '') AND (state IN"
            " ('applied', 'withdrawn') OR decided_on IS NOT NULL) AND (state <> 'applied' OR"
            " decided_on IS NULL)",
            "ended_has_day": "(state IN ('bought_back', 'resold', 'taken_back', 'rescinded',"
            " 'refused', 'withdrawn')) = (ended_on IS NOT NULL)",
            "full_ownership": "share = 100",
            "paid_after_contract": "paid_on >= contracted_on",
            "priced": f"state IN ({UNPRICED}) OR price_fen > 0",
            "receipt_whole": "(receipt_on IS NULL) = (receipt = '')",
            "registered_after_receipt_and_fund": f"state IN ({UNPRICED}, 'priced',"
            f" 'contracted', 'rescinded', 'paid', 'receipted') OR ({REGISTERED})",
            "two_people": "decided_by <> taken_by",
            "undertaken_in_writing": "undertaking <> '' AND form <> ''",
        },
    ),
    "sale_people": (
        "sale_id:int name:s64 relation:s32 identity_sealed:bytes identity_index:s64 counts:bool"
        " no_dwelling:s200 until_on:day?",
        {"sale_id": "sales.id"},
        {
            "counts_while_there": "until_on IS NULL OR NOT counts",
        },
    ),
    "sale_payments": (
        "sale_id:int received_on:day fen:big source:s24 reference:s64 made_by:s64",
        {"sale_id": "sales.id"},
        {
            "source_known": "source IN ('own', 'loan')",
            "whole": "fen > 0 AND reference <> ''",
        },
    ),
    "sale_subsidies": (
        "place:s12 project_code:s32 level:s24 fen:big recovered_fen:big document:s200"
        " entered_by:s64 entered_on:day",
        {},
        {
            "level_known": "level IN ('central', 'province', 'city', 'county')",
            "never_recovered_twice": "recovered_fen BETWEEN 0 AND fen",
            "on_paper": "fen > 0 AND document <> ''",
        },
    ),
    "sale_settlements": (
        "sale_id:int settled_on:day price_fen:big central_fen:big province_fen:big city_fen:big"
        " county_fen:big to_account_fen:big to_owner_fen:big written_off:s200"
        " written_off_on:day made_by:s64",
        {"sale_id": "sales.id"},
        {
            "adds_up": "to_account_fen + to_owner_fen = price_fen",
            "not_negative": "central_fen >= 0 AND province_fen >= 0 AND city_fen >= 0 AND"
            " county_fen >= 0 AND to_account_fen >= 0 AND to_owner_fen >= 0",
            "recovered_goes_to_account": "central_fen + province_fen + city_fen + county_fen"
            " <= to_account_fen",
        },
    ),
    "sale_uses": (
        "place:s12 purpose:s24 fen:big payee:s128 note:text document:s200 asked_by:s64"
        " asked_on:day housing_by:s64 housing_on:day? finance_by:s64 finance_on:day?"
        " paid_on:day? refused_on:day? refusal:text",
        {},
        {
            "finance_side_whole": "(finance_on IS NULL) = (finance_by = '')",
            "housing_side_whole": "(housing_on IS NULL) = (housing_by = '')",
            "open_purpose_noted": "purpose <> 'other_development' OR note <> ''",
            "paid_after_both": "paid_on IS NULL OR (housing_on IS NOT NULL AND finance_on IS"
            " NOT NULL AND refused_on IS NULL)",
            "purpose_permitted": "purpose IN ('construction_gap', 'loan_repayment',"
            " 'asset_management', 'maintenance_repair', 'other_development')",
            "refusal_reasoned": "(refused_on IS NULL) = (refusal = '')",
            "three_people": "asked_by <> housing_by AND asked_by <> finance_by AND (housing_by"
            " = '' OR housing_by <> finance_by)",
            "whole": "fen > 0 AND payee <> '' AND document <> ''",
        },
    ),
    "sale_misuses": (
        "sale_id:int kind:s24 finding:text document:s200 ordered_by:s64 ordered_on:day"
        " correct_until:day visited_on:day? visit:text corrected:bool? cancelled_by:s64"
        " cancelled_on:day? reasons:text leave_until:day? left_on:day? taxes_fen:big?"
        " depreciation_fen:big? mortgage_fen:big? reading:s24? refund_fen:big? closed_on:day?",
        {"sale_id": "sales.id"},
        {
            "cancelled_whole": "(cancelled_on IS NULL) = (cancelled_by = '')",
            "left_after_order": "left_on IS NULL OR cancelled_on IS NOT NULL",
            "period_to_correct": "correct_until > ordered_on",
            "refund_whole": "(left_on IS NULL) = (refund_fen IS NULL)",
            "refused_before_cancelled": "cancelled_on IS NULL OR (visited_on IS NOT NULL AND"
            " NOT corrected AND visited_on > correct_until AND leave_until > cancelled_on)",
            "two_people": "cancelled_by <> ordered_by",
            "visit_described": "visited_on IS NULL OR visit <> ''",
            "visit_whole": "(visited_on IS NULL) = (corrected IS NULL)",
            "with_evidence": "finding <> '' AND document <> ''",
        },
    ),
    "sale_notes": (
        "sale_id:int kind:s24 noted_on:day words:text document:s200 next_on:day? made_by:s64",
        {"sale_id": "sales.id"},
        {
            "days_in_order": "next_on > noted_on",
            "kind_known": "kind IN ('inspection', 'declaration', 'supervision', 'attempt')",
            "says_something": "words <> ''",
        },
    ),
    "sale_complaints": (
        "place:s12 kind:s24 dwelling:s200 words:text contact_sealed:bytes? filed_on:day"
        " answered_by:s64 answered_on:day? answer:text",
        {},
        {
            "answered_whole": "(answered_on IS NULL) = (answered_by = '') AND (answered_on IS"
            " NULL) = (answer = '')",
            "kind_known": "kind IN ('forced_purchase', 'misuse')",
            "says_something": "words <> '' AND dwelling <> ''",
        },
    ),
}
UNIQUE = {
    "sale_batches": ["place", "number"],
    "sale_purchases": ["place", "number"],
    "sales": ["place", "number"],
    "sale_payments": ["sale_id", "reference"],
    "sale_subsidies": ["place", "project_code", "level"],
    "sale_settlements": ["sale_id"],
}
INDEXES = (
    ("sale_units", ["batch_id"]),
    ("sale_prices", ["place", "project_code", "basis"]),
    ("sales", ["account"]),
    ("sales", ["certificate"]),
    ("sales", ["household_id"]),
    ("sales", ["place", "state", "id"]),
    ("sales", ["purchase_id"]),
    ("sale_people", ["identity_index"]),
    ("sale_people", ["sale_id"]),
    ("sale_uses", ["place", "paid_on"]),
    ("sale_notes", ["sale_id", "kind", "noted_on"]),
    ("sale_complaints", ["place", "answered_on", "id"]),
)
WHILE = (
    ("sale_units", "uq_sale_units_active", "unit_id", "active"),
    ("sales", "uq_sales_unit", "unit_id", "counts"),
    ("sale_people", "uq_sale_people_one", "identity_index", "counts"),
    ("sale_misuses", "uq_sale_misuses_running", "sale_id", "closed_on IS NULL"),
)
