"""Facts of the letters about renewals, joint reviews of tenants and exits."""

from datetime import date

from housing.letters.kinds import LetterKind

EXIT_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.TENANT_REVIEWED: {
        "opened_on": date(2026, 8, 1),
        "decided_on": date(2026, 8, 20),
        "reason": "部门核查全部符合条件",
    },
    LetterKind.RENEWAL_REMINDER: {
        "ends_on": date(2027, 2, 28),
        "apply_until": date(2026, 11, 28),
        "how": "可以在网上“我的续租”申请",
    },
    LetterKind.RENEWAL_GRANTED: {
        "ends_on": date(2026, 12, 31),
        "term": "2027年1月1日至2029年12月31日",
        "how": "请携带身份证原件签订续租合同",
    },
    LetterKind.RENEWAL_UNSIGNED: {
        "ends_on": date(2026, 12, 31),
        "successor": "ZL430199-2026-000009",
        "due_on": date(2026, 11, 20),
    },
    LetterKind.RENEWAL_REFUSED: {
        "ends_on": date(2026, 12, 31),
        "reasons": ["民政部门核定的家庭收入高于标准"],
        "then": "我单位将依法办理退出手续",
    },
    LetterKind.EXIT_OPENED: {
        "opened_on": date(2026, 9, 1),
        "trigger": "收入等情况发生变化",
        "reason": "年度复查发现收入高于标准",
        "then": "有关部门将进行联合审核",
    },
    LetterKind.EXIT_KEPT: {
        "opened_on": date(2026, 9, 1),
        "decided_on": date(2026, 9, 20),
        "reasons": ["各部门均无异议"],
    },
    LetterKind.EXIT_CANCELLED: {
        "decided_on": date(2026, 9, 20),
        "reasons": ["家庭收入高于标准"],
        "opinions": ["民政部门：家庭收入高于标准"],
        "then": "请在搬迁期三个月内腾退住房",
        "window": "十五个工作日",
    },
    LetterKind.TERM_ENDED: {
        "reason": "租赁期满未续租",
        "period": "三个月",
        "afterwards": "期满不腾退的，按市场价格缴纳租金",
    },
    LetterKind.RELOCATION_REMINDER: {
        "relocate_until": date(2026, 12, 20),
        "afterwards": "期满不腾退的，按市场价格缴纳租金",
    },
    LetterKind.RELOCATION_EXTENDED: {
        "before": date(2026, 12, 20),
        "relocate_until": date(2027, 1, 20),
        "reason": "老人住院",
        "document": "批1号",
        "afterwards": "期满不腾退的，按市场价格缴纳租金",
    },
    LetterKind.MARKET_RENT: {
        "reason": "搬迁期满未腾退",
        "from_on": date(2026, 12, 21),
        "rent": "651.60元",
        "standard": "建筑面积54.30平方米，市场租金每平方米每月12.00元",
    },
    LetterKind.EXIT_REVIEWED: {
        "asked_on": date(2026, 9, 22),
        "decided_on": date(2026, 10, 10),
        "outcome": "维持原决定",
        "reasons": ["民政部门再次核定，结果不变"],
    },
}
