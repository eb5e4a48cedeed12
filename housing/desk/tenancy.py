"""What of running leases waits for an officer: one line a list, counted by its own feature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from housing.arrears import queries as arrears
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission
from housing.exchanges import queries as exchanges
from housing.exits import queries as exits
from housing.handovers import queries as handovers
from housing.joint_reviews import queries as joint_reviews
from housing.leases import queries as leases
from housing.payments import queries as payments
from housing.renewals import queries as renewals
from housing.rental_projects.supply import queries as supply
from housing.rents import queries as rents
from housing.repairs import queries as repairs
from housing.sales import waiting as sales
from housing.subsidies import queries as subsidies
from housing.violations import queries as violations

P = Permission


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list of a feature: who goes on with it, where it is, and which of the counts it has."""

    right: Permission
    feature: str
    key: str
    endpoint: str
    asked: dict[str, Any]
    words: LazyString


#: Counts of one feature by list.
COUNTS: Mapping[str, Callable[[Session, str, date], Mapping[str, int]]] = {
    "leases": leases.waiting,
    "exits": exits.waiting,
    "renewals": lambda session, place, _day: renewals.waiting(session, place),
    "reviews": lambda session, place, _day: {
        "answered": joint_reviews.count(session, place, joint_reviews.Wanted("answered"))
    },
    "payments": lambda session, place, _day: payments.waiting(session, place),
    "arrears": lambda session, place, _day: arrears.waiting(session, place),
    "subsidies": lambda session, place, _day: subsidies.waiting(session, place),
    "reductions": lambda session, place, _day: {"applied": rents.waiting(session, place)},
    "repairs": lambda session, place, day: dict(
        zip(("requested", "late"), repairs.waiting(session, place, day), strict=True)
    ),
    "handovers": lambda session, place, _day: {"open": handovers.waiting(session, place)},
    "violations": lambda session, place, day: {"open": violations.waiting(session, place, day)},
    "exchanges": lambda session, place, _day: exchanges.waiting(session, place),
    "sales": sales.waiting,
    "supply": lambda session, place, day: {"late": len(supply.overdue(session, place, day))},
}


def _list(
    right: Permission, feature: str, only: str, words: LazyString, key: str = "", at: str = ""
) -> Waiting:
    by = "state" if feature == "arrears" else "only"
    return Waiting(right, feature, key or only, at or f"{feature}.listing", {by: only}, words)


