"""What pages call arrears, and the lists of the work page."""

from flask_babel import lazy_gettext as _l

from housing.arrears.states import ArrearsAct, ArrearsState

STATES = {
    ArrearsState.OPEN: _l("欠缴，未提醒"),
    ArrearsState.REMINDED: _l("已提醒"),
    ArrearsState.DEMANDED: _l("已催缴"),
    ArrearsState.NOTICE_PROPOSED: _l("待批准通报单位"),
    ArrearsState.NOTIFIED: _l("已通报单位"),
    ArrearsState.IN_INSTALMENTS: _l("分期缴纳"),
    ArrearsState.SETTLED: _l("已缴清"),
}
ACTS = {
    ArrearsAct.REMIND: _l("发出提醒"),
    ArrearsAct.DEMAND: _l("发出催缴通知书"),
    ArrearsAct.PROPOSE_NOTICE: _l("提出通报单位"),
    ArrearsAct.APPROVE_NOTICE: _l("批准通报单位"),
    ArrearsAct.REFUSE_NOTICE: _l("不批准通报单位"),
    ArrearsAct.ANSWER: _l("回复"),
    ArrearsAct.AGREE: _l("约定分期缴纳"),
    ArrearsAct.BREAK: _l("终止分期约定"),
    ArrearsAct.SETTLE: _l("缴清"),
}
