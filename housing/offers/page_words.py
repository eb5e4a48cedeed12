"""What pages call offers, and the lists of the work page."""

from flask_babel import lazy_gettext as _l

from housing.offers.states import OfferState

STATES = {
    OfferState.OPEN: _l("待答复"),
    OfferState.ACCEPTED: _l("已接受，待签约"),
    OfferState.SIGNED: _l("已签约"),
    OfferState.DECLINED: _l("已放弃"),
    OfferState.EXPIRED: _l("逾期未签约"),
    OfferState.FALLEN_THROUGH: _l("签约后放弃"),
    OfferState.WITHDRAWN: _l("房源撤回"),
}
LISTS = (
    ("", _l("全部")),
    ("pending", _l("待签约")),
    ("due", _l("今天到期")),
    ("late", _l("已逾期")),
    ("signed", _l("待交钥匙")),
    ("ended", _l("已结束")),
)
