"""The life of a joint review (部门联合审核) of a tenant: departments asked, answered; decided."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ReviewPurpose(StrEnum):
    """For what a tenant is looked at again. Basis: HN 24 (HN-24-6), HN 33 (HN-33-1, HN-33-2)."""

    RENEWAL = "renewal"
    EXIT = "exit"
    PERIODIC = "periodic"


class ReviewState(StrEnum):
    """Where a review stands; `answered`: every department has, and the findings are kept."""

    OPEN = "open"
    ANSWERED = "answered"
    PASSED = "passed"
    FAILED = "failed"
    VOID = "void"


class ReviewAct(StrEnum):
    """What is done with a review."""

    COLLECT = "collect"
    ASK_AGAIN = "ask_again"
    PASS = "pass"  # noqa: S105  an act, no password
    FAIL = "fail"
    MAKE_VOID = "make_void"


S, A = ReviewState, ReviewAct
CALLED: dict[str, object] = {
    S.OPEN: "部门核查中",
    S.ANSWERED: "已答复，待决定",
    S.PASSED: "仍符合条件",
    S.FAILED: "不再符合条件",
    S.VOID: "已作废",
    A.COLLECT: "汇总部门答复",
    A.ASK_AGAIN: "重新核查",
    A.PASS: "认定仍符合条件",
    A.FAIL: "认定不再符合条件",
    A.MAKE_VOID: "作废",
}
#: Still to be decided; one of these stands for a household at a time.
UNDECIDED = (S.OPEN, S.ANSWERED)
DECIDED = (S.PASSED, S.FAILED)

_ASKED = "HN 24 (HN-24-6), HN 33 (HN-33-1, HN-33-3)"
LIFECYCLE = Lifecycle(
    "部门联合审核 / joint review",
    (
        Move(S.OPEN, A.COLLECT, S.ANSWERED, _ASKED),
        Move(S.ANSWERED, A.ASK_AGAIN, S.OPEN, _ASKED),
        *(Move(each, A.PASS, S.PASSED, _ASKED) for each in UNDECIDED),
        *(Move(each, A.FAIL, S.FAILED, "HN 33 (HN-33-3, HN-33-4)") for each in UNDECIDED),
        *(Move(each, A.MAKE_VOID, S.VOID, _ASKED) for each in UNDECIDED),
    ),
)
