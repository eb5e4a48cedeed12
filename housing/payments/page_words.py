"""What pages call payments, and the lists of the work page."""

from flask_babel import lazy_gettext as _l

from housing.payments.states import OrderState, RefundState
from housing.payments.words import CertificateKind, Channel, FoundBy, LineFate, RefundSource

CHANNELS = {
    Channel.BANK: _l("银行转账"),
    Channel.CASH: _l("现金"),
    Channel.CARD: _l("刷卡"),
    Channel.PROVIDENT_FUND: _l("住房公积金"),
}
FATES = {
    LineFate.WAITING: _l("待认领"),
    LineFate.MATCHED: _l("已入账"),
    LineFate.CLEARED: _l("已核销在途资金"),
    LineFate.RETURNED: _l("已退回"),
}
FOUND = {
    FoundBy.LEASE_NUMBER: _l("合同编号"),
    FoundBy.VIRTUAL_ACCOUNT: _l("专属账号"),
    FoundBy.PHONE: _l("手机号"),
    FoundBy.NAME_AND_AMOUNT: _l("户名和金额"),
    FoundBy.PERSON: _l("人工认领"),
}
SOURCES = {
    RefundSource.PREPAID: _l("预收款"),
    RefundSource.SETTLEMENT: _l("退房结算应退款"),
    RefundSource.SUSPENSE: _l("待认领款"),
}
REFUND_STATES = {
    RefundState.PROPOSED: _l("待审定"),
    RefundState.APPROVED: _l("已审定，待付款"),
    RefundState.REFUSED: _l("未同意"),
    RefundState.PAID: _l("已退款"),
}
ORDER_STATES = {
    OrderState.PREPARED: _l("已编制"),
    OrderState.SENT: _l("已报送"),
    OrderState.SETTLED: _l("已办结"),
    OrderState.DROPPED: _l("已作废"),
}
CERTIFICATES = {
    CertificateKind.RENT: _l("公共租赁住房租金证明"),
    CertificateKind.PLATFORM: _l("纳入交易平台管理证明"),
}
PARTS = {
    "rent_due": _l("租金"),
    "fee_due": _l("物业费"),
    "deposit_due": _l("履约保证金"),
    "deposit_held": _l("履约保证金"),
    "damage_due": _l("损坏赔偿"),
    "prepaid": _l("预收款"),
    "refund_payable": _l("应退款"),
}
LINES = (
    (LineFate.WAITING, _l("待认领")),
    (LineFate.MATCHED, _l("已入账")),
    (LineFate.CLEARED, _l("已核销在途资金")),
    (LineFate.RETURNED, _l("已退回")),
)
ORDER_OF_PAYMENT = _l("缴款先抵最早的租金，再抵物业费、保证金和赔偿，余款记作预收款抵以后各月。")
