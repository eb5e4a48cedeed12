"""The life of a registration of wishes (意向登记), from the window to the end of the re-review."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class RegistrationState(StrEnum):
    """Where a registration stands."""

    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    IN_REVIEW = "in_review"
    PASSED = "passed"
    FAILED = "failed"


class RegistrationAct(StrEnum):
    """What can happen to a registration."""

    CHANGE = "change"
    WITHDRAW = "withdraw"
    REGISTER_AGAIN = "register_again"
    BEGIN_REVIEW = "begin_review"
    PASS = "pass"  # noqa: S105  an act, no password
    FAIL = "fail"
    READMIT = "readmit"
    REOPEN = "reopen"


S, A = RegistrationState, RegistrationAct
CALLED: dict[str, object] = {
    S.REGISTERED: "已登记",
    S.WITHDRAWN: "已撤回",
    S.IN_REVIEW: "复审中",
    S.PASSED: "复审合格",
    S.FAILED: "复审不合格",
    A.CHANGE: "修改意向",
    A.WITHDRAW: "撤回登记",
    A.REGISTER_AGAIN: "重新登记",
    A.BEGIN_REVIEW: "开始复审",
    A.PASS: "复审合格",
    A.FAIL: "复审不合格",
    A.READMIT: "恢复参加本轮",
    A.REOPEN: "重新复审",
}
#: Those who take part: at most one at a time for a household while its round runs.
TAKING_PART = (S.REGISTERED, S.IN_REVIEW, S.PASSED)

REGISTRATION = Lifecycle(
    "意向登记 / registration",
    (
        Move(S.REGISTERED, A.CHANGE, S.REGISTERED, "HN 21 (HN-21-1)"),
        Move(S.REGISTERED, A.WITHDRAW, S.WITHDRAWN, "HN 21 (HN-21-1)"),
        Move(S.WITHDRAWN, A.REGISTER_AGAIN, S.REGISTERED, "HN 21 (HN-21-1)"),
        Move(S.REGISTERED, A.BEGIN_REVIEW, S.IN_REVIEW, "HN 21 (HN-21-2)"),
        Move(S.IN_REVIEW, A.WITHDRAW, S.WITHDRAWN, "HN 21 (HN-21-1)"),
        Move(S.IN_REVIEW, A.PASS, S.PASSED, "HN 21 (HN-21-2)"),
        Move(S.IN_REVIEW, A.FAIL, S.FAILED, "HN 21 (HN-21-3)"),
        Move(S.PASSED, A.REOPEN, S.IN_REVIEW, "HN 21 (HN-21-2, HN-21-7)"),
        Move(S.FAILED, A.READMIT, S.PASSED, "HN 21 (HN-21-3), HN 16 (HN-16-4)"),
    ),
)
