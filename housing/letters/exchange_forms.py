"""The letters about exchanges of flats."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

EXCHANGE_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.EXCHANGE_PROPOSED: Form(
            # households: how many swap; rent: what the new flat would cost a month
            "互换住房征求意见书",
            "HZ",
            ("households", "leaves", "gets", "rent", "how"),
            message="可换到{{ gets }}，请登录办理或者到窗口答复。",
        ),
        LetterKind.EXCHANGE_REFUSED: Form(
            "不予批准互换住房通知书",
            "HB",
            ("leaves", "gets", "decided_on", "reasons", "window"),
        ),
        LetterKind.EXCHANGE_ENDED: Form(
            # reasons: why nothing came of it; the wish stays open
            "互换住房未成告知书",
            "HW",
            ("leaves", "gets", "reasons"),
        ),
        LetterKind.EXCHANGE_DONE: Form(
            "互换住房办理结果通知书",
            "HH",
            # deposit: what becomes of it, in words
            ("leaves", "gets", "from_on", "until_on", "rent", "deposit", "contract"),
            message="自{{ from_on | day }}起承租{{ gets }}。",
        ),
    }
)
