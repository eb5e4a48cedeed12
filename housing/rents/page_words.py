"""What pages call the accounts of a lease and the states of reductions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.ledger.words import AccountKind
from housing.rents.states import ReductionState

A = AccountKind
#: The kind of documents of a reduction.
PAPER = "reduction_paper"
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
