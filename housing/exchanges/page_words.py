"""The words of exchanges as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.exchanges.states import ExchangeState
from housing.exchanges.words import Origin, Reason, WishState

STATES = {
    ExchangeState.CONSENTING: _l("征求各户同意"),
    ExchangeState.DECIDING: _l("待批准"),
    ExchangeState.APPROVED: _l("已批准，待办理"),
    ExchangeState.EXECUTED: _l("已互换"),
    ExchangeState.REFUSED: _l("未批准"),
    ExchangeState.FALLEN_THROUGH: _l("未成"),
}
REASONS = {
    Reason.WORK: _l("就业"),
    Reason.SCHOOLING: _l("子女就学"),
    Reason.HEALTH: _l("健康、照护"),
    Reason.FAMILY: _l("家庭人口变化"),
    Reason.OTHER: _l("其他"),
}
WISHES = {
    WishState.OPEN: _l("等待匹配"),
    WishState.IN_CASE: _l("互换办理中"),
    WishState.FULFILLED: _l("已互换"),
    WishState.WITHDRAWN: _l("已撤回"),
}
ORIGINS = {Origin.NAMED: _l("双方约定"), Origin.FOUND: _l("系统匹配")}
#: The lists of the work page, by their name in the address.
LISTS = (
    ("open", _l("在办")),
    ("deciding", _l("待批准")),
    ("approved", _l("待办理")),
    ("to_file", _l("待报备")),
    ("over", _l("已结束")),
    ("", _l("全部")),
)
WORDS = {
    "states": STATES,
    "reasons": REASONS,
    "wish_states": WISHES,
    "origins": ORIGINS,
    "lists": LISTS,
}
