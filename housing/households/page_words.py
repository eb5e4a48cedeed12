"""The words of households as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.households.words import Assistance, Group, Rescue

GROUPS = {
    Group.LOW_INCOME: _l("城镇低收入"),
    Group.LOWER_MIDDLE: _l("城镇中等偏下收入"),
    Group.NEW_EMPLOYEE: _l("新就业无房职工"),
    Group.MIGRANT_WORKER: _l("外来务工人员"),
}
RESCUES = {
    Rescue.NONE: _l("无"),
    Rescue.MINIMUM_ALLOWANCE: _l("低保"),
    Rescue.EXTREME_POVERTY: _l("分散供养特困"),
}
ASSISTANCES = {
    Assistance.FLAT: _l("实物配租"),
    Assistance.SUBSIDY: _l("租赁补贴"),
}
