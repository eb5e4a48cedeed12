"""What is made public, and how long: for a period, or for good."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """One kind of publicity. Basis: HN 15 (HN-15-3, HN-15-9, HN-15-11, HN-15-16), HN 17, 20, 21."""

    STREET_PRELIMINARY = "street_preliminary"
    QUALIFIED = "qualified"
    REGISTERED = "registered"
    PARK_REGISTERED = "park_registered"
    WAITING_ORDER = "waiting_order"
    ALLOCATION_PLAN = "allocation_plan"
    REREVIEW_FAILED = "rereview_failed"
    ROUND_ORDER = "round_order"


#: Made known for good (公布), with no last day; all others are shown for a period (公示).
FOR_GOOD = (NoticeKind.REGISTERED, NoticeKind.PARK_REGISTERED)

KIND_NAMES: dict[NoticeKind, str] = {
    NoticeKind.STREET_PRELIMINARY: "初审公示",
    NoticeKind.QUALIFIED: "审核合格公示",
    NoticeKind.REGISTERED: "轮候对象公布",
    NoticeKind.PARK_REGISTERED: "园区轮候对象公布",
    NoticeKind.WAITING_ORDER: "轮候顺序公示",
    NoticeKind.ALLOCATION_PLAN: "分配方案公布",
    NoticeKind.REREVIEW_FAILED: "复审不合格公示",
    NoticeKind.ROUND_ORDER: "分配排序公示",
}
