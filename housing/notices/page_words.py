"""What pages call notices."""

from flask_babel import lazy_gettext as _l

from housing.notices.kinds import NoticeKind

KIND_WORDS = {
    NoticeKind.STREET_PRELIMINARY: _l("初审公示"),
    NoticeKind.QUALIFIED: _l("审核合格公示"),
    NoticeKind.REGISTERED: _l("轮候对象公布"),
    NoticeKind.PARK_REGISTERED: _l("园区轮候对象公布"),
    NoticeKind.WAITING_ORDER: _l("轮候顺序公示"),
    NoticeKind.ALLOCATION_PLAN: _l("分配方案公布"),
    NoticeKind.REREVIEW_FAILED: _l("复审不合格公示"),
    NoticeKind.ROUND_ORDER: _l("分配排序公示"),
}
