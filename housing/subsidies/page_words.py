"""What pages call subsidies, and the lists of the work page."""

from flask_babel import lazy_gettext as _l

from housing.subsidies.states import EntitlementState, ListState

STATES = {
    EntitlementState.PROPOSED: _l("待核定"),
    EntitlementState.GRANTED: _l("发放中"),
    EntitlementState.REFUSED: _l("未核定"),
    EntitlementState.STOPPED: _l("已停发"),
}
LIST_STATES = {
    ListState.PREPARED: _l("待审定"),
    ListState.APPROVED: _l("已审定，待拨付"),
    ListState.PAID: _l("已拨付"),
    ListState.DROPPED: _l("已作废"),
}
LISTS = (
    ("to_reckon", _l("待测算")),
    ("proposed", _l("待核定")),
    ("changes", _l("待决定变更")),
    ("housed", _l("同时承租住房")),
    ("granted", _l("发放中")),
    ("stopped", _l("已停发")),
    ("", _l("全部")),
)
