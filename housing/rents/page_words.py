"""What pages call the kinds of accounts and transfers, and the states of reductions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.ledger.words import AccountKind, TransferKind
from housing.rents.states import ReductionState

A, T = AccountKind, TransferKind
STATES: dict[ReductionState, LazyString] = {
    ReductionState.APPLIED: _l("待决定"),
    ReductionState.GRANTED: _l("已批准"),
    ReductionState.REFUSED: _l("未批准"),
    ReductionState.WITHDRAWN: _l("已撤回"),
    ReductionState.ENDED: _l("已终止"),
}
LISTS = (
    ("applied", _l("待决定")),
    ("granted", _l("已批准")),
    ("refused", _l("未批准")),
    ("ended", _l("已终止")),
    ("withdrawn", _l("已撤回")),
    ("all", _l("全部")),
)
USES: dict[str, LazyString] = {
    "maintenance": _l("维护"),
    "management": _l("管理"),
    "loan_repayment": _l("偿还贷款本息"),
}
#: The accounts of a lease that a tenant sees.
ACCOUNTS: dict[AccountKind, LazyString] = {
    A.RENT_DUE: _l("欠缴租金"),
    A.FEE_DUE: _l("欠缴物业费"),
    A.DEPOSIT_DUE: _l("应缴履约保证金"),
    A.DAMAGE_DUE: _l("应缴损坏赔偿"),
    A.PREPAID: _l("预缴余额"),
    A.DEPOSIT_HELD: _l("履约保证金"),
    A.REFUND_PAYABLE: _l("应退款"),
}
TRANSFERS: dict[TransferKind, LazyString] = {
    T.RENT_CHARGE: _l("应缴租金"),
    T.RENT_REDUCTION: _l("租金减免"),
    T.RENT_SHARE: _l("政府份额租金"),
    T.FEE_CHARGE: _l("应缴物业费"),
    T.RENT_CORRECTION: _l("租金更正"),
    T.FEE_CORRECTION: _l("物业费更正"),
    T.DEPOSIT_CHARGE: _l("应缴保证金"),
    T.DEPOSIT_USED: _l("保证金抵扣"),
    T.DEPOSIT_REFUND: _l("退还保证金"),
    T.DAMAGE_CHARGE: _l("损坏赔偿"),
    T.PAYMENT: _l("缴款"),
    T.ALLOCATION: _l("分配到应缴款"),
    T.UNMATCHED: _l("待认领"),
    T.REFUND: _l("退款"),
    T.WRITE_OFF: _l("核销"),
    T.OPENING: _l("期初余额"),
    T.REVERSAL: _l("冲正"),
    T.OTHER: _l("其他"),
}
