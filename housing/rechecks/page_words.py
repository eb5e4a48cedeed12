"""What purposes, states, lists and changes are called on pages of rechecks."""

from flask_babel import lazy_gettext as _l

from housing.rechecks.states import Purpose, RecheckState
from housing.rechecks.words import Change, ReportState

PURPOSES = {
    Purpose.PERIODIC: _l("定期复查"),
    Purpose.CHANGE: _l("情况变化复查"),
    Purpose.ROUND: _l("分配复审"),
}
STATES = {
    RecheckState.OPEN: _l("部门核查中"),
    RecheckState.ANSWERED: _l("已答复，待决定"),
    RecheckState.PASSED: _l("仍符合条件"),
    RecheckState.FAILED: _l("不再符合条件"),
    RecheckState.RECONSIDERING: _l("复核中"),
    RecheckState.REVERSED: _l("复核后变更为符合条件"),
    RecheckState.UPHELD: _l("复核后维持"),
    RecheckState.VOID: _l("已作废"),
}
LISTS = (
    ("", _l("全部在办")),
    ("answered", _l("待决定")),
    ("open", _l("部门核查中")),
    ("reconsidering", _l("复核中")),
    ("decided", _l("已办结")),
)
VERDICTS = {
    "qualified": _l("全部符合"),
    "unqualified": _l("有不符合的条件"),
    "undecided": _l("有未核查的条件"),
}
CHANGES = {
    Change.INCOME: _l("收入"),
    Change.ASSETS: _l("存款、车辆等财产"),
    Change.HOUSING: _l("住房（买卖、继承、受赠、征收等）"),
    Change.PEOPLE: _l("家庭人口（结婚、离婚、出生、去世等）"),
    Change.WORK: _l("工作或社会保险"),
    Change.CONTACT: _l("电话或住址"),
    Change.OTHER: _l("其他"),
}
REPORTS = {
    ReportState.NEW: _l("已收到，待处理"),
    ReportState.RECHECKED: _l("已据此开始资格复查"),
    ReportState.NOTED: _l("已记录，不影响轮候"),
}
