"""The letters about the sale of dwellings and what follows it."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

#: `address` is the dwelling; amounts are texts in yuan with their unit.
SALE_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.SALE_QUALIFIED: Form(
            "购买资格审定结果通知书（符合条件）",
            "GF",
            ("address", "decided_on", "category"),
        ),
        LetterKind.SALE_REFUSED: Form(
            # reasons: one sentence each
            "购买资格审定结果通知书（不符合条件）",
            "GB",
            ("address", "decided_on", "reasons"),
        ),
        LetterKind.SALE_PRICED: Form(
            # reckoning: how the price was worked out; cooling_until: last day of the cooling-off
            "出售价格和自愿购买告知书",
            "GJ",
            ("address", "price", "reckoning", "cooling_until"),
            message="价款{{ price }}；{{ cooling_until | day }}之后才签订合同，之前可以随时撤回。",
        ),
        LetterKind.SALE_REGISTERED: Form(
            "登记和上市限制告知书",
            "GD",
            ("address", "certificate", "bought_on", "lock_until"),
            message="{{ lock_until | day }}（含当日）前不得转让、抵押、转租。",
        ),
        LetterKind.SALE_BUYBACK_ANSWER: Form(
            # outcome: bought back or not, in words; then: what follows
            "回购答复通知书",
            "GH",
            ("address", "intent_on", "outcome", "then"),
        ),
        LetterKind.SALE_CORRECTION: Form(
            # act: which of the prohibited acts, in words
            "责令改正通知书（已售住房）",
            "GZ",
            ("address", "act", "finding", "correct_until"),
            message="请于{{ correct_until | day }}前改正。",
        ),
        LetterKind.SALE_CANCELLED: Form(
            "取消保障资格并责令退出决定书（已售住房）",
            "GQ",
            ("address", "act", "reasons", "leave_until"),
            message="请于{{ leave_until | day }}前退出住房。",
        ),
        LetterKind.SALE_TAKEN_BACK: Form(
            # lines: the items of the refund, one text each
            "收回住房和退款结算单",
            "GS",
            ("address", "left_on", "lines", "total"),
        ),
    }
)
