"""The letters about rent that is owed, and about the rental subsidy."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

#: Amounts are texts in yuan with their unit; `periods` are months in words.
RENT_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.ARREARS_REMINDER: Form(
            # how: where and how to pay
            "租金催缴提醒",
            "CT",
            ("address", "periods", "owed", "pay_until", "how"),
            message="欠缴{{ owed }}，请于{{ pay_until | day }}前缴清。",
        ),
        LetterKind.ARREARS_DEMAND: Form(
            # then: what may follow, in words
            "租金催缴通知书",
            "CJ",
            ("address", "periods", "owed", "pay_until", "how", "then"),
            message="欠缴{{ owed }}，请于{{ pay_until | day }}前缴清或者联系我们分期。",
        ),
        LetterKind.EMPLOYER_NOTICE: Form(
            # tenant: name and masked number; legal_basis: the rule the notice relies on
            "承租人拖欠租金情况通报",
            "TB",
            ("tenant", "address", "periods", "owed", "legal_basis", "how"),
        ),
        LetterKind.INSTALMENTS: Form(
            # parts: one text an instalment
            "分期缴纳协议确认书",
            "FK",
            ("owed", "parts", "agreed_on"),
        ),
        LetterKind.SUBSIDY_GRANTED: Form(
            # reckoning: how the amount was worked out, line by line
            "租赁补贴核定通知书",
            "BT",
            ("from_month", "monthly", "reckoning"),
        ),
        LetterKind.SUBSIDY_CHANGED: Form(
            # overpaid: what follows for what was paid too much, or that nothing was
            "租赁补贴变更通知书",
            "BG",
            ("from_month", "monthly", "reason", "reckoning", "overpaid"),
        ),
        LetterKind.SUBSIDY_STOPPED: Form(
            "停发租赁补贴通知书",
            "BS",
            ("from_month", "reason", "overpaid", "window"),
            message="如有异议，可在{{ window }}内申请复核。",
        ),
    }
)
