"""The states of a round and the acts that lead from one to the next (design: states of a round)."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class RoundState(StrEnum):
    """Where a round stands between its preparation and its last lease."""

    PREPARED = "prepared"
    PLAN_PUBLISHED = "plan_published"
    REGISTERING = "registering"
    RE_REVIEWING = "re_reviewing"
    FROZEN = "frozen"
    DRAWN = "drawn"
    ORDERED = "ordered"
    ORDER_PUBLISHED = "order_published"
    FILING_REVIEW = "filing_review"
    ALLOCATING = "allocating"
    PICKING = "picking"
    CHECKED = "checked"
    PUBLISHED = "published"
    SIGNING = "signing"
    CLOSED = "closed"
    ANNULLED = "annulled"


class FilingState(StrEnum):
    """Where the papers that an owner filed with the county stand. Basis: HN 23 (HN-23-2)."""

    SENT = "sent"
    PASSED = "passed"
    RETURNED = "returned"


class RoundAct(StrEnum):
    """What is done to a round."""

    PUBLISH_PLAN = "publish_plan"
    OPEN_REGISTRATION = "open_registration"
    CLOSE_REGISTRATION = "close_registration"
    ADOPT_ROLL = "adopt_roll"
    CARRY_OVER = "carry_over"
    FREEZE = "freeze"
    ENTER_SEED = "enter_seed"
    MAKE_ORDER = "make_order"
    PUBLISH_ORDER = "publish_order"
    SEND_FOR_FILING = "send_for_filing"
    PASS_FILING = "pass_filing"  # noqa: S105  an act, no password
    RETURN_FILING = "return_filing"
    ALLOCATE = "allocate"
    OPEN_PICKING = "open_picking"
    END_PICKING = "end_picking"
    CHECK = "check"
    PUBLISH = "publish"
    OPEN_SIGNING = "open_signing"
    CLOSE = "close"
    ANNUL = "annul"


S, A = RoundState, RoundAct

#: A round may be annulled until its leases are signed: an upheld objection to the order does it.
ANNULLABLE = (
    S.PREPARED,
    S.PLAN_PUBLISHED,
    S.REGISTERING,
    S.RE_REVIEWING,
    S.FROZEN,
    S.DRAWN,
    S.ORDERED,
    S.ORDER_PUBLISHED,
    S.FILING_REVIEW,
    S.ALLOCATING,
    S.PICKING,
    S.CHECKED,
    S.PUBLISHED,
)

ROUND = Lifecycle(
    "轮次 / round",
    (
        Move(S.PREPARED, A.PUBLISH_PLAN, S.PLAN_PUBLISHED, "HN 20 (HN-20-1, HN-20-2)"),
        Move(S.PLAN_PUBLISHED, A.OPEN_REGISTRATION, S.REGISTERING, "HN 21 (HN-21-1)"),
        Move(S.REGISTERING, A.CLOSE_REGISTRATION, S.RE_REVIEWING, "HN 21 (HN-21-2)"),
        Move(S.PREPARED, A.ADOPT_ROLL, S.RE_REVIEWING, "HN 21 (HN-21-2)"),
        Move(S.PREPARED, A.CARRY_OVER, S.RE_REVIEWING, "HN 21 (HN-21-7)"),
        Move(S.RE_REVIEWING, A.FREEZE, S.FROZEN, "HN 17, HN 18, HN 21 (HN-21-5)"),
        Move(S.FROZEN, A.ENTER_SEED, S.DRAWN, "HN 21 (HN-21-5)"),
        Move(S.DRAWN, A.MAKE_ORDER, S.ORDERED, "HN 17, HN 18, HN 21 (HN-21-5)"),
        Move(S.ORDERED, A.PUBLISH_ORDER, S.ORDER_PUBLISHED, "HN 21 (HN-21-6)"),
        Move(S.ORDER_PUBLISHED, A.SEND_FOR_FILING, S.FILING_REVIEW, "HN 23 (HN-23-2)"),
        Move(S.FILING_REVIEW, A.PASS_FILING, S.ORDER_PUBLISHED, "HN 23 (HN-23-3)"),
        Move(S.FILING_REVIEW, A.RETURN_FILING, S.ORDER_PUBLISHED, "HN 23 (HN-23-2)"),
        Move(S.ORDER_PUBLISHED, A.ALLOCATE, S.ALLOCATING, "HN 19, HN 21 (HN-21-7)"),
        Move(S.ORDER_PUBLISHED, A.OPEN_PICKING, S.PICKING, "HN 21 (HN-21-7)"),
        Move(S.ALLOCATING, A.CHECK, S.CHECKED, "HN 21 (HN-21-5)"),
        Move(S.PICKING, A.END_PICKING, S.ALLOCATING, "HN 21 (HN-21-7)"),
        Move(S.CHECKED, A.PUBLISH, S.PUBLISHED, "HN 21 (HN-21-8)"),
        Move(S.PUBLISHED, A.OPEN_SIGNING, S.SIGNING, "HN 24 (HN-24-1)"),
        Move(S.SIGNING, A.CLOSE, S.CLOSED, "HN 24 (HN-24-1)"),
        *(Move(state, A.ANNUL, S.ANNULLED, "HN 21 (HN-21-7)") for state in ANNULLABLE),
    ),
)
