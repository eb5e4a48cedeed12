"""The words of own stock as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.own_stock.words import Outlet, OwnerKind

KINDS = {
    OwnerKind.EMPLOYER: _l("企事业单位自建"),
    OwnerKind.PARK: _l("开发区、园区建设"),
}
OUTLETS = {
    Outlet.COMMON: _l("转入统一房源，面向本地轮候对象"),
    Outlet.EMPLOYER: _l("调剂给其他有需求的单位（园区）"),
}
