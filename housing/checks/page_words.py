"""What the pages of department checks call things."""

from flask_babel import lazy_gettext as _l

from housing.checks.states import CheckState
from housing.checks.words import Channel, Consent, Item, Purpose
from housing.core.access.offices import OfficeKind

STATES = {
    CheckState.REQUESTED: _l("待送达"),
    CheckState.SENT: _l("待答复"),
    CheckState.ANSWERED: _l("已答复"),
    CheckState.CONCLUDED: _l("已汇总"),
    CheckState.UNAVAILABLE: _l("暂时无法核查"),
    CheckState.VOID: _l("已作废"),
}
PURPOSES = {
    Purpose.ADMISSION: _l("准入审核"),
    Purpose.WAITING: _l("轮候复查"),
    Purpose.ROUND: _l("分配复审"),
    Purpose.RENEWAL: _l("续租审核"),
    Purpose.EXIT: _l("退出审查"),
}
CHANNELS = {
    Channel.PAGE: _l("网页"),
    Channel.SHEET: _l("表格"),
    Channel.CONNECTOR: _l("接口"),
    Channel.PAPER: _l("书面回函"),
}
CONSENTS = {Consent.SIGNED_IN: _l("登录后同意"), Consent.UPLOADED: _l("书面签字")}
ITEMS = {
    Item.DWELLINGS: _l("现有住房"),
    Item.DISPOSALS: _l("申请日前两年内处分的房产"),
    Item.POLICY_HOUSING: _l("享受过的政策性住房"),
    Item.MARRIAGES: _l("婚姻状况"),
    Item.INCOME: _l("家庭收入及认定"),
    Item.ASSETS: _l("家庭财产"),
    Item.VEHICLES: _l("机动车"),
    Item.RESCUE: _l("社会救助"),
    Item.HOUSEHOLD: _l("家庭人口与户籍"),
    Item.INSURANCE: _l("社会保险缴纳"),
}
DEPARTMENTS = {
    OfficeKind.PROPERTY_REGISTRY: _l("不动产权属登记机构"),
    OfficeKind.CIVIL_AFFAIRS: _l("民政部门"),
    OfficeKind.PUBLIC_SECURITY: _l("公安机关"),
    OfficeKind.SOCIAL_SECURITY: _l("人力资源社会保障部门"),
}
#: Lists and fields by the path of their name; the layout holds the Chinese for sheets.
LABELS = {
    "dwellings": _l("现有住房"),
    "disposals": _l("处分的房产"),
    "policy_housing": _l("政策性住房"),
    "marriages": _l("婚姻状况"),
    "vehicles": _l("机动车"),
    "people": _l("家庭成员户籍"),
    "unknown_people": _l("申请表外的同户人"),
    "owner": _l("产权人"),
    "address": _l("坐落"),
    "area": _l("建筑面积（平方米）"),
    "kind": _l("种类"),
    "on": _l("日期"),
    "cause": _l("原因"),
    "person": _l("姓名"),
    "status": _l("婚姻"),
    "spouse_in_application": _l("配偶在申请表中"),
    "registered_here": _l("户籍在本地"),
    "relation": _l("与户主关系"),
    "as_of": _l("查询截止日"),
    "document": _l("回函文号"),
    "income_fen": _l("家庭月收入合计（元）"),
    "income_band": _l("收入认定"),
    "assets_fen": _l("家庭净资产（元）"),
    "rescue": _l("社会救助"),
    "household_size": _l("户内人数"),
    "months": _l("缴费月份"),
    "employer": _l("缴费单位"),
    "insured_here": _l("在本地参保"),
}
#: Of lists whose rows are one plain value.
VALUES = {"vehicles": _l("价值（元）"), "unknown_people": _l("姓名")}
HELP = {
    "months": _l("如 2025-01；连续的月份可写 2025-01至2025-12，中断处用顿号分开。"),
    "income_fen": _l("全家每月收入合计，不是人均。"),
    "assets_fen": _l("扣除负债后的合计。"),
    "as_of": _l("所查记录截至哪一天，如 2026-09-01。"),
    "household_size": _l("户口簿上的人数，含申请表外的人。"),
}
WORDS = {
    "sale": _l("出售"),
    "gift": _l("赠与"),
    "expropriation_or_demolition": _l("征收拆迁"),
    "self_commissioned_auction": _l("自行委托拍卖"),
    "none": _l("无"),
    "illness": _l("重大疾病"),
    "accident": _l("意外事故"),
    "other_special": _l("其他特殊原因"),
    "reform_purchase": _l("房改购房"),
    "fund_raised_housing": _l("集资建房"),
    "affordable_sale_housing": _l("经济适用住房"),
    "other": _l("其他"),
    "single": _l("未婚"),
    "married": _l("已婚"),
    "divorced": _l("离异"),
    "widowed": _l("丧偶"),
    "low": _l("低收入"),
    "lower_middle": _l("中等偏下收入"),
    "above": _l("超过中等偏下收入"),
    "minimum_allowance": _l("低保"),
    "extreme_poverty": _l("分散供养特困"),
}
YES_NO = {"是": _l("是"), "否": _l("否")}
EVERYTHING = {
    "states": STATES,
    "purposes": PURPOSES,
    "channels": CHANNELS,
    "consents": CONSENTS,
    "item_words": ITEMS,
    "departments": DEPARTMENTS,
    "labels": LABELS,
    "value_labels": VALUES,
    "help": HELP,
    "yes_no": YES_NO,
}
