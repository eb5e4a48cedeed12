"""The words of rental projects under the measures, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.rental_projects.supply.words import Area, Fee, Investor, Raising, Trade, UnitForm

AREAS = {
    Area.HANTAI: _l("汉台区"),
    Area.NANZHENG: _l("南郑区"),
    Area.MIAN: _l("勉县"),
    Area.ECONOMIC_ZONE: _l("汉中经济技术开发区"),
    Area.BINJIANG: _l("滨江新区"),
    Area.XINGHAN: _l("兴汉新区"),
    Area.OTHER_COUNTY: _l("其他县（4A 级以上景区）"),
}
RAISINGS = {
    Raising.NEW_BUILD: _l("新建"),
    Raising.CO_BUILD: _l("配建"),
    Raising.CONVERSION: _l("改建"),
    Raising.OTHER: _l("其他方式"),
}
INVESTORS = {
    Investor.GOVERNMENT: _l("政府投资"),
    Investor.PRIVATE: _l("社会资本投资、政府政策支持"),
}
FORMS = {UnitForm.SUITE: _l("成套住房"), UnitForm.ROOM: _l("宿舍型住房")}
FEES = {
    Fee.INFRASTRUCTURE: _l("城市基础设施配套费"),
    Fee.WASTE: _l("建筑垃圾处理费"),
    Fee.TRANSACTION: _l("建设工程交易服务费"),
    Fee.ARCHIVES: _l("城建档案咨询服务费"),
    Fee.LAND_COMMISSION: _l("土地交易佣金"),
    Fee.LIGHTNING: _l("防雷技术服务费"),
}
TRADES = {Trade.RENTAL: _l("住房租赁企业"), Trade.BROKER: _l("房地产经纪机构")}
DUES = {
    "grant_city": _l("以奖代补（市财政）"),
    "grant_county": _l("以奖代补（县区财政）"),
    "land_first": _l("土地价款首付"),
    "land_rest": _l("土地价款余款"),
}
REVIEWERS = {"planning": _l("建规部门"), "land": _l("国土部门")}
DEPARTMENTS = {"housing": _l("住房管理部门"), **REVIEWERS}
WORDS: dict[str, object] = {
    "areas": AREAS,
    "raisings": RAISINGS,
    "investors": INVESTORS,
    "unit_forms": FORMS,
    "fees": FEES,
    "trades": TRADES,
    "dues_called": DUES,
    "reviewers": REVIEWERS,
}
