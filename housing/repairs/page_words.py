"""The words of repairs as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.repairs.states import RepairAct, RepairState
from housing.repairs.words import Payer, Trouble

STATES = {
    RepairState.REQUESTED: _l("待派工"),
    RepairState.ASSIGNED: _l("已派工"),
    RepairState.DONE: _l("已修好，待确认"),
    RepairState.CONFIRMED: _l("已确认"),
    RepairState.DECLINED: _l("不属维修范围"),
    RepairState.WITHDRAWN: _l("已撤回"),
}
ACTS = {
    RepairAct.ASSIGN: _l("派工"),
    RepairAct.FINISH: _l("修好"),
    RepairAct.CONFIRM: _l("确认修好"),
    RepairAct.REOPEN: _l("没有修好"),
    RepairAct.DECLINE: _l("不属维修范围"),
    RepairAct.WITHDRAW: _l("撤回"),
}
TROUBLES = {
    Trouble.WATER: _l("用水"),
    Trouble.POWER: _l("用电"),
    Trouble.GAS: _l("燃气"),
    Trouble.HEATING: _l("供暖"),
    Trouble.LEAK: _l("渗漏"),
    Trouble.DOORS: _l("门窗"),
    Trouble.FIXTURES: _l("室内设施"),
    Trouble.STRUCTURE: _l("房屋结构"),
    Trouble.SHARED: _l("公共部位"),
    Trouble.OTHER: _l("其他"),
}
PAYERS = {
    Payer.OWNER: _l("产权人承担"),
    Payer.TENANT: _l("承租人承担（人为损坏）"),
    Payer.WARRANTY: _l("保修单位承担"),
}
LISTS = (
    ("requested", _l("待派工")),
    ("late", _l("超过答复期限")),
    ("assigned", _l("已派工")),
    ("done", _l("待确认")),
    ("over", _l("已办结")),
    ("", _l("全部")),
)
WORDS: dict[str, object] = {
    "states": STATES,
    "acts_done": ACTS,
    "troubles": TROUBLES,
    "payers": PAYERS,
}
