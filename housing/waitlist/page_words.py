"""What states and lists of the waitlist are called on pages."""

from flask_babel import lazy_gettext as _l

from housing.households.words import Assistance
from housing.waitlist.states import EntryState

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
    ("overdue", _l("已超期")),
    ("rescue", _l("救助对象（应保尽保）")),
    ("under_review", _l("复查中")),
)
ASSISTANCE = {Assistance.FLAT: _l("实物配租"), Assistance.SUBSIDY: _l("租赁补贴")}
