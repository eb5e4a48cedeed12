"""The words of sheets and reports as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.imports.columns import SheetKind
from housing.imports.states import ReportState

KINDS = {
    SheetKind.UNITS: _l("房源表"),
    SheetKind.HOUSEHOLDS: _l("家庭名册"),
    SheetKind.STAFF: _l("职工申请表"),
    SheetKind.LEASES: _l("原有租赁表"),
}
STATES = {
    ReportState.OPEN: _l("待处理"),
    ReportState.TAKEN: _l("已导入"),
    ReportState.DISCARDED: _l("已放弃"),
}
