"""What states and lists are called on pages of renewals."""

from flask_babel import lazy_gettext as _l

from housing.renewals.states import RenewalState, RowOutcome

STATES = {
    RenewalState.APPLIED: _l("已申请"),
    RenewalState.REVIEWING: _l("部门联合审核中"),
    RenewalState.GRANTED: _l("准予续租"),
    RenewalState.REFUSED: _l("不予续租"),
    RenewalState.TURNED_AWAY: _l("逾期申请，不予受理"),
    RenewalState.WITHDRAWN: _l("已撤回"),
}
LISTS = (
    ("", _l("全部在办")),
    ("late", _l("逾期申请，待处理")),
    ("reviewing", _l("部门联合审核中")),
    ("to_decide", _l("待决定")),
    ("granted", _l("准予续租")),
    ("over", _l("其他已办结")),
)
OUTCOMES = {
    RowOutcome.WAITING: _l("等待办理"),
    RowOutcome.GRANTED: _l("已准予"),
    RowOutcome.REFUSED: _l("未办理"),
}
