"""Facts of the letters about the sale of dwellings."""

from datetime import date

from housing.letters.kinds import LetterKind

_HOME = {"address": "望江小区1栋1单元101"}
SALE_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.SALE_QUALIFIED: {
        **_HOME,
        "decided_on": date(2026, 9, 1),
        "category": "中低收入住房困难家庭",
    },
    LetterKind.SALE_REFUSED: {
        **_HOME,
        "decided_on": date(2026, 9, 1),
        "reasons": ["家庭在本地有房"],
    },
    LetterKind.SALE_PRICED: {
        **_HOME,
        "price": "126000.00元",
        "reckoning": "每平方米2520.00元，建筑面积50.00平方米",
        "cooling_until": date(2026, 9, 8),
    },
    LetterKind.SALE_REGISTERED: {
        **_HOME,
        "certificate": "陕（2026）汉台区不动产权第0000001号",
        "bought_on": date(2026, 9, 9),
        "lock_until": date(2031, 9, 9),
    },
    LetterKind.SALE_BUYBACK_ANSWER: {
        **_HOME,
        "intent_on": date(2031, 10, 1),
        "outcome": "由政府按原出售价格回购",
        "then": "请携带不动产权证办理转移登记",
    },
    LetterKind.SALE_CORRECTION: {
        **_HOME,
        "act": "私下转租",
        "finding": "入户检查发现由他人居住",
        "correct_until": date(2027, 10, 1),
    },
    LetterKind.SALE_CANCELLED: {
        **_HOME,
        "act": "私下转租",
        "reasons": ["逾期未改正"],
        "leave_until": date(2027, 12, 1),
    },
    LetterKind.SALE_TAKEN_BACK: {
        **_HOME,
        "left_on": date(2027, 12, 1),
        "lines": ["原价款126000.00元", "登记税费1260.00元", "住房折旧2520.00元"],
        "total": "122220.00元",
    },
}
