"""Every kind of deadline of admission: its period, its articles, who holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from housing.core.access.permissions import Role


class ClockKind(StrEnum):
    """One deadline of the time table that belongs to admission."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DEPARTMENT_CHECK = "department_check"
    STREET_REVIEW = "street_review"
    STREET_PUBLICITY = "street_publicity"
    COUNTY_RECEIPT = "county_receipt"
    COUNTY_RECHECK = "county_recheck"
    PREFECTURE_FILING = "prefecture_filing"
    COUNTY_DECISION = "county_decision"
    COUNTY_PUBLICITY = "county_publicity"
    OBJECTION = "objection"
    REVIEW_REQUEST = "review_request"
    RECONSIDERATION = "reconsideration"
    PARK_REVIEW = "park_review"
    PARK_FILING = "park_filing"
    REREVIEW = "rereview"
    WAITLIST_CAP = "waitlist_cap"
    SURPLUS_TRANSFER = "surplus_transfer"
    LEASE_SIGNING = "lease_signing"
    MOVE_IN = "move_in"
    LEASE_FILING = "lease_filing"
    ABANDONMENT_STATEMENT = "abandonment_statement"
    FILING_REVIEW = "filing_review"
    WAITLIST_RECHECK = "waitlist_recheck"
    REPAIR_RESPONSE = "repair_response"
    TENANT_RECHECK = "tenant_recheck"
    EXIT_REVIEW = "exit_review"
    RENEWAL_REVIEW = "renewal_review"
    REDUCTION_DECISION = "reduction_decision"
    VIOLATION_STATEMENT = "violation_statement"
    RECTIFICATION = "rectification"
    EXCHANGE_DECISION = "exchange_decision"
    EXCHANGE_FILING = "exchange_filing"
    RETURN_ORDERED = "return_ordered"
    BUYER_REVIEW = "buyer_review"
    PRICE_APPROVAL = "price_approval"
    BUYBACK_DECISION = "buyback_decision"
    SALE_CORRECTION = "sale_correction"
    SALE_LEAVING = "sale_leaving"
    GRANT_PAYMENT = "grant_payment"
    LAND_BALANCE = "land_balance"


