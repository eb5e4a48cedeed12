"""The order to rectify: made, delivered, its period, and the visit that follows."""

from datetime import date

from housing.calendar import Measure, Period
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.texts import given
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.violations import periods, rules
from housing.violations.models import Violation, ViolationVisit
from housing.violations.states import ViolationAct
from housing.violations.steps import held, moved
from housing.violations.telling import act_of, tell
from housing.violations.words import RULES, TO_RESTORE, DeliveryWay

A = ViolationAct
PERIOD = "rectification_period"
#: One demand can serve as the order, so that it has to demand the former state by these words.
RESTORE = "恢复原状"


def order(work: Work, violation_id: int, *, requirement: str) -> Violation:
    """Order the tenant to put it right within the county's period; the law asks for it first.

    For damage and decoration the requirement demands the former state (恢复原状).
    Basis: HN 34 (HN-34-1, HN-34-6).

    Raises:
        NotAllowed: the actor does not decide tenancies, found it, or is recused.
        BrokenRule: a step is missing; or the former state is not demanded where it must be.
        BadInput: no requirement.
        MissingPolicyValue: the county has not set the period.
    """
    found = held(work, violation_id, Permission.DECIDE_TENANCY, A.ORDER)
    words = given(requirement, "整改要求 / requirement")
    _must_be_another(
        work, found.found_by, "认定和责令整改须是两个人 / whoever found it cannot order"
    )
    if found.kind in TO_RESTORE and RESTORE not in words:
        raise BrokenRule(
            f"破坏、擅自装修的，整改要求须写明“{RESTORE}”"
            " / for damage and decoration the order demands the former state (恢复原状)",
            rules=("HN-34-6",),
        )
    value = values_in_force(work.session).value(PERIOD, found.place, work.day)
    days = rules.days_to_rectify(dict(value.value), found.kind)
    facts = {
        **act_of(found),
        "finding": found.finding,
        "requirement": words,
        "period": _period(days),
    }
    letter = tell(
        work, found, LetterKind.RECTIFICATION_ORDER, facts, ("HN-34-1", RULES[found.kind])
    )
    found.requirement, found.rectify_days = words, days
    found.ordered_on, found.ordered_by = work.day, work.actor.name
    found.terms = [*found.terms, [PERIOD, _period(days), value.source]]
    moved(
        work,
        found,
        A.ORDER,
        TenancyTag.VIOLATION_ORDERED,
        reason=words,
        document=letter.number,
        after={"days": days},
    )
    return found


def deliver_order(
    work: Work, violation_id: int, on: date, way: DeliveryWay, *, receipt: str
) -> Violation:
    """Note how the order reached the tenant; its period runs from that day.

    `receipt` names what shows it: the signed receipt, the witness, the number of the parcel.
    Basis: HN 34 (HN-34-1).

    Raises:
        NotAllowed, NotFound, WrongState: see `steps.held`.
        BrokenRule: no order was made, or the day lies before it or ahead.
        BadInput: nothing shows it.
    """
    found = held(work, violation_id, Permission.REVIEW_TENANCY, A.DELIVER_ORDER)
    shown = given(receipt, "送达凭证 / receipt")
    rules.check_served(found.ordered_on or work.day, on, work.day, "责令整改通知")
    days = found.rectify_days or 0
    until = periods.begin_ordered(work, found, ClockKind.RECTIFICATION, on, days)
    found.order_delivered_on, found.order_way, found.order_receipt = on, way, shown
    found.rectify_until = until
    after = {"on": on.isoformat(), "way": way.value, "until": until.isoformat()}
    moved(
        work,
        found,
        A.DELIVER_ORDER,
        TenancyTag.VIOLATION_ORDER_DELIVERED,
        document=shown,
        after=after,
    )
    return found


def visit(
    work: Work, violation_id: int, *, on: date, is_rectified: bool, finding: str, document: str
) -> Violation:
    """Note a visit: put right, the case is over; not put right after the period, it may go on.

    Basis: HN 34 (HN-34-1).

    Raises:
        NotAllowed, NotFound, WrongState, BrokenRule: see `steps.held`.
        BadInput: nothing is said, no record is named, or the day does not fit.
    """
    act = A.CLOSE if is_rectified else A.REFUSE
    found = held(work, violation_id, Permission.REVIEW_TENANCY, act)
    words, paper = given(finding, "检查情况 / finding"), given(document, "检查记录 / record")
    begun = found.order_delivered_on or work.day
    if not begun <= on <= work.day:
        raise BadInput(
            f"检查日期：{on}，应在 {begun} 至 {work.day} 之间"
            f" / day of the visit: {on}; give one from {begun} to {work.day}"
        )
    found.visits.append(
        ViolationVisit(
            made_on=on,
            made_by=work.actor.name,
            is_rectified=is_rectified,
            finding=words,
            document=paper,
        )
    )
    until = periods.last_day(work, found, ClockKind.RECTIFICATION)
    is_over = until is not None and on > until
    if is_rectified or is_over:
        periods.end(work, found, ClockKind.RECTIFICATION)
    if is_rectified:
        facts = {**act_of(found), "checked_on": on, "finding": words}
        tell(work, found, LetterKind.RECTIFIED, facts, ("HN-34-1",))
    elif is_over:
        found.refused_on, found.refused_by = on, work.actor.name
    tag = TenancyTag.VIOLATION_CLOSED if is_rectified else TenancyTag.VIOLATION_VISITED
    after = {"on": on.isoformat(), "rectified": int(is_rectified)}
    moved(work, found, act, tag, reason=words, document=paper, after=after)
    return found


def _must_be_another(work: Work, before: str, words: str) -> None:
    if work.actor.name == before:
        raise NotAllowed(words)


def _period(days: int) -> str:
    return f"{Period(days, Measure.DAYS).chinese}内" if days else "立即"
