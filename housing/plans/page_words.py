"""What states, mechanisms and items of plans are called on pages."""

from flask_babel import lazy_gettext as _l

from housing.households.words import Group
from housing.plans.states import PlanState

STATES = {
    PlanState.DRAFT: _l("起草中"),
    PlanState.PUBLISHED: _l("已公布"),
    PlanState.WITHDRAWN: _l("已撤回"),
}
MECHANISMS = {
    "in_turn": _l("依次选房：按分配排序，轮到的家庭从剩余房源中选"),
    "priority": _l("优先序分配：能住上的家庭尽量都住上，谁也不因此被后面的家庭越过"),
}
GROUPS = {
    Group.LOW_INCOME: _l("城镇低收入"),
    Group.LOWER_MIDDLE: _l("城镇中等偏下收入"),
    Group.NEW_EMPLOYEE: _l("新就业无房职工"),
    Group.MIGRANT_WORKER: _l("外来务工人员"),
}
