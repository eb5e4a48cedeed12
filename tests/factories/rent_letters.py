"""Facts of the letters about rent that is owed, and about the rental subsidy."""

from datetime import date

from housing.letters.kinds import LetterKind

OWED: dict[str, object] = {
    "address": "幸福里小区1栋1单元301",
    "periods": "2026年5月至2026年7月",
    "owed": "900.00元",
    "how": "转账至租金专户并注明合同编号，或者到柜台缴纳",
}
RENT_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.ARREARS_REMINDER: {**OWED, "pay_until": date(2026, 9, 15)},
    LetterKind.ARREARS_DEMAND: {
        **OWED,
        "pay_until": date(2026, 9, 15),
        "then": "逾期仍未缴清的，可以按规定通报您所在单位。",
    },
    LetterKind.EMPLOYER_NOTICE: {
        **OWED,
        "tenant": "李明（430102********12）",
        "legal_basis": "县政办发〔2026〕3号第二十条",
    },
    LetterKind.INSTALMENTS: {
        "owed": "900.00元",
        "parts": ["2026年9月30日前300.00元", "2026年10月31日前600.00元"],
        "agreed_on": date(2026, 9, 1),
    },
    LetterKind.SUBSIDY_GRANTED: {
        "from_month": "2026年10月",
        "monthly": "270.00元",
        "reckoning": ["保障面积45.00平方米", "每平方米6.00元"],
    },
    LetterKind.SUBSIDY_CHANGED: {
        "from_month": "2026年10月",
        "monthly": "180.00元",
        "reason": "家庭人口由3人变为2人",
        "reckoning": ["保障面积30.00平方米", "每平方米6.00元"],
        "overpaid": "没有多发的补贴。",
    },
    LetterKind.SUBSIDY_STOPPED: {
        "from_month": "2026年10月",
        "reason": "家庭已购买住房",
        "overpaid": "没有多发的补贴。",
        "window": "收到本通知书之日起十五个工作日",
    },
}
