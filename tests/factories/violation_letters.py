"""Facts of the letters about violations."""

from datetime import date

from housing.letters.kinds import LetterKind

ADDRESS = "幸福里小区1栋1单元301"
ACT = "转租所承租的公共租赁住房"
VIOLATION_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.VIOLATION_NOTICE: {
        "address": ADDRESS,
        "act": ACT,
        "facts": "屋内住有非合同登记的人员",
        "happened_on": date(2026, 8, 1),
        "statement_until": date(2026, 9, 8),
    },
    LetterKind.VIOLATION_DROPPED: {
        "address": ADDRESS,
        "act": ACT,
        "reasons": ["来访的是承租人的兄弟，短期借住"],
    },
    LetterKind.RECTIFICATION_ORDER: {
        "address": ADDRESS,
        "act": ACT,
        "finding": "住户持有转租协议",
        "requirement": "收回住房，由承租家庭居住",
        "period": "30 日内",
    },
    LetterKind.RECTIFIED: {
        "address": ADDRESS,
        "act": ACT,
        "checked_on": date(2026, 10, 20),
        "finding": "承租家庭已搬回",
    },
    LetterKind.RETURN_ORDER: {
        "address": ADDRESS,
        "act": ACT,
        "reasons": ["期满检查，仍由他人居住"],
        "period": "30 日",
        "ban": "5 年",
        "provisional_until": date(2031, 10, 20),
    },
    LetterKind.RETURN_CONFIRMED: {
        "address": ADDRESS,
        "returned_on": date(2026, 12, 1),
        "until_on": date(2031, 12, 1),
    },
    LetterKind.RETURN_REVOKED: {
        "address": ADDRESS,
        "decided_on": date(2026, 10, 20),
        "reasons": ["复议机关认定事实不清"],
        "document": "复〔2026〕8号",
    },
    LetterKind.ENFORCEMENT_APPLIED: {
        "address": ADDRESS,
        "court": "示例县人民法院",
        "applied_on": date(2026, 12, 1),
        "return_until": date(2026, 11, 20),
    },
    LetterKind.IDLE_WARNING: {
        "address": ADDRESS,
        "idle_since": date(2026, 5, 1),
        "months": "3 个月",
        "limit": "6 个月",
    },
    LetterKind.DECORATION_ANSWER: {
        "address": ADDRESS,
        "scope": "卫生间加装扶手",
        "answer": "同意",
        "reasons": "属于适老改造，不动承重墙",
        "restoration": "退房时拆除扶手并修补墙面",
    },
    LetterKind.ABSENCE_ANSWER: {
        "address": ADDRESS,
        "from_on": date(2026, 9, 1),
        "until_on": date(2026, 11, 30),
        "answer": "理由正当",
        "reasons": "住院证明已核对",
    },
    LetterKind.REPORT_ANSWER: {
        "reported_on": date(2026, 9, 1),
        "category": "转租",
        "outcome": "已立案调查",
        "reasons": "已安排上门核实",
    },
    LetterKind.BROKER_REFERRAL: {
        "address": "幸福里小区1栋",
        "reported_on": date(2026, 9, 1),
        "lines": ["某经纪门店张贴该楼栋的出租广告"],
    },
}