class Outcome(StrEnum):
    """How a clock ended: in time, late, by having passed (of kinds that wait), or void."""

    DONE = "done"
    LATE = "late"
    PASSED = "passed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of clock is.

    `parameter` is the dated value that holds its period (its unit is the measure; of a table the
    act that starts the clock takes the period of its case), `rules` are those of the procedure it
    rests on, `holders` the roles that can be its holder.
    `waits` marks a period that simply has to pass, which nobody can miss: a publicity, or the
    time in which somebody may ask for something.
    """

    title: str
    parameter: str
    rules: tuple[str, ...]
    holders: tuple[Role, ...]
    waits: bool = False


_R, _K = Role, ClockKind
KINDS: Mapping[ClockKind, Kind] = MappingProxyType(
    {
        _K.ACCEPTANCE: Kind("受理申请", "acceptance_period", ("HN-14-1",), (_R.STREET, _R.PARK)),
        _K.SUPPLEMENT: Kind("补齐材料", "supplement_period", ("HN-14-1",), (_R.APPLICANT,)),
        _K.DEPARTMENT_CHECK: Kind(
            "部门核查答复",
            "department_check_target",
            ("HN-14-4", "HN-14-9"),
            (_R.DEPARTMENT,),
        ),
        _K.STREET_REVIEW: Kind(
            "街道调查、初审、公示、报送",
            "street_preliminary_review_period",
            ("HN-15-1",),
            (_R.STREET, _R.PARK),
        ),
        _K.STREET_PUBLICITY: Kind(
            "初审公示",
            "street_publicity_period",
            ("HN-15-3",),
            (_R.STREET, _R.PARK),
            waits=True,
        ),
        _K.COUNTY_RECEIPT: Kind(
            "县级收件", "county_receipt_period", ("HN-15-4",), (_R.COUNTY_REVIEWER,)
        ),
        _K.COUNTY_RECHECK: Kind(
            "县级复核", "county_recheck_period", ("HN-15-5",), (_R.COUNTY_REVIEWER,)
        ),
        _K.PREFECTURE_FILING: Kind(
            "报市州备案", "prefecture_filing_period", ("HN-15-6",), (_R.COUNTY_REVIEWER,)
        ),
        _K.COUNTY_DECISION: Kind(
            "县级审核决定",
            "county_decision_period",
            ("HN-15-7",),
            (_R.COUNTY_REVIEWER, _R.COUNTY_HEAD),
        ),
        _K.COUNTY_PUBLICITY: Kind(
            "合格公示",
            "qualified_publicity_period",
            ("HN-15-9",),
            (_R.COUNTY_REVIEWER,),
            waits=True,
        ),
        _K.OBJECTION: Kind(
            "处理异议", "objection_decision_period", ("HN-15-10",), (_R.COUNTY_HEAD,)
        ),
        _K.REVIEW_REQUEST: Kind(
            "申请人提出复核",
            "review_request_window",
            ("HN-15-13",),
            (_R.APPLICANT,),
            waits=True,
        ),
        _K.RECONSIDERATION: Kind(
            "复核并书面告知", "review_decision_period", ("HN-15-14",), (_R.COUNTY_HEAD,)
        ),
        _K.PARK_REVIEW: Kind("园区审核", "park_review_period", ("HN-15-15",), (_R.PARK,)),
        _K.PARK_FILING: Kind(
            "园区轮候对象报备", "park_waitlist_filing_period", ("HN-15-16",), (_R.PARK,)
        ),
        _K.WAITLIST_RECHECK: Kind(
            "轮候复查",
            "waitlist_recheck_period",
            ("HN-16-4",),
            (_R.COUNTY_REVIEWER, _R.COUNTY_HEAD),
        ),
        _K.TENANT_RECHECK: Kind(
            "在租家庭复查",
            "exit_review_period",
            ("HN-33-2", "HN-33-3"),
            (_R.COUNTY_REVIEWER, _R.COUNTY_HEAD),
        ),
        _K.EXIT_REVIEW: Kind(
            "退出联合审查",
            "exit_review_period",
            ("HN-33-3",),
            (_R.COUNTY_REVIEWER, _R.COUNTY_HEAD),
        ),
        _K.RENEWAL_REVIEW: Kind(
            "续租审核",
            "renewal_review_period",
            ("HN-24-6",),
            (_R.COUNTY_REVIEWER, _R.COUNTY_HEAD),
        ),
        _K.REDUCTION_DECISION: Kind(
            "决定租金减免", "rent_reduction_decision_period", ("HN-26-3",), (_R.COUNTY_HEAD,)
        ),
        _K.FILING_REVIEW: Kind(
            "单位、园区分配备案审查",
            "filing_review_period",
            ("HN-23-2",),
            (_R.COUNTY_REVIEWER,),
        ),
        _K.LEASE_SIGNING: Kind(
            "签订租赁合同", "lease_signing_period", ("HN-22-6", "HN-24-1"), (_R.OPERATOR,)
        ),
        _K.LEASE_FILING: Kind(
            "租赁合同备案", "lease_filing_period", ("HN-24-2",), (_R.OPERATOR, _R.CENTRE)
        ),
        _K.EXCHANGE_DECISION: Kind(
            "互换审批", "exchange_decision_period", ("HN-31-1",), (_R.COUNTY_HEAD,)
        ),
        _K.EXCHANGE_FILING: Kind(
            "互换报备", "exchange_filing_period", ("HN-31-3",), (_R.OPERATOR, _R.CENTRE)
        ),
        _K.MOVE_IN: Kind("领取钥匙入住", "move_in_period", ("HN-22-7",), (_R.OPERATOR,)),
        _K.SURPLUS_TRANSFER: Kind(
            "剩余房源转入统一房源",
            "surplus_transfer_after",
            ("HN-19-3",),
            (_R.COUNTY_HEAD,),
            waits=True,
        ),
        _K.ABANDONMENT_STATEMENT: Kind(
            "家庭说明放弃的情况",
            "abandonment_statement_window",
            ("HN-22-1",),
            (_R.COUNTY_HEAD,),
            waits=True,
        ),
        _K.VIOLATION_STATEMENT: Kind(
            "承租人陈述违规情况",
            "violation_statement_window",
            ("HN-34-1",),
            (_R.COUNTY_REVIEWER,),
            waits=True,
        ),
        _K.RECTIFICATION: Kind(
            "限期整改", "rectification_period", ("HN-34-1",), (_R.COUNTY_REVIEWER,), waits=True
        ),
        _K.RETURN_ORDERED: Kind(
            "责令退回住房", "return_period", ("HN-34-2",), (_R.COUNTY_HEAD,), waits=True
        ),
        _K.REPAIR_RESPONSE: Kind("答复报修", "repair_response_time", ("HN-27-1",), (_R.OPERATOR,)),
        _K.REREVIEW: Kind(
            "意向登记复审", "round_rereview_period", ("HN-21-2",), (_R.COUNTY_REVIEWER,)
        ),
        _K.WAITLIST_CAP: Kind(
            "轮候期", "waiting_period_local", ("HN-16-1", "HN-16-2"), (_R.COUNTY_REVIEWER,)
        ),
        _K.BUYER_REVIEW: Kind(
            "购买资格审定", "buyer_review_period", ("HZS-15-1",), (_R.CENTRE, _R.COUNTY_HEAD)
        ),
        _K.PRICE_APPROVAL: Kind(
            "出售价格审定", "price_approval_period", ("HZS-11-2",), (_R.PRICE_FINANCE,)
        ),
        _K.BUYBACK_DECISION: Kind(
            "答复是否回购", "buyback_decision_period", ("HZS-22-2",), (_R.COUNTY_HEAD,)
        ),
        _K.SALE_CORRECTION: Kind(
            "购房人改正", "correction_period", ("HZS-23-3",), (_R.APPLICANT,), waits=True
        ),
        _K.SALE_LEAVING: Kind(
            "购房人退出住房", "leave_period", ("HZS-23-3",), (_R.CENTRE,), waits=True
        ),
        _K.GRANT_PAYMENT: Kind(
            "兑现奖补资金", "subsidy_payment_period", ("HZR-18-5",), (_R.PRICE_FINANCE,)
        ),
        _K.LAND_BALANCE: Kind(
            "缴清土地余款", "land_price_balance_period", ("HZR-27-5",), (_R.CENTRE,)
        ),
    }
)


def title(kind: ClockKind) -> str:
    """Return what people call a deadline, in Chinese."""
    return KINDS[kind].title
