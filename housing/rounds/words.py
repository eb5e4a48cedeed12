"""What the states, acts, tiers and stages of a round are called on pages."""

from flask_babel import lazy_gettext as _l

from housing.rounds.clusters import ClusterKind
from housing.rounds.results import Status
from housing.rounds.roll import OffRoll
from housing.rounds.states import FilingState, RoundAct, RoundState

STATE_WORDS = {
    RoundState.PREPARED: _l("已立项"),
    RoundState.PLAN_PUBLISHED: _l("方案已公布"),
    RoundState.REGISTERING: _l("意向登记中"),
    RoundState.RE_REVIEWING: _l("名册复审完毕，待冻结"),
    RoundState.FROZEN: _l("名册已冻结，待摇号"),
    RoundState.DRAWN: _l("已摇号，待排序"),
    RoundState.ORDERED: _l("已排序，待公示"),
    RoundState.ORDER_PUBLISHED: _l("排序公示中"),
    RoundState.FILING_REVIEW: _l("备案审查中"),
    RoundState.ALLOCATING: _l("已分配，待复算"),
    RoundState.PICKING: _l("选房中"),
    RoundState.CHECKED: _l("复算一致，待公布"),
    RoundState.PUBLISHED: _l("结果已公布"),
    RoundState.SIGNING: _l("签约中"),
    RoundState.CLOSED: _l("已完成"),
    RoundState.ANNULLED: _l("已作废"),
}

#: What the officer does; also the words on the button.
ACT_WORDS = {
    "prepare": _l("立项"),
    RoundAct.PUBLISH_PLAN: _l("公布方案"),
    RoundAct.OPEN_REGISTRATION: _l("开始意向登记"),
    RoundAct.CLOSE_REGISTRATION: _l("截止意向登记"),
    RoundAct.ADOPT_ROLL: _l("采用已复审的名册"),
    RoundAct.CARRY_OVER: _l("接续作废的轮次"),
    RoundAct.FREEZE: _l("冻结名册"),
    RoundAct.ENTER_SEED: _l("录入摇号种子"),
    RoundAct.MAKE_ORDER: _l("生成排序"),
    RoundAct.PUBLISH_ORDER: _l("公示排序"),
    RoundAct.SEND_FOR_FILING: _l("送备案审查"),
    RoundAct.PASS_FILING: _l("通过备案审查"),
    RoundAct.RETURN_FILING: _l("退回备案"),
    RoundAct.ALLOCATE: _l("分配"),
    RoundAct.OPEN_PICKING: _l("开始选房"),
    RoundAct.END_PICKING: _l("结束选房"),
    RoundAct.CHECK: _l("独立复算"),
    RoundAct.PUBLISH: _l("公布结果"),
    RoundAct.OPEN_SIGNING: _l("开始签约"),
    RoundAct.CLOSE: _l("结束轮次"),
    RoundAct.ANNUL: _l("作废"),
}

#: States and acts together, for a refusal that names both.
CALLED = {str(name): words for name, words in (*STATE_WORDS.items(), *ACT_WORDS.items())}

#: What an act means to somebody who reads the public page.
ACT_MEANING = {
    "prepare": _l("定下本轮的办法、批准文件和摇号种子的来源，写在名册冻结之前。"),
    RoundAct.PUBLISH_PLAN: _l("方案写明房源、租金、对象范围、登记时限和分配办法，公布后不能改。"),
    RoundAct.OPEN_REGISTRATION: _l("轮候家庭按方案登记意向；不登记的不受影响，位次保留。"),
    RoundAct.CLOSE_REGISTRATION: _l("登记的家庭由各部门核查复审，不合格的书面告知理由。"),
    RoundAct.CARRY_OVER: _l("沿用已公布的方案和登记，改正名册后重新冻结、摇号。"),
    RoundAct.SEND_FOR_FILING: _l("单位、园区的方案、拟分配对象和租金先报县级备案审查。"),
    RoundAct.PASS_FILING: _l("备案审查通过，可以分配。"),
    RoundAct.RETURN_FILING: _l("备案退回，由报送单位改正后重报。"),
    RoundAct.ADOPT_ROLL: _l("复审通过的家庭和空置房源进入本轮。"),
    RoundAct.FREEZE: _l("名册与房源从此不能改动，任何改动都会使下面的指纹（哈希）不同。"),
    RoundAct.ENTER_SEED: _l("种子是冻结之后才产生的公开随机数，由另一位工作人员录入。"),
    RoundAct.MAKE_ORDER: _l("先看层级，再看得分，再看受理日期，最后看摇号。"),
    RoundAct.PUBLISH_ORDER: _l("公示期内可以提出异议；公示期满才能分配。"),
    RoundAct.ALLOCATE: _l("按公示的排序和各家庭的意向计算，并给出每一户的理由。"),
    RoundAct.CHECK: _l("另一套程序只看结果和证明，独立复算一遍，一致才能公布。"),
    RoundAct.PUBLISH: _l("由第三位工作人员公布；数据包任何人都可以下载重算。"),
    RoundAct.ANNUL: _l("本轮作废，记录永久保留，不得重新摇号。"),
}

