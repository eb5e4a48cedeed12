"""Facts of the letters about exchanges."""

from datetime import date

from housing.letters.kinds import LetterKind

LEAVES, GETS = "望麓新苑1栋1单元301", "清溪雅苑2栋2单元102"
EXCHANGE_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.EXCHANGE_PROPOSED: {
        "households": 3,
        "leaves": LEAVES,
        "gets": GETS,
        "rent": "166.08元",
        "how": "请登录本系统或者到窗口表示同意或者不同意",
    },
    LetterKind.EXCHANGE_REFUSED: {
        "leaves": LEAVES,
        "gets": GETS,
        "decided_on": date(2026, 9, 1),
        "reasons": ["没有就业、子女就学等原因的证明"],
        "window": "收到本通知书之日起十五个工作日",
    },
    LetterKind.EXCHANGE_ENDED: {
        "leaves": LEAVES,
        "gets": GETS,
        "reasons": ["有一户不同意互换"],
    },
    LetterKind.EXCHANGE_DONE: {
        "leaves": LEAVES,
        "gets": GETS,
        "from_on": date(2026, 9, 1),
        "until_on": date(2028, 9, 30),
        "rent": "166.08元",
        "deposit": "随合同转入，不重新缴纳",
        "contract": "ZL430199-2026-00001",
    },
}
