"""The words of applications as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.applications.states import ApplicationState
from housing.applications.words import (
    Capacity,
    Consent,
    GuardianRelation,
    Marital,
    Relation,
)
from housing.clocks.kinds import ClockKind
from housing.core.audit.tags import Tag
from housing.households.words import Assistance, Group

_S = ApplicationState

#: Which group somebody belongs to, in plain words and what it means.
GROUP_CHOICES = {
    Group.LOW_INCOME: (_l("低收入家庭"), _l("本地城镇户口，家里收入低，没有房或者住得很挤")),
    Group.LOWER_MIDDLE: (
        _l("中等偏下收入家庭"),
        _l("本地城镇户口，收入比低收入标准高一些，没有房或者住得很挤"),
    ),
    Group.NEW_EMPLOYEE: (_l("新就业无房职工"), _l("刚毕业参加工作，在本地没有住房")),
    Group.MIGRANT_WORKER: (
        _l("稳定就业的外来务工人员"),
        _l("户口在外地，在本地城镇稳定工作并缴纳社会保险"),
    ),
}
RELATIONS = {
    Relation.HEAD: _l("户主（本人）"),
    Relation.SPOUSE: _l("配偶"),
    Relation.CHILD: _l("子女"),
    Relation.PARENT: _l("父母"),
    Relation.PARENT_IN_LAW: _l("配偶父母"),
    Relation.GRANDPARENT: _l("祖父母、外祖父母"),
    Relation.GRANDCHILD: _l("孙子女、外孙子女"),
    Relation.SIBLING: _l("兄弟姐妹"),
    Relation.OTHER: _l("其他"),
}
CAPACITIES = {
    Capacity.FULL: _l("能独立处理自己的事（完全民事行为能力）"),
    Capacity.LIMITED: _l("有些事要别人帮助（限制民事行为能力，例如 8 至 17 岁）"),
    Capacity.NONE: _l("不能处理自己的事（无民事行为能力，例如不满 8 岁）"),
}
MARITALS = {
    Marital.SINGLE: _l("未婚"),
    Marital.MARRIED: _l("已婚"),
    Marital.DIVORCED: _l("离异"),
    Marital.WIDOWED: _l("丧偶"),
}
CONSENTS = {
    Consent.NONE: _l("尚未同意"),
    Consent.SIGNED_IN: _l("本人登录同意"),
    Consent.UPLOADED: _l("已上传书面同意"),
}
GUARDIANS = {
    GuardianRelation.SPOUSE: _l("配偶"),
    GuardianRelation.PARENT: _l("父母"),
    GuardianRelation.CHILD: _l("成年子女"),
    GuardianRelation.CLOSE_RELATIVE: _l("其他近亲属"),
    GuardianRelation.ORGANISATION: _l("经同意的其他个人或者组织"),
}
DOCUMENT_KINDS = {
    "居民身份证": _l("居民身份证"),
    "港澳台居民居住证": _l("港澳台居民居住证"),
    "港澳居民来往内地通行证": _l("港澳居民来往内地通行证"),
    "台湾居民来往大陆通行证": _l("台湾居民来往大陆通行证"),
    "外国人永久居留身份证": _l("外国人永久居留身份证"),
    "护照": _l("护照"),
}
ASSISTANCE_CHOICES = {
    Assistance.FLAT: _l("想租公租房（实物配租）"),
    Assistance.SUBSIDY: _l("自己租房，申请租赁补贴"),
}
DWELLINGS = {
    "commodity": _l("商品房"),
    "reform_purchase": _l("房改房"),
    "affordable_sale_housing": _l("经济适用住房"),
    "fund_raised_housing": _l("集资建房"),
    "self_built": _l("自建房、宅基地住房"),
    "other": _l("其他"),
}
DISPOSALS = {
    "sale": _l("出售"),
    "gift": _l("赠与"),
    "expropriation_or_demolition": _l("征收、拆迁"),
    "self_commissioned_auction": _l("自行委托拍卖"),
}
CAUSES = {
    "none": _l("没有"),
    "illness": _l("因病"),
    "accident": _l("因事故"),
    "other_special": _l("其他特殊情况"),
}
POLICY_HOUSING = {
    "reform_purchase": _l("房改购房"),
    "fund_raised_housing": _l("集资建房"),
    "affordable_sale_housing": _l("经济适用住房"),
    "other": _l("其他政策性住房"),
}
STATES = {
    _S.DRAFT: _l("填写中"),
    _S.SUBMITTED: _l("已提交，等待受理"),
    _S.INCOMPLETE: _l("材料不齐，请补正"),
    _S.ACCEPTED: _l("已受理"),
    _S.INVESTIGATED: _l("已调查，准备公示"),
    _S.STREET_PUBLIC: _l("街道公示中"),
    _S.FORWARDED: _l("已报送县级"),
    _S.COUNTY_RECEIVED: _l("县级已收件"),
    _S.RECHECKED: _l("已复核，等待审核决定"),
    _S.QUALIFIED: _l("审核合格，准备公示"),
    _S.UNQUALIFIED: _l("审核不合格，准备书面通知"),
    _S.COUNTY_PUBLIC: _l("合格公示中"),
    _S.REGISTERED: _l("已登记为轮候对象"),
    _S.REFUSED: _l("不符合条件"),
    _S.RECONSIDERING: _l("复核中"),
    _S.REFUSED_FINAL: _l("不符合条件，已办结"),
    _S.PARK_REVIEW: _l("园区审核中"),
    _S.PARK_REGISTERED: _l("已列入园区轮候"),
    _S.FILED: _l("已列入园区轮候并备案"),
    _S.WITHDRAWN: _l("已撤回"),
}
#: What comes next, and who does it.
NEXT = {
    _S.DRAFT: _l("接着填写并提交。写好的内容都已保存，随时可以回来。"),
    _S.SUBMITTED: _l("受理机关核对材料。齐全的发受理通知书，缺少的一次告知。"),
    _S.INCOMPLETE: _l("请在期限内补齐下面列出的材料，再点“材料已补齐”。"),
    _S.ACCEPTED: _l("社区上门调查，街道初审，各部门核查。"),
    _S.INVESTIGATED: _l("街道公示初审意见。"),
    _S.STREET_PUBLIC: _l("公示期满没有异议的，街道报送县级住建部门。"),
    _S.FORWARDED: _l("县级住建部门收件。"),
    _S.COUNTY_RECEIVED: _l("县级住建部门复核。"),
    _S.RECHECKED: _l("县级住建部门根据部门核查结果作出审核决定。"),
    _S.QUALIFIED: _l("公示审核结果。"),
    _S.UNQUALIFIED: _l("县级住建部门书面通知您，并说明理由。"),
    _S.COUNTY_PUBLIC: _l("公示期满没有异议的，登记为轮候对象。"),
    _S.REGISTERED: _l("等待分配。轮到您时会通知您登记意向。"),
    _S.REFUSED: _l("不同意这个结果的，可以在期限内申请复核。"),
    _S.RECONSIDERING: _l("县级住建部门重新核查，书面告知复核结果。"),
    _S.REFUSED_FINAL: _l("情况有变化时，可以重新申请。"),
    _S.PARK_REVIEW: _l("园区管理机构会同有关部门审核。"),
    _S.PARK_REGISTERED: _l("园区把轮候名单报县级住建部门备案。"),
    _S.FILED: _l("等待园区分配。"),
    _S.WITHDRAWN: _l("需要时可以用这次填写的内容重新申请。"),
}
#: What was done, as the applicant's time line says it.
PAST = {
    Tag.APPLICATION_STARTED.value: _l("开始填写"),
    Tag.APPLICATION_SUBMITTED.value: _l("提交申请"),
    Tag.APPLICATION_MISSING.value: _l("一次告知要补正的材料"),
    Tag.APPLICATION_COMPLETED.value: _l("补齐材料"),
    Tag.APPLICATION_ACCEPTED.value: _l("受理"),
    Tag.APPLICATION_INVESTIGATED.value: _l("完成调查核实"),
    Tag.APPLICATION_STREET_PUBLIC.value: _l("初审公示"),
    Tag.APPLICATION_FORWARDED.value: _l("报送县级"),
    Tag.APPLICATION_RECEIVED.value: _l("县级收件"),
    Tag.APPLICATION_RECHECKED.value: _l("县级复核完成"),
    Tag.APPLICATION_QUALIFIED.value: _l("审核为符合条件"),
    Tag.APPLICATION_UNQUALIFIED.value: _l("审核为不符合条件"),
    Tag.APPLICATION_COUNTY_PUBLIC.value: _l("合格公示"),
    Tag.APPLICATION_OBJECTION_UPHELD.value: _l("异议成立"),
    Tag.APPLICATION_REFUSED.value: _l("书面通知不符合条件"),
    Tag.APPLICATION_REGISTERED.value: _l("登记为轮候对象"),
    Tag.APPLICATION_RECONSIDERING.value: _l("申请复核"),
    Tag.APPLICATION_RECONSIDERED.value: _l("复核结束"),
    Tag.APPLICATION_LET_STAND.value: _l("办结"),
    Tag.APPLICATION_PARK_REVIEW.value: _l("园区开始审核"),
    Tag.APPLICATION_PARK_REGISTERED.value: _l("列入园区轮候"),
    Tag.APPLICATION_PARK_REFUSED.value: _l("园区审核为不符合条件"),
    Tag.APPLICATION_PARK_FILED.value: _l("园区轮候已备案"),
    Tag.APPLICATION_WITHDRAWN.value: _l("撤回申请"),
}
#: What each period is for, as the applicant reads it.
CLOCKS = {
    ClockKind.ACCEPTANCE: _l("受理"),
    ClockKind.SUPPLEMENT: _l("补齐材料"),
    ClockKind.STREET_REVIEW: _l("街道调查、初审、公示和报送"),
    ClockKind.STREET_PUBLICITY: _l("初审公示"),
    ClockKind.COUNTY_RECEIPT: _l("县级收件"),
    ClockKind.COUNTY_RECHECK: _l("县级复核"),
    ClockKind.PREFECTURE_FILING: _l("报市州备案"),
    ClockKind.COUNTY_DECISION: _l("审核决定"),
    ClockKind.COUNTY_PUBLICITY: _l("合格公示"),
    ClockKind.OBJECTION: _l("处理异议"),
    ClockKind.REVIEW_REQUEST: _l("申请复核"),
    ClockKind.RECONSIDERATION: _l("复核"),
    ClockKind.PARK_REVIEW: _l("园区审核"),
    ClockKind.PARK_FILING: _l("园区报备"),
    ClockKind.REREVIEW: _l("意向登记复审"),
    ClockKind.WAITLIST_CAP: _l("轮候期"),
}
