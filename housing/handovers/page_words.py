"""The words of handovers as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.handovers.states import HandoverState
from housing.leases.words import Ending

STATES = {
    HandoverState.BEGUN: _l("待验房"),
    HandoverState.INSPECTED: _l("已验房，待结算"),
    HandoverState.SETTLED: _l("已结算，待交钥匙"),
    HandoverState.CLOSED: _l("已交接"),
    HandoverState.CALLED_OFF: _l("已撤销"),
}
LISTS = (
    ("begun", _l("待验房")),
    ("inspected", _l("待结算")),
    ("settled", _l("待交钥匙")),
    ("objected", _l("有异议待答复")),
    ("closed", _l("已交接")),
    ("", _l("全部")),
)
#: By which a tenant leaves without a case of exit or violation.
BY_HAND = {
    Ending.MOVED_OUT: _l("自愿退出"),
    Ending.DECEASED: _l("承租人去世"),
}
