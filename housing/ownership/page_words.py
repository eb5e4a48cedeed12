"""The words of ownership as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.ownership.states import TransferState
from housing.ownership.words import HolderKind, InvestmentType, LegacyOrigin, RegisteredAs

INVESTMENTS = {
    InvestmentType.GOVERNMENT_FULL: _l("政府全额投资"),
    InvestmentType.JOINT: _l("共同投资"),
    InvestmentType.SELF_BUILT_PRIVATE: _l("民营企业自建"),
    InvestmentType.SELF_BUILT_STATE_OWNED: _l("国有企事业单位自建"),
}
HOLDERS = {
    HolderKind.GOVERNMENT: _l("当地人民政府"),
    HolderKind.PARK: _l("开发区、园区"),
    HolderKind.STATE_ENTERPRISE: _l("国有企业"),
    HolderKind.PRIVATE_ENTERPRISE: _l("民营企业"),
    HolderKind.INSTITUTION: _l("事业单位"),
}
REGISTERED = {
    RegisteredAs.HOUSING_DEPARTMENT: _l("住房和城乡建设主管部门"),
    RegisteredAs.PARK: _l("开发区、园区"),
    RegisteredAs.STATE_ASSET_BODY: _l("授权的国有资产管理机构"),
    RegisteredAs.INVESTOR: _l("投资人"),
}
LEGACY = {
    LegacyOrigin.GOVERNMENT_BUILT: _l("政府投资建设"),
    LegacyOrigin.DONATED: _l("企业和其他机构捐建"),
    LegacyOrigin.HANDED_OVER: _l("配建后收回"),
    LegacyOrigin.BOUGHT_BACK: _l("配建后回购"),
}
TRANSFERS = {
    TransferState.DECLARED: _l("待政府决定"),
    TransferState.BUYING_BACK: _l("政府回购中"),
    TransferState.WAIVED: _l("政府放弃回购"),
    TransferState.BOUGHT_BACK: _l("已回购"),
    TransferState.CERTIFIED: _l("已出具同意出让证明"),
    TransferState.WITHDRAWN: _l("已撤回"),
}
#: What the report of the records' quality counts.
LACKS = (
    ("title", _l("没有登记产权")),
    ("registration", _l("没有不动产登记")),
    ("annotation", _l("登记没有注记")),
)
WORDS = {
    "investments": INVESTMENTS,
    "holders": HOLDERS,
    "registered": REGISTERED,
    "legacies": LEGACY,
    "transfers": TRANSFERS,
    "lacks": LACKS,
}
