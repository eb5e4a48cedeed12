"""The five cases in which an allocation counts as given up."""

from enum import StrEnum


class AbandonmentCase(StrEnum):
    """Which case. Basis: HN 22 (HN-22-4 to HN-22-8)."""

    NOT_ATTENDED = "not_attended"
    GAVE_UP_CHOICE = "gave_up_choice"
    NOT_SIGNED = "not_signed"
    NOT_MOVED_IN = "not_moved_in"
    OTHER = "other"


#: The rule of each case.
RULES = {
    AbandonmentCase.NOT_ATTENDED: "HN-22-4",
    AbandonmentCase.GAVE_UP_CHOICE: "HN-22-5",
    AbandonmentCase.NOT_SIGNED: "HN-22-6",
    AbandonmentCase.NOT_MOVED_IN: "HN-22-7",
    AbandonmentCase.OTHER: "HN-22-8",
}
#: What letters call them.
CASE_WORDS = {
    AbandonmentCase.NOT_ATTENDED: "未在规定时间、地点参加选房",
    AbandonmentCase.GAVE_UP_CHOICE: "参加选房后放弃所选定的住房",
    AbandonmentCase.NOT_SIGNED: "已选房但未在规定时间内签订合同",
    AbandonmentCase.NOT_MOVED_IN: "签订租赁合同后放弃入住",
    AbandonmentCase.OTHER: "分配方案列明的其他放弃情况",
}
