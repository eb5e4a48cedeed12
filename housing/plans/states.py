"""The life of an allocation plan (分配方案): drafted, made public, withdrawn with its round."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class PlanState(StrEnum):
    """Where a plan stands. A published one never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PlanAct(StrEnum):
    """What is done to a plan."""

    CHANGE = "change"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


S, A = PlanState, PlanAct
CALLED: dict[str, object] = {
    S.DRAFT: "起草中",
    S.PUBLISHED: "已公布",
    S.WITHDRAWN: "已撤回",
    A.CHANGE: "修改",
    A.PUBLISH: "公布",
    A.WITHDRAW: "撤回",
}

PLAN = Lifecycle(
    "分配方案 / allocation plan",
    (
        Move(S.DRAFT, A.CHANGE, S.DRAFT, "HN 20 (HN-20-1)"),
        Move(S.DRAFT, A.PUBLISH, S.PUBLISHED, "HN 20 (HN-20-1, HN-20-2)"),
        Move(S.DRAFT, A.WITHDRAW, S.WITHDRAWN, "HN 20 (HN-20-1)"),
        Move(S.PUBLISHED, A.WITHDRAW, S.WITHDRAWN, "HN 20 (HN-20-1), HN 21 (HN-21-7)"),
    ),
)
