"""The letters about what the rent is, and about less of it."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

#: Amounts are texts in yuan with their unit; months are in words.
CHARGE_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.RENT_CHANGED: Form(
            # reckoning: how the new rent was worked out, in one text
            "租金调整通知书",
            "ZJ",
            ("address", "from_on", "before", "monthly", "reason", "reckoning"),
            message="自{{ from_on | day }}起月租金{{ monthly }}。",
        ),
        LetterKind.REDUCTION_GRANTED: Form(
            "租金减免批准通知书",
            "JM",
            ("address", "ground", "percent", "from_month", "until_month"),
        ),
        LetterKind.REDUCTION_REFUSED: Form(
            "租金减免不予批准通知书", "JF", ("address", "ground", "reason")
        ),
        LetterKind.REDUCTION_ENDED: Form(
            "租金减免终止通知书", "JZ", ("address", "last_month", "reason")
        ),
    }
)
