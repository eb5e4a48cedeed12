"""What pages call the states of an objection."""

from flask_babel import lazy_gettext as _l

from housing.objections.states import ObjectionState

STATE_WORDS = {
    ObjectionState.FILED: _l("正在处理"),
    ObjectionState.UPHELD: _l("异议成立"),
    ObjectionState.DISMISSED: _l("异议不成立"),
    ObjectionState.WITHDRAWN: _l("已撤回"),
}
