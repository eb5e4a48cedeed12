"""What the database refuses about an application, by name; the tables and a migration use it."""

from housing.applications.states import ApplicationState
from housing.applications.words import (
    AppliesAs,
    Capacity,
    Channel,
    Consent,
    DuplicateKind,
    Relation,
)


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


APPLICATION_CHECKS = {
    "state_known": _one_of("state", tuple(state.value for state in ApplicationState)),
    "channel_known": _one_of("channel", tuple(word.value for word in Channel)),
    "applies_as_known": "applies_as IS NULL OR "
    + _one_of("applies_as", tuple(word.value for word in AppliesAs)),
    # A withdrawn draft never had a number; everything else that left the drafts has one.
    "number_once_submitted": "(number IS NOT NULL) = (submitted_at IS NOT NULL)"
    " AND (state <> 'draft' OR number IS NULL)"
    " AND (state IN ('draft', 'withdrawn') OR number IS NOT NULL)",
    "facts_once_submitted": "state IN ('draft', 'withdrawn') OR (applies_as IS NOT NULL"
    " AND assistance IS NOT NULL AND income_fen IS NOT NULL AND assets_fen IS NOT NULL"
    " AND present_area IS NOT NULL AND phone_index IS NOT NULL)",
    "version_positive": "version >= 1",
    "money_not_negative": "income_fen >= 0 AND assets_fen >= 0",
    "areas_not_negative": "present_area >= 0 AND owned_area >= 0",
    "guardian_whole": "(guardian_name <> '') = (guardian_identity_index IS NOT NULL)"
    " AND (guardian_identity_sealed IS NULL) = (guardian_identity_index IS NULL)"
    " AND (state IN ('draft', 'withdrawn') OR (applies_as = 'guardian') = (guardian_name <> ''))",
    "phone_whole": "(phone_sealed IS NULL) = (phone_index IS NULL)",
    "registered_if_dated": "registered_on IS NULL"
    " OR state IN ('registered', 'park_registered', 'filed')",
    "closed_if_dated": "closed_on IS NULL OR submitted_at IS NOT NULL OR state = 'withdrawn'",
    "collective_from_employer": "collective_id IS NULL OR employer_office_id IS NOT NULL",
}

MEMBER_CHECKS = {
    "position_positive": "position >= 1",
    "relation_known": _one_of("relation", tuple(word.value for word in Relation)),
    "capacity_known": _one_of("capacity", tuple(word.value for word in Capacity)),
    "consent_known": _one_of("consent", tuple(word.value for word in Consent)),
    "consent_dated": "(consent = 'none') = (consented_at IS NULL)",
    "consent_paper": "consent <> 'uploaded' OR consent_document_id IS NOT NULL"
    " OR consent_paper <> ''",
    "money_not_negative": "income_fen >= 0",
    "phone_whole": "(phone_sealed IS NULL) = (phone_index IS NULL)",
}

DUPLICATE_CHECKS = {
    "kind_known": _one_of("kind", tuple(word.value for word in DuplicateKind)),
    "pair_in_order": "application_id < other_id",
    "resolved_whole": "(resolved_at IS NULL) = (resolved_by IS NULL)"
    " AND (resolved_at IS NULL) = (decision IS NULL)"
    " AND (resolved_at IS NULL OR length(note) > 0)",
    "decision_known": "decision IS NULL OR decision IN ('same', 'different')",
}
