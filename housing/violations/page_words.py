"""What pages call violations, reports and their states, and the lists of the work pages."""

from flask_babel import lazy_gettext as _l

from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.states import ViolationState
from housing.violations.words import Category, DeliveryWay, Source, ViolationKind

STATES = {
    ViolationState.REPORTED: _l("待告知"),
    ViolationState.NOTICED: _l("听取陈述"),
    ViolationState.FOUND: _l("已认定，待责令整改"),
    ViolationState.ORDERED: _l("已责令整改，待送达"),
    ViolationState.RECTIFYING: _l("限期整改中"),
    ViolationState.CANCELLED: _l("已取消资格，待送达"),
    ViolationState.RETURNING: _l("限期退回中"),
    ViolationState.ENFORCEMENT: _l("已申请强制执行"),
    ViolationState.CLOSED: _l("已整改，结案"),
    ViolationState.DISMISSED: _l("不成立"),
    ViolationState.VACATED: _l("已退回"),
    ViolationState.REVOKED: _l("决定已撤销"),
}
CATEGORIES = {
    Category.LENT: _l("转借"),
    Category.SUBLET: _l("转租"),
    Category.SWAPPED: _l("擅自调换"),
    Category.SOLD: _l("转卖"),
    Category.CHANGED_USE: _l("改变用途"),
    Category.DAMAGED: _l("破坏房屋"),
    Category.DECORATED: _l("擅自装修"),
    Category.UNLAWFUL: _l("违法活动"),
    Category.IDLE: _l("长期无人居住"),
    Category.BROKER: _l("房地产经纪机构出租、转租、出售"),
}
KINDS = {kind: CATEGORIES[Category(kind.value)] for kind in ViolationKind}
WAYS = {
    DeliveryWay.IN_PERSON: _l("直接送达"),
    DeliveryWay.LEFT: _l("留置送达"),
    DeliveryWay.POST: _l("邮寄送达"),
    DeliveryWay.ELECTRONIC: _l("电子送达"),
    DeliveryWay.NOTICE: _l("公告送达"),
}
SOURCES = {
    Source.PUBLIC: _l("群众举报"),
    Source.OFFICER: _l("工作人员报告"),
    Source.INSPECTION: _l("走访发现"),
}
REPORTS = {
    ReportState.RECEIVED: _l("待处理"),
    ReportState.OPENED: _l("已立案"),
    ReportState.REFERRED: _l("已移送"),
    ReportState.UNFOUNDED: _l("不予立案"),
}
CONSENTS = {
    ConsentState.ASKED: _l("待答复"),
    ConsentState.GRANTED: _l("已同意"),
    ConsentState.REFUSED: _l("不同意"),
    ConsentState.WITHDRAWN: _l("已撤回"),
}
ABSENCES = {
    AbsenceState.TOLD: _l("待认定"),
    AbsenceState.ACCEPTED: _l("理由正当"),
    AbsenceState.NOT_ACCEPTED: _l("理由不成立"),
}
LISTS = (
    ("", _l("全部")),
    ("open", _l("调查和认定")),
    ("rectifying", _l("限期整改")),
    ("returning", _l("责令退回")),
    ("court", _l("强制执行")),
    ("over", _l("已结束")),
)
