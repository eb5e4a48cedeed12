"""What pages call leases, their items and the lists of the work page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask_babel import lazy_gettext as _l

from housing.core.errors import BadInput
from housing.leases.items import Item
from housing.leases.queries import LeaseFilter
from housing.leases.rules import months_on
from housing.leases.states import LeaseState
from housing.leases.words import ConditionPurpose, Ending, ItemState, LeaseKind, RentBasis

STATES = {
    LeaseState.DRAFTED: _l("已拟定，待签约"),
    LeaseState.SIGNED: _l("已签约，待入住"),
    LeaseState.ACTIVE: _l("租赁中"),
    LeaseState.ENDED: _l("已终止"),
    LeaseState.FALLEN_THROUGH: _l("签约后放弃"),
    LeaseState.VOID: _l("已作废"),
}
KINDS = {
    LeaseKind.FIRST: _l("首次租赁"),
    LeaseKind.RENEWAL: _l("续租"),
    LeaseKind.EXCHANGE: _l("互换"),
    LeaseKind.CARRIED: _l("原有租赁"),
}
ENDINGS = {
    Ending.RENEWED: _l("续租"),
    Ending.EXCHANGED: _l("互换住房"),
    Ending.MOVED_OUT: _l("自愿退出"),
    Ending.EXIT: _l("退出保障"),
    Ending.VIOLATION: _l("违规收回"),
    Ending.SOLD: _l("出售"),
    Ending.DECEASED: _l("承租人去世"),
}
BASES = {
    RentBasis.STANDARD: _l("公租房租金标准"),
    RentBasis.MARKET: _l("市场租金"),
    RentBasis.AGREED: _l("合同约定"),
}
PURPOSES = {
    ConditionPurpose.IN: _l("交房"),
    ConditionPurpose.OUT: _l("退房"),
    ConditionPurpose.VISIT: _l("查看"),
}
ITEMS = {
    Item.LOCATION: _l("住房位置"),
    Item.USE: _l("住房用途"),
    Item.AREA: _l("住房面积"),
    Item.STRUCTURE: _l("住房结构"),
    Item.FACILITIES: _l("室内设施和设备状况"),
    Item.TERM: _l("租赁期限"),
    Item.RENT: _l("租金数额"),
    Item.DEPOSIT: _l("履约保证金"),
    Item.PAYMENT: _l("支付方式"),
    Item.USE_REQUIREMENTS: _l("使用要求"),
    Item.PROPERTY_SERVICES: _l("物业服务"),
    Item.REPAIRS: _l("房屋维修责任"),
    Item.TAKE_BACK: _l("收回（退回）住房的情形"),
    Item.BREACH: _l("违约责任"),
    Item.DISPUTES: _l("争议解决办法"),
}
ITEM_STATES = {
    ItemState.GOOD: _l("完好"),
    ItemState.WORN: _l("有磨损"),
    ItemState.BROKEN: _l("有损坏"),
    ItemState.MISSING: _l("缺失"),
}
#: The lists of the work page, by their name in the address.
LISTS = (
    ("active", _l("租赁中")),
    ("drafted", _l("待签约")),
    ("signed", _l("待交钥匙或者待开始")),
    ("unfiled", _l("待备案")),
    ("late", _l("逾期未备案")),
    ("ending3", _l("3个月内到期")),
    ("ending6", _l("6个月内到期")),
    ("ended", _l("已终止")),
    ("", _l("全部")),
)
SOON = {"ending3": 3, "ending6": 6}


def chosen(only: str, day: date, more: Mapping[str, str]) -> LeaseFilter:
    """Return the filter of a list by its name; `more` holds project, owner and text.

    Raises:
        BadInput: there is no such list.
    """
    if only not in dict(LISTS):
        raise BadInput(f"没有名单“{only[:20]}” / there is no such list")
    project, owner, text = (more.get(name, "").strip() for name in ("project", "owner", "text"))
    narrow = LeaseFilter(project=project, owner=owner, text=text)
    if only in SOON:
        return replace(narrow, ending_by=months_on(day, SOON[only]))
    if only in ("unfiled", "late"):
        late = day if only == "late" else None
        return replace(narrow, unfiled=True, filing_late_on=late)
    return replace(narrow, state=LeaseState(only) if only else None)