TIER_WORDS = {
    0: _l("救助对象（应保尽保）"),
    1: _l("优先对象"),
    2: _l("其他轮候家庭"),
}

MECHANISM_WORDS = {
    "priority": _l("按序保障：不越过任何在前的家庭，尽可能多地安置"),
    "in_turn": _l("依次选房：按排序逐户选择剩余房源"),
    "deferred_acceptance": _l("延迟接受：各房源优先本单位对象"),
    "constrained": _l("带限额的优化分配"),
}

FILING_WORDS = {
    FilingState.SENT: _l("审查中"),
    FilingState.PASSED: _l("已通过"),
    FilingState.RETURNED: _l("已退回"),
}

CLUSTER_WORDS = {
    ClusterKind.PHONE: _l("多户留同一手机号"),
    ClusterKind.OFFICER: _l("工作人员申报过的亲属、利害关系人"),
    ClusterKind.EMPLOYER: _l("得房家庭集中在一个单位"),
    ClusterKind.STREET: _l("得房家庭集中在一个街道"),
}
#: What to look into.
CLUSTER_MEANING = {
    ClusterKind.PHONE: _l("请查清是否一户多报、代办人留号或者中介代办。"),
    ClusterKind.OFFICER: _l("请查清该工作人员有无参与这几户的审核。"),
    ClusterKind.EMPLOYER: _l("这么多户凭机会很难出现，请查清评分、申报是否一致。"),
    ClusterKind.STREET: _l("这么多户凭机会很难出现，请查清初审标准是否一致。"),
}

STATUS_WORDS = {
    Status.HOUSED: _l("分到房"),
    Status.LEFT_OUT: _l("未分到"),
    Status.SUBSIDY_DUE: _l("发放租赁补贴"),
    Status.HELD: _l("暂缓公布"),
    Status.ORDERED: _l("等待分配"),
    Status.ON_ROLL: _l("在名册中"),
    Status.OFF_ROLL: _l("不在名册中"),
}

OFF_ROLL_WORDS = {
    OffRoll.ASKED_FOR_SUBSIDY: _l("申请租赁补贴，不参加配租"),
    OffRoll.REGISTERED_LATER: _l("登记日期晚于名册冻结日"),
    OffRoll.HOUSED_BEFORE: _l("以前的轮次已分到房"),
    OffRoll.IN_ANOTHER_ROUND: _l("正在另一轮次中"),
    OffRoll.UNDER_REVIEW: _l("轮候资格正在复查"),
    OffRoll.FROZEN: _l("放弃后两年内不再配租"),
    OffRoll.NOT_WAITING: _l("已不在轮候"),
    OffRoll.NOT_OF_THE_OWNER: _l("不是该单位、园区的保障对象"),
}

#: What points are given for. Basis: HN 17 (HN-17-1).
FACTOR_WORDS = {
    "income": _l("收入水平"),
    "housing": _l("住房困难程度"),
    "waiting": _l("申请时间"),
    "priority": _l("优先情形"),
    "family": _l("家庭情况"),
    "carried_over": _l("以前轮次未分到的结转"),
}
