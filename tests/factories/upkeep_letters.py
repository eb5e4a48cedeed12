"""Facts of the letters about a flat that comes back, repairs and visits."""

from datetime import date

from housing.letters.kinds import LetterKind

ADDRESS = "幸福里小区1栋1单元301"
UPKEEP_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.HANDOVER_BEGUN: {
        "address": ADDRESS,
        "ending": "自愿退出",
        "reason": "家庭已在外地安家",
        "how": "请与我们约定验房日期，带上全部钥匙和合同。",
    },
    LetterKind.HANDOVER_SETTLED: {
        "address": ADDRESS,
        "last_day": date(2026, 9, 20),
        "lines": ["履约保证金1000.00元", "厨房台面破损，赔偿200.00元", "租金已缴清"],
        "result": "应退还800.00元",
        "object_until": date(2026, 10, 12),
    },
    LetterKind.HANDOVER_ANSWER: {
        "address": ADDRESS,
        "objected_on": date(2026, 9, 22),
        "answer": "台面破损在交房时已有记录，异议成立。",
        "then": "我单位将重新结算。",
    },
    LetterKind.MOVED_OUT: {
        "household": "李明",
        "address": ADDRESS,
        "keys_on": date(2026, 9, 20),
        "ending": "自愿退出",
    },
    LetterKind.REPAIR_ANSWER: {
        "address": ADDRESS,
        "matter": "用水",
        "answer": "维修人员王师傅将于2026年9月3日上门。",
    },
    LetterKind.INSPECTION_NOTICE: {
        "address": ADDRESS,
        "planned_on": date(2026, 9, 20),
        "why": "日常走访",
        "how": "当日家中无人的，请与我们另约时间。",
    },
}
