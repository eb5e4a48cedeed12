"""The words of abandonments as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.abandonments.states import AbandonmentState
from housing.abandonments.words import AbandonmentCase

CASES = {
    AbandonmentCase.NOT_ATTENDED: _l("未在规定时间、地点参加选房"),
    AbandonmentCase.GAVE_UP_CHOICE: _l("参加选房后放弃所选定的住房"),
    AbandonmentCase.NOT_SIGNED: _l("已选房但未在规定时间内签订合同"),
    AbandonmentCase.NOT_MOVED_IN: _l("签订租赁合同后放弃入住"),
    AbandonmentCase.OTHER: _l("分配方案列明的其他放弃情况"),
}
STATES = {
    AbandonmentState.REPORTED: _l("待认定"),
    AbandonmentState.CONFIRMED: _l("已认定放弃"),
    AbandonmentState.EXCUSED: _l("有正当理由，不视同放弃"),
    AbandonmentState.VOID: _l("不成立"),
    AbandonmentState.REVERSED: _l("认定已撤销"),
}
#: The lists of the work page, by their name in the address.
LISTS = (
    ("reported", _l("待认定")),
    ("frozen", _l("不再配租期间")),
    ("", _l("全部")),
)
