"""The states of an application and the acts that lead from one to the next (HN 13-15)."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ApplicationState(StrEnum):
    """Where an application stands between the first word typed and a place in the queue."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    INVESTIGATED = "investigated"
    STREET_PUBLIC = "street_public"
    FORWARDED = "forwarded"
    COUNTY_RECEIVED = "county_received"
    RECHECKED = "rechecked"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    COUNTY_PUBLIC = "county_public"
    REGISTERED = "registered"
    REFUSED = "refused"
    RECONSIDERING = "reconsidering"
    REFUSED_FINAL = "refused_final"
    PARK_REVIEW = "park_review"
    PARK_REGISTERED = "park_registered"
    FILED = "filed"
    WITHDRAWN = "withdrawn"


class ApplicationAct(StrEnum):
    """What is done to an application."""

    SUBMIT = "submit"
    ASK_FOR_MISSING = "ask_for_missing"
    COMPLETE = "complete"
    ACCEPT = "accept"
    INVESTIGATE = "investigate"
    PUBLISH_AT_STREET = "publish_at_street"
    FORWARD = "forward"
    RECEIVE = "receive"
    RECHECK = "recheck"
    FIND_QUALIFIED = "find_qualified"
    FIND_UNQUALIFIED = "find_unqualified"
    PUBLISH_AT_COUNTY = "publish_at_county"
    UPHOLD_OBJECTION = "uphold_objection"
    REFUSE = "refuse"
    REGISTER = "register"
    ASK_RECONSIDERATION = "ask_reconsideration"
    RECONSIDER_IN_FAVOUR = "reconsider_in_favour"
    RECONSIDER_AGAINST = "reconsider_against"
    LET_STAND = "let_stand"
    START_PARK_REVIEW = "start_park_review"
    REGISTER_AT_PARK = "register_at_park"
    REFUSE_AT_PARK = "refuse_at_park"
    FILE_PARK = "file_park"
    WITHDRAW = "withdraw"


S, A = ApplicationState, ApplicationAct

#: An application may be withdrawn until it is decided for good.
WITHDRAWABLE = (
    S.DRAFT,
    S.SUBMITTED,
    S.INCOMPLETE,
    S.ACCEPTED,
    S.INVESTIGATED,
    S.STREET_PUBLIC,
    S.FORWARDED,
    S.COUNTY_RECEIVED,
    S.RECHECKED,
    S.QUALIFIED,
    S.UNQUALIFIED,
    S.COUNTY_PUBLIC,
    S.RECONSIDERING,
    S.PARK_REVIEW,
)

#: Nothing moves any more.
ENDED = (S.REGISTERED, S.REFUSED_FINAL, S.FILED, S.WITHDRAWN)

APPLICATION = Lifecycle(
    "申请 / application",
    (
        Move(S.DRAFT, A.SUBMIT, S.SUBMITTED, "HN 13"),
        Move(S.SUBMITTED, A.ASK_FOR_MISSING, S.INCOMPLETE, "HN 14 (HN-14-1)"),
        # What was brought is looked at again before it is accepted; at the counter that is one act.
        Move(S.INCOMPLETE, A.COMPLETE, S.SUBMITTED, "HN 14 (HN-14-1)"),
        Move(S.INCOMPLETE, A.ACCEPT, S.ACCEPTED, "HN 14 (HN-14-1, HN-14-3)"),
        Move(S.SUBMITTED, A.ACCEPT, S.ACCEPTED, "HN 14 (HN-14-1, HN-14-3)"),
        Move(S.ACCEPTED, A.INVESTIGATE, S.INVESTIGATED, "HN 15 (HN-15-1)"),
        Move(S.INVESTIGATED, A.PUBLISH_AT_STREET, S.STREET_PUBLIC, "HN 15 (HN-15-2, HN-15-3)"),
        Move(S.STREET_PUBLIC, A.UPHOLD_OBJECTION, S.INVESTIGATED, "HN 15 (HN-15-1, HN-15-3)"),
        Move(S.STREET_PUBLIC, A.FORWARD, S.FORWARDED, "HN 15 (HN-15-4)"),
        Move(S.FORWARDED, A.RECEIVE, S.COUNTY_RECEIVED, "HN 15 (HN-15-5)"),
        Move(S.COUNTY_RECEIVED, A.RECHECK, S.RECHECKED, "HN 15 (HN-15-5)"),
        Move(S.RECHECKED, A.FIND_QUALIFIED, S.QUALIFIED, "HN 15 (HN-15-7, HN-15-8)"),
        Move(S.RECHECKED, A.FIND_UNQUALIFIED, S.UNQUALIFIED, "HN 15 (HN-15-7, HN-15-8)"),
        Move(S.QUALIFIED, A.PUBLISH_AT_COUNTY, S.COUNTY_PUBLIC, "HN 15 (HN-15-9)"),
        Move(S.COUNTY_PUBLIC, A.UPHOLD_OBJECTION, S.UNQUALIFIED, "HN 15 (HN-15-10)"),
        Move(S.COUNTY_PUBLIC, A.REGISTER, S.REGISTERED, "HN 15 (HN-15-10)"),
        Move(S.UNQUALIFIED, A.REFUSE, S.REFUSED, "HN 15 (HN-15-12)"),
        Move(S.REFUSED, A.ASK_RECONSIDERATION, S.RECONSIDERING, "HN 15 (HN-15-13)"),
        Move(S.REFUSED, A.LET_STAND, S.REFUSED_FINAL, "HN 15 (HN-15-13)"),
        Move(S.RECONSIDERING, A.RECONSIDER_IN_FAVOUR, S.QUALIFIED, "HN 15 (HN-15-14)"),
        Move(S.RECONSIDERING, A.RECONSIDER_AGAINST, S.REFUSED_FINAL, "HN 15 (HN-15-14)"),
        Move(S.SUBMITTED, A.START_PARK_REVIEW, S.PARK_REVIEW, "HN 13, HN 15 (HN-13-4, HN-15-15)"),
        Move(S.PARK_REVIEW, A.REGISTER_AT_PARK, S.PARK_REGISTERED, "HN 15 (HN-15-15)"),
        Move(S.PARK_REVIEW, A.REFUSE_AT_PARK, S.REFUSED, "HN 15 (HN-15-12, HN-15-15)"),
        Move(S.PARK_REGISTERED, A.FILE_PARK, S.FILED, "HN 15 (HN-15-16)"),
        *(Move(state, A.WITHDRAW, S.WITHDRAWN, "HN 13") for state in WITHDRAWABLE),
    ),
)
