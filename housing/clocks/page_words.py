"""What pages call deadlines and how they ended."""

from flask_babel import lazy_gettext as _l

from housing.clocks.kinds import ClockKind, Outcome

KIND_WORDS = {
    ClockKind.ACCEPTANCE: _l("受理申请"),
    ClockKind.SUPPLEMENT: _l("补齐材料"),
    ClockKind.DEPARTMENT_CHECK: _l("部门核查答复"),
    ClockKind.STREET_REVIEW: _l("街道调查、初审、公示、报送"),
    ClockKind.STREET_PUBLICITY: _l("初审公示"),
    ClockKind.COUNTY_RECEIPT: _l("县级收件"),
    ClockKind.COUNTY_RECHECK: _l("县级复核"),
    ClockKind.PREFECTURE_FILING: _l("报市州备案"),
    ClockKind.COUNTY_DECISION: _l("县级审核决定"),
    ClockKind.COUNTY_PUBLICITY: _l("合格公示"),
    ClockKind.OBJECTION: _l("处理异议"),
    ClockKind.REVIEW_REQUEST: _l("申请人提出复核"),
    ClockKind.RECONSIDERATION: _l("复核并书面告知"),
    ClockKind.PARK_REVIEW: _l("园区审核"),
    ClockKind.PARK_FILING: _l("园区轮候对象报备"),
    ClockKind.FILING_REVIEW: _l("单位、园区分配备案审查"),
    ClockKind.REREVIEW: _l("意向登记复审"),
    ClockKind.WAITLIST_CAP: _l("轮候期"),
    ClockKind.LEASE_SIGNING: _l("签订租赁合同"),
    ClockKind.MOVE_IN: _l("领取钥匙入住"),
    ClockKind.LEASE_FILING: _l("租赁合同备案"),
    ClockKind.SURPLUS_TRANSFER: _l("剩余房源转入统一房源"),
    ClockKind.ABANDONMENT_STATEMENT: _l("家庭说明放弃的情况"),
    ClockKind.WAITLIST_RECHECK: _l("轮候复查"),
    ClockKind.REPAIR_RESPONSE: _l("答复报修"),
    ClockKind.TENANT_RECHECK: _l("在租家庭复查"),
    ClockKind.EXIT_REVIEW: _l("退出联合审查"),
    ClockKind.RENEWAL_REVIEW: _l("续租审核"),
    ClockKind.REDUCTION_DECISION: _l("决定租金减免"),
    ClockKind.VIOLATION_STATEMENT: _l("承租人陈述违规情况"),
    ClockKind.RECTIFICATION: _l("限期整改"),
    ClockKind.RETURN_ORDERED: _l("责令退回住房"),
    ClockKind.EXCHANGE_DECISION: _l("互换审批"),
    ClockKind.EXCHANGE_FILING: _l("互换报备"),
    ClockKind.BUYER_REVIEW: _l("购买资格审定"),
    ClockKind.PRICE_APPROVAL: _l("出售价格审定"),
    ClockKind.BUYBACK_DECISION: _l("答复是否回购"),
    ClockKind.SALE_CORRECTION: _l("购房人改正"),
    ClockKind.SALE_LEAVING: _l("购房人退出住房"),
    ClockKind.GRANT_PAYMENT: _l("兑现奖补资金"),
    ClockKind.LAND_BALANCE: _l("缴清土地余款"),
}
OUTCOME_WORDS = {
    Outcome.DONE: _l("按时办结"),
    Outcome.LATE: _l("逾期办结"),
    Outcome.PASSED: _l("期满"),
    Outcome.VOID: _l("终止"),
}
#: The lists of the work page, by their name in the address.
LISTS = {
    "": _l("全部"),
    "mine": _l("我的岗位"),
    "today": _l("今天要办结"),
    "reminded": _l("已提醒，快到期"),
    "overdue": _l("已逾期"),
}
