"""Facts of the letters about what the rent is, and about less of it."""

from datetime import date

from housing.letters.kinds import LetterKind

CHARGE_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.RENT_CHANGED: {
        "address": "幸福里小区1栋1单元301",
        "from_on": date(2027, 1, 1),
        "before": "300.00元",
        "monthly": "320.00元",
        "reason": "租金标准调整",
        "reckoning": "50.00 平方米 × 16.00 元 × 40% = 每月 320.00 元",
    },
    LetterKind.REDUCTION_GRANTED: {
        "address": "幸福里小区1栋1单元301",
        "ground": "重残",
        "percent": "50%",
        "from_month": "2026年10月",
        "until_month": "2027年9月",
    },
    LetterKind.REDUCTION_REFUSED: {
        "address": "幸福里小区1栋1单元301",
        "ground": "重残",
        "reason": "残疾等级不符合减免条件",
    },
    LetterKind.REDUCTION_ENDED: {
        "address": "幸福里小区1栋1单元301",
        "last_month": "2026年12月",
        "reason": "不再享受低保",
    },
}
