"""CHECK constraints of a round: which facts each state has, in which order, by whom.

A state that an UPDATE invents is refused, because the facts of its acts are missing.
"""

from housing.rounds.states import RoundState

_S = RoundState
_BEFORE_FREEZE = (_S.PREPARED, _S.PLAN_PUBLISHED, _S.REGISTERING, _S.RE_REVIEWING)
_BEFORE_SEED = (*_BEFORE_FREEZE, _S.FROZEN)
_BEFORE_ORDER = (*_BEFORE_SEED, _S.DRAWN)
_BEFORE_ORDER_SHOWN = (*_BEFORE_ORDER, _S.ORDERED)
_BEFORE_PLAN = (*_BEFORE_ORDER_SHOWN, _S.ORDER_PUBLISHED, _S.FILING_REVIEW, _S.PICKING)
_BEFORE_CHECK = (*_BEFORE_PLAN, _S.ALLOCATING)
_BEFORE_PUBLISHED = (*_BEFORE_CHECK, _S.CHECKED)


def _only_from(fact: str, before: tuple[RoundState, ...]) -> str:
    states = ", ".join(f"'{state}'" for state in before)
    return f"state = 'annulled' OR ({fact} IS NULL) = (state IN ({states}))"


def _together(first: str, *others: str) -> str:
    return " AND ".join(f"({first} IS NULL) = ({other} IS NULL)" for other in others)


ROUND_CHECKS: dict[str, str] = {
    "state_known": "state IN ({})".format(", ".join(f"'{state}'" for state in RoundState)),
    "approved": "length(approval_document) > 0",
    "freeze_whole": _together(
        "frozen_at", "frozen_by", "day", "roll_sha256", "units_sha256", "rules_sha256"
    ),
    "seed_whole": _together("drawn_at", "seed_entered_at", "seed_by", "seed_bits", "seed_sha256"),
    "order_shown_whole": _together("order_published_at", "publicity_until"),
    "plan_whole": _together("allocation_sha256", "stages_sha256"),
    "published_whole": _together("published_at", "published_by", "package_sha256"),
    "freeze_before_seed": "drawn_at IS NULL OR (frozen_at IS NOT NULL AND drawn_at > frozen_at)",
    "seed_drawn_before_entered": "drawn_at IS NULL OR drawn_at <= seed_entered_at",
    "seed_by_another": "seed_by IS NULL OR seed_by <> frozen_by",
    "published_by_another": (
        "published_by IS NULL OR (published_by <> frozen_by AND published_by <> seed_by)"
    ),
    "frozen_in_time": _only_from("frozen_at", _BEFORE_FREEZE),
    "drawn_in_time": _only_from("drawn_at", _BEFORE_SEED),
    "ordered_in_time": _only_from("order_sha256", _BEFORE_ORDER),
    "order_shown_in_time": _only_from("order_published_at", _BEFORE_ORDER_SHOWN),
    "planned_in_time": _only_from("allocation_sha256", _BEFORE_PLAN),
    "checked_in_time": _only_from("checked_at", _BEFORE_CHECK),
    "published_in_time": _only_from("published_at", _BEFORE_PUBLISHED),
    "audience_known": "audience = 'county' OR audience LIKE 'owner:_%'",
    "plan_or_sheet": "plan_sha256 IS NULL OR roll_document IS NULL",
    "notice_key": "order_notice IS NULL OR length(order_notice) = 16",
    # Nothing of an owner's stock is given out before the county has passed its papers (HN 23).
    "filed_before_given": (
        "audience = 'county' OR allocation_sha256 IS NULL OR filing_passed_at IS NOT NULL"
    ),
    "filing_whole": _together("filing_passed_at", "filing_passed_by"),
    "annulled_whole": (
        "(state = 'annulled') = (annulled_at IS NOT NULL) AND "
        + _together("annulled_at", "annulled_by", "annul_reason", "annul_document")
        + " AND (annul_reason IS NULL OR length(annul_reason) > 0)"
        + " AND (annul_document IS NULL OR length(annul_document) > 0)"
    ),
}
