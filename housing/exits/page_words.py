"""What triggers, states, lists and the words of the court are called on pages of exits."""

from flask_babel import lazy_gettext as _l

from housing.exits.states import ExitState, Trigger
from housing.exits.words import Judgment, Plaintiff, Served

TRIGGERS = {
    Trigger.OTHER_LEASE: _l("承租其他公共租赁住房"),
    Trigger.OWN_DWELLING: _l("通过购买、受赠、继承等方式获得住房"),
    Trigger.INCOME: _l("收入等情况发生变化"),
    Trigger.MISUSE: _l("违规使用公共租赁住房"),
    Trigger.TERM_ENDED: _l("租赁期满未续租"),
    Trigger.OWN_WISH: _l("自愿退出"),
}
STATES = {
    ExitState.OPENED: _l("已立案"),
    ExitState.REVIEWING: _l("部门联合审核中"),
    ExitState.KEPT: _l("保留保障资格"),
    ExitState.CANCELLED: _l("已取消资格"),
    ExitState.RELOCATING: _l("搬迁期"),
    ExitState.MARKET_RENT: _l("按市场价缴租"),
    ExitState.LITIGATION: _l("诉讼中"),
    ExitState.VACATED: _l("已腾退"),
    ExitState.VOID: _l("已作废"),
}
LISTS = (
    ("", _l("全部在办")),
    ("to_decide", _l("待决定")),
    ("to_serve", _l("待送达")),
    ("relocating", _l("搬迁期内")),
    ("overdue", _l("期满待处理")),
    ("market_rent", _l("按市场价缴租")),
    ("litigation", _l("诉讼中")),
    ("reconsidering", _l("复核中")),
    ("over", _l("已办结")),
)
SERVED = {
    Served.IN_PERSON: _l("当面送达"),
    Served.MAIL: _l("邮寄送达"),
    Served.ONLINE: _l("网上送达"),
    Served.POSTED: _l("留置送达"),
    Served.PUBLIC_NOTICE: _l("公告送达"),
}
PLAINTIFFS = {
    Plaintiff.COUNTY: _l("县市区住建部门"),
    Plaintiff.OWNER: _l("房屋所有权人"),
    Plaintiff.OPERATOR: _l("运营管理机构"),
}
JUDGMENTS = {
    Judgment.VACATE: _l("判决腾退"),
    Judgment.SETTLED: _l("调解腾退"),
    Judgment.DISMISSED: _l("未支持腾退请求"),
}
