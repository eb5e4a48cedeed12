"""The machine of an objection (异议) to a publicity. Basis: HN 15 (HN-15-3, HN-15-10)."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ObjectionState(StrEnum):
    """What has become of an objection."""

    FILED = "filed"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class ObjectionAct(StrEnum):
    """What can be done with an objection."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


_S, _A = ObjectionState, ObjectionAct
OBJECTION = Lifecycle(
    "异议 / objection",
    (
        Move(_S.FILED, _A.UPHOLD, _S.UPHELD, "HN-15-10"),
        Move(_S.FILED, _A.DISMISS, _S.DISMISSED, "HN-15-10"),
        Move(_S.FILED, _A.WITHDRAW, _S.WITHDRAWN, "HN-15-10"),
    ),
)

STATE_NAMES: dict[ObjectionState, str] = {
    ObjectionState.FILED: "正在处理",
    ObjectionState.UPHELD: "异议成立",
    ObjectionState.DISMISSED: "异议不成立",
    ObjectionState.WITHDRAWN: "已撤回",
}
CALLED: dict[str, object] = {
    **{state.value: name for state, name in STATE_NAMES.items()},
    ObjectionAct.UPHOLD.value: "认定异议成立",
    ObjectionAct.DISMISS.value: "认定异议不成立",
    ObjectionAct.WITHDRAW.value: "撤回异议",
}