LISTS = (
    _list(P.KEEP_LEASES, "leases", "drafted", _l("待签约的租赁合同")),
    _list(P.KEEP_LEASES, "leases", "signed", _l("已签约、待交钥匙")),
    _list(P.FILE_LEASE, "leases", "unfiled", _l("待备案的租赁合同")),
    _list(P.FILE_LEASE, "leases", "late", _l("逾期未备案的租赁合同")),
    _list(P.KEEP_RENT, "payments", "waiting", _l("待核对的银行流水"), "lines", "payments.lines"),
    _list(P.KEEP_RENT, "arrears", "open", _l("新出现的欠租，待提醒"), "to_remind"),
    _list(P.KEEP_RENT, "arrears", "reminded", _l("已提醒仍欠租，待催缴"), "to_demand"),
    _list(P.DECIDE_TENANCY, "arrears", "notice_proposed", _l("待批准的通报单位"), "to_approve"),
    _list(P.DECIDE_REDUCTION, "reductions", "applied", _l("待决定的租金减免")),
    _list(P.APPROVE_PRICE, "refunds", "proposed", _l("待核准的退款"), "refunds"),
    _list(P.KEEP_RENT, "refunds", "approved", _l("待支付的退款"), "refunds_to_pay"),
    _list(P.PAY_SUBSIDY, "subsidies", "to_reckon", _l("待测算的租赁补贴")),
    _list(P.DECIDE_CASE, "subsidies", "proposed", _l("待核定的租赁补贴")),
    _list(P.PAY_SUBSIDY, "subsidies", "housed", _l("领取补贴又承租住房的家庭")),
    _list(
        P.APPROVE_PRICE, "subsidies", "", _l("待核准的补贴发放表"), "lists", "subsidy_lists.listing"
    ),
    _list(P.DECIDE_TENANCY, "renewals", "to_decide", _l("待决定的续租")),
    _list(P.REVIEW_TENANCY, "renewals", "late", _l("逾期申请的续租，待处理")),
    _list(P.DECIDE_TENANCY, "joint_reviews", "answered", _l("联合审核：部门已答复、待决定")),
    _list(P.DECIDE_TENANCY, "exits", "to_decide", _l("待决定的退出")),
    _list(P.REVIEW_TENANCY, "exits", "to_serve", _l("退出通知待送达")),
    _list(P.REVIEW_TENANCY, "exits", "overdue", _l("搬迁期满、待处理的退出")),
    _list(P.REVIEW_TENANCY, "violations", "open", _l("待办理的违规案件")),
    _list(P.KEEP_UPKEEP, "repairs", "requested", _l("待派工的报修")),
    _list(P.KEEP_UPKEEP, "repairs", "late", _l("超过答复期限的报修")),
    _list(P.KEEP_LEASES, "handovers", "open", _l("还没有交回的住房")),
    _list(P.DECIDE_TENANCY, "exchanges", "deciding", _l("待批准的互换")),
    _list(P.KEEP_LEASES, "exchanges", "approved", _l("已批准、待办理的互换")),
    _list(P.SELL_UNITS, "sales", "applied", _l("待审定的购房申请")),
    _list(P.SELL_UNITS, "sales", "pricing", _l("待定价、签约的出售")),
    _list(P.SELL_UNITS, "sales", "paying", _l("待付款、登记的出售")),
    _list(P.SELL_UNITS, "sales", "owned", _l("已售住房，到期要检查"), "to_visit"),
    _list(P.SELL_UNITS, "sales", "misused", _l("责令改正、限期退出的已售住房")),
    _list(P.DECIDE_SALE, "sales", "offered_back", _l("待答复是否回购的住房")),
    _list(P.DECIDE_SALE, "sales", "", _l("待批准的出售批次"), "batches", "sale_lists.batches"),
    _list(P.APPROVE_PRICE, "sales", "", _l("待审定的出售价格"), "as_price", "sale_lists.prices"),
    _list(P.DECIDE_SALE, "sales", "", _l("待审定的出售价格"), "as_housing", "sale_lists.prices"),
    _list(P.DECIDE_SALE, "sales", "", _l("待同意的专户用款"), "for_housing", "sale_account.home"),
    _list(P.APPROVE_PRICE, "sales", "", _l("待同意的专户用款"), "for_finance", "sale_account.home"),
    _list(P.SELL_UNITS, "sales", "", _l("待支付的专户用款"), "to_pay", "sale_account.home"),
    _list(
        P.DECIDE_SALE, "sales", "open", _l("待答复的投诉"), "complaints", "sale_account.complaints"
    ),
    _list(P.KEEP_PROJECTS, "supply", "late", _l("逾期未付的奖补和土地款")),
    _list(P.RECOGNISE_PROJECT, "supply", "late", _l("逾期未付的奖补和土地款")),
)
#: Lists whose counts another feature's query gives.
_COUNTED_BY = {"refunds": "payments", "joint_reviews": "reviews"}


def waiting_for(session: Session, actor: Actor, day: date) -> list[tuple[Waiting, int]]:
    """Return the lists with something in them that this officer goes on with."""
    counted: dict[str, Mapping[str, int]] = {}
    found = []
    for each in LISTS:
        if not actor.may(each.right):
            continue
        feature = _COUNTED_BY.get(each.feature, each.feature)
        if feature not in counted:
            counted[feature] = COUNTS[feature](session, actor.place, day)
        if total := counted[feature][each.key]:
            found.append((each, total))
    return found
