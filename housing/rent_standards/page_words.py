"""What pages call the standards and the groups of tenants."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.households.words import Group
from housing.rent_standards.words import MARKET, RESCUE

PARAMETER_CHOICES = [
    ("rent_standard_by_class_and_tier", _l("分类分档租金标准")),
    ("market_rent_by_area", _l("分片区市场租金参考")),
    ("property_service_fee", _l("物业服务费")),
]
GROUPS: dict[str, LazyString] = {
    RESCUE: _l("住房救助对象"),
    Group.LOW_INCOME.value: _l("城镇低收入"),
    Group.LOWER_MIDDLE.value: _l("城镇中等偏下收入"),
    Group.NEW_EMPLOYEE.value: _l("新就业无房职工"),
    Group.MIGRANT_WORKER.value: _l("外来务工人员"),
    MARKET: _l("市场租金"),
}
