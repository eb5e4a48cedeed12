"""What states and lists of the waitlist are called on pages."""

from flask_babel import lazy_gettext as _l

from housing.households.words import Assistance
from housing.waitlist.states import EntryState
from housing.waitlist.words import Cause

STATES = {
    EntryState.REGISTERED: _l("已登记"),
    EntryState.WAITING: _l("轮候中"),
    EntryState.OVERDUE: _l("超过轮候期（仍有效）"),
    EntryState.UNDER_REVIEW: _l("资格复查中"),
    EntryState.IN_ROUND: _l("参加本轮分配"),
    EntryState.ALLOTTEE: _l("分配对象"),
    EntryState.SELECTED: _l("已选房"),
    EntryState.FROZEN: _l("放弃后两年内不再配租"),
    EntryState.HOUSED: _l("已配租"),
    EntryState.SUBSIDISED: _l("领取租赁补贴"),
    EntryState.CANCELLED: _l("轮候资格已取消"),
    EntryState.LAPSED: _l("须重新申请"),
}
LISTS = (
    ("", _l("全部")),
    ("cap", _l("一年内到期")),
    ("cap6", _l("半年内到期")),
    ("cap3", _l("三个月内到期")),
    ("cap1", _l("一个月内到期")),
    ("overdue", _l("已超期")),
    ("rescue", _l("救助对象（应保尽保）")),
    ("under_review", _l("复查中")),
    ("frozen", _l("放弃后冻结")),
)
ASSISTANCE = {Assistance.FLAT: _l("实物配租"), Assistance.SUBSIDY: _l("租赁补贴")}
#: Why a place is another than before, as its household reads it.
CAUSES = {
    Cause.HOUSED: _l("前面的家庭已配租"),
    Cause.SUBSIDISED: _l("前面的家庭已改领租赁补贴"),
    Cause.CANCELLED: _l("前面的家庭被取消轮候资格"),
    Cause.LAPSED: _l("前面的家庭轮候失效"),
    Cause.FROZEN: _l("前面的家庭放弃后冻结"),
    Cause.THAWED: _l("冻结期满的家庭恢复原位"),
    Cause.JOINED_AHEAD: _l("新登记的家庭层级或得分更高"),
    Cause.RESCORED: _l("别的家庭得分变化"),
    Cause.OWN_POINTS: _l("您自己的层级或得分变化"),
    Cause.ORDER_RULE_CHANGED: _l("本县的分层办法或计分表变化"),
    Cause.OWN_ACT: _l("您登记轮候"),
}
#: The same causes of one who left the order.
LEFT = {
    Cause.HOUSED: _l("已配租"),
    Cause.SUBSIDISED: _l("已改领租赁补贴"),
    Cause.CANCELLED: _l("轮候资格已取消"),
    Cause.LAPSED: _l("轮候已失效"),
    Cause.FROZEN: _l("放弃后冻结，期满恢复"),
}
TIERS = {0: _l("救助对象"), 1: _l("优先对象"), 2: _l("其他家庭")}
