"""What pages call the states, kinds and lists of sales."""

from flask_babel import lazy_gettext as _l

from housing.ownership.words import InvestmentType
from housing.sales.states import BatchState, SaleState
from housing.sales.words import (
    BuyerCategory,
    Complaint,
    Level,
    MisuseKind,
    MoneySource,
    NoteKind,
    PriceBasis,
    Purpose,
    Step,
    SubsidyLevel,
    Trade,
)

STATES = {
    SaleState.APPLIED: _l("已申请，待资格审定"),
    SaleState.QUALIFIED: _l("符合条件，待定价"),
    SaleState.REFUSED: _l("不符合购买条件"),
    SaleState.WITHDRAWN: _l("申请已撤回"),
    SaleState.PRICED: _l("已定价，待签约"),
    SaleState.CONTRACTED: _l("已签约，待付款"),
    SaleState.RESCINDED: _l("合同已解除"),
    SaleState.PAID: _l("已付清，待开票"),
    SaleState.RECEIPTED: _l("已开票，待登记"),
    SaleState.LOCKED: _l("已登记，不得上市交易"),
    SaleState.TRADABLE: _l("可以上市交易"),
    SaleState.OFFERED_BACK: _l("拟上市，待回购答复"),
    SaleState.WAIVED: _l("不予回购，可以转让"),
    SaleState.BOUGHT_BACK: _l("已由政府回购"),
    SaleState.RESOLD: _l("已上市交易"),
    SaleState.CORRECTING: _l("责令改正中"),
    SaleState.CANCELLED: _l("已取消资格，限期退出"),
    SaleState.TAKEN_BACK: _l("住房已收回"),
}
LISTS = (
    ("", _l("全部")),
    ("applied", _l("待审定")),
    ("pricing", _l("待定价、签约")),
    ("paying", _l("待付款、登记")),
    ("owned", _l("已登记")),
    ("offered_back", _l("待回购答复")),
    ("misused", _l("改正、退出")),
    ("over", _l("已结束")),
)
BATCH_STATES = {
    BatchState.PREPARED: _l("待批准"),
    BatchState.APPROVED: _l("已批准出售"),
    BatchState.REJECTED: _l("不予批准"),
}
INVESTMENTS = {
    InvestmentType.GOVERNMENT_FULL: _l("政府全额投资"),
    InvestmentType.JOINT: _l("共同投资"),
    InvestmentType.SELF_BUILT_PRIVATE: _l("民营企业自建"),
    InvestmentType.SELF_BUILT_STATE_OWNED: _l("国有企事业单位自建"),
}
CATEGORIES = {
    BuyerCategory.LOWER_MIDDLE_INCOME_HOUSEHOLD: _l("中低收入住房困难家庭"),
    BuyerCategory.GRADUATE_ENTREPRENEUR: _l("大中专毕业进城创业者"),
    BuyerCategory.NEW_WORKER: _l("新就业无房人员"),
    BuyerCategory.MIGRANT_WORKER: _l("稳定就业外来务工人员"),
    BuyerCategory.MILITARY_FAMILY: _l("当地驻军家属"),
    BuyerCategory.UNIT_STAFF: _l("企事业单位及社会团体职工"),
}
BASES = {
    PriceBasis.APPRAISAL: _l("评估价下浮"),
    PriceBasis.AFFORDABLE: _l("参照经济适用住房政策"),
    PriceBasis.STATE_ASSET: _l("国有资产处置"),
    PriceBasis.COST: _l("综合成本价（单位集中购买）"),
}
PURPOSES = {
    Purpose.CONSTRUCTION_GAP: _l("弥补建设及直接相关配套的建设资金"),
    Purpose.LOAN_REPAYMENT: _l("支付建设贷（借）款本息"),
    Purpose.ASSET_MANAGEMENT: _l("公租房资产管理"),
    Purpose.MAINTENANCE_REPAIR: _l("公租房维护维修"),
    Purpose.OTHER_DEVELOPMENT: _l("保障房持续发展的其他方面"),
}
SOURCES = {MoneySource.OWN: _l("自有资金"), MoneySource.LOAN: _l("购房贷款")}
MISUSES = {
    MisuseKind.SUBLET: _l("私下转租"),
    MisuseKind.LEND: _l("私下转借"),
    MisuseKind.TRANSFER: _l("私下转让"),
    MisuseKind.MORTGAGE: _l("私下抵押"),
    MisuseKind.PROFITEERING_RESALE: _l("私下倒卖牟利"),
    MisuseKind.CHANGE_OF_USE: _l("改变房屋用途"),
}
TRADES = {Trade.TRANSFER: _l("转让"), Trade.MORTGAGE: _l("抵押"), Trade.SUBLET: _l("转租")}
STEPS = {
    Step.ONLINE_FILING: _l("网签备案"),
    Step.TAX: _l("纳税"),
    Step.REGISTRATION: _l("转移登记受理"),
}
NOTES = {
    NoteKind.INSPECTION: _l("自住检查"),
    NoteKind.DECLARATION: _l("单位年度声明"),
    NoteKind.SUPERVISION: _l("市级指导意见"),
    NoteKind.ATTEMPT: _l("限制期内的交易企图"),
}
LEVELS = {
    SubsidyLevel.CENTRAL: _l("中央"),
    SubsidyLevel.PROVINCE: _l("省"),
    SubsidyLevel.CITY: _l("市"),
    SubsidyLevel.COUNTY: _l("县（区）"),
}
CENTRES = {
    Level.CITY: _l("市住房保障管理中心（市本级）"),
    Level.COUNTY: _l("县（区）住房保障管理中心"),
}
COMPLAINTS = {
    Complaint.FORCED_PURCHASE: _l("被强迫或者变相强迫购买"),
    Complaint.MISUSE: _l("已售住房被出租、转借、转让或者改变用途"),
}
#: What a family is told that comes next.
NEXT = {
    SaleState.APPLIED: _l(
        "住房保障中心审定资格，结果书面告知。网上申请的，请到中心在申请审核表上签字。"
    ),
    SaleState.QUALIFIED: _l("中心按审定的价格确定价款，并书面告知。"),
    SaleState.PRICED: _l("冷静期满后到中心签订出售合同；之前不想买的，可以撤回，不影响承租。"),
    SaleState.CONTRACTED: _l(
        "请按合同一次付清价款；自有资金不足的可以贷款。同时缴存专项维修资金。"
    ),
    SaleState.PAID: _l("中心开具非税收入票据，凭票据办理不动产登记。"),
    SaleState.RECEIPTED: _l("办理网签备案、纳税和不动产登记。"),
    SaleState.LOCKED: _l("住房只能自住，期限内不得转让、抵押、转租。"),
    SaleState.TRADABLE: _l("可以上市交易。出让之前请先申报，政府可以按原出售价格优先回购。"),
    SaleState.OFFERED_BACK: _l("等待政府书面答复是否按原出售价格回购；答复之前不能出让。"),
    SaleState.WAIVED: _l("政府不予回购，可以转让；按规定缴纳相关价款后办理。"),
    SaleState.CORRECTING: _l("请在期限内改正并告知中心；拒不改正的，取消资格、收回住房。"),
    SaleState.CANCELLED: _l("请在期限内退出住房，退款按规定结算。"),
}
