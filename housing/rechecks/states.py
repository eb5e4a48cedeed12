"""The life of a recheck (资格复查、复审): departments asked, answered; decided; reconsidered."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class Purpose(StrEnum):
    """Why a household that waits is looked at again."""

    PERIODIC = "periodic"
    CHANGE = "change"
    ROUND = "round"


class RecheckState(StrEnum):
    """Where a recheck stands; `answered`: every department has, and the findings are kept."""

    OPEN = "open"
    ANSWERED = "answered"
    PASSED = "passed"
    FAILED = "failed"
    RECONSIDERING = "reconsidering"
    REVERSED = "reversed"
    UPHELD = "upheld"
    VOID = "void"


class RecheckAct(StrEnum):
    """What is done with a recheck."""

    COLLECT = "collect"
    ASK_AGAIN = "ask_again"
    PASS = "pass"  # noqa: S105  an act, no password
    FAIL = "fail"
    ASK_RECONSIDERATION = "ask_reconsideration"
    REVERSE = "reverse"
    UPHOLD = "uphold"
    MAKE_VOID = "make_void"


S, A = RecheckState, RecheckAct
CALLED: dict[str, object] = {
    S.OPEN: "部门核查中",
    S.ANSWERED: "已答复，待决定",
    S.PASSED: "仍符合条件",
    S.FAILED: "不再符合条件",
    S.RECONSIDERING: "复核中",
    S.REVERSED: "复核后变更为符合条件",
    S.UPHELD: "复核后维持",
    S.VOID: "已作废",
    A.COLLECT: "汇总部门答复",
    A.ASK_AGAIN: "重新核查",
    A.PASS: "认定仍符合条件",
    A.FAIL: "认定不再符合条件",
    A.ASK_RECONSIDERATION: "申请复核",
    A.REVERSE: "复核后变更",
    A.UPHOLD: "复核后维持",
    A.MAKE_VOID: "作废",
}
#: Still to be decided; one of these stands for an entry at a time.
UNDECIDED = (S.OPEN, S.ANSWERED)
#: Decided, for better or worse; a reconsideration may still follow `failed`.
DECIDED = (S.PASSED, S.FAILED, S.RECONSIDERING, S.REVERSED, S.UPHELD)

_ASKED = "HN 16 (HN-16-4), HN 21 (HN-21-2)"
_TOLD = "HN 16 (HN-16-4, HN-16-5), HN 21 (HN-21-3)"
_BY_ANALOGY = "HN 15 (HN-15-13, HN-15-14), HN 16 (HN-16-4)"
LIFECYCLE = Lifecycle(
    "资格复查 / recheck",
    (
        Move(S.OPEN, A.COLLECT, S.ANSWERED, _ASKED),
        Move(S.ANSWERED, A.ASK_AGAIN, S.OPEN, _ASKED),
        *(Move(each, A.PASS, S.PASSED, _ASKED) for each in UNDECIDED),
        *(Move(each, A.FAIL, S.FAILED, _TOLD) for each in UNDECIDED),
        *(Move(each, A.MAKE_VOID, S.VOID, _ASKED) for each in UNDECIDED),
        Move(S.FAILED, A.ASK_RECONSIDERATION, S.RECONSIDERING, _BY_ANALOGY),
        Move(S.RECONSIDERING, A.REVERSE, S.REVERSED, _BY_ANALOGY),
        Move(S.RECONSIDERING, A.UPHOLD, S.UPHELD, _BY_ANALOGY),
    ),
)
