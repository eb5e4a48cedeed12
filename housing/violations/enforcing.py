"""The court: applied to only after the period for the return has ended."""

from datetime import date

from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.texts import given
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.violations import periods, rules
from housing.violations.models import Violation
from housing.violations.states import ViolationAct
from housing.violations.steps import held, moved
from housing.violations.telling import tell

A = ViolationAct
RETURNING = ("退回期限", "the period for the return")


def apply(work: Work, violation_id: int, *, court: str, document: str, remedies: str) -> Violation:
    """Apply to the court for enforcement of the return; the tenant is told, and may still leave.

    `remedies`: what was found about the periods for objecting to the decision and for applying,
    which the general law sets; the system only asks that somebody has looked.
    Basis: HN 34 (HN-34-3).

    Raises:
        NotAllowed, NotFound, WrongState: see `steps.held`.
        BrokenRule: a step is missing, or the period for the return has not ended.
        BadInput: the court, the application or the remedies are not named.
    """
    found = held(work, violation_id, Permission.DECIDE_TENANCY, A.APPLY)
    until = periods.last_day(work, found, ClockKind.RETURN_ORDERED)
    rules.check_period_over(until, work.day, RETURNING, "HN-34-3")
    name, paper = given(court, "法院 / court"), given(document, "申请书编号 / application")
    checked = given(remedies, "复议、诉讼期限核对情况 / periods for objecting")
    facts = {
        "court": name,
        "applied_on": work.day,
        "return_until": until,
    }
    tell(work, found, LetterKind.ENFORCEMENT_APPLIED, facts, ("HN-34-3",))
    found.court, found.remedies = name, checked
    found.applied_on, found.applied_by = work.day, work.actor.name
    after = {"court": name}
    moved(
        work,
        found,
        A.APPLY,
        TenancyTag.VIOLATION_ENFORCEMENT,
        reason=checked,
        document=paper,
        after=after,
    )
    return found


def rule(work: Work, violation_id: int, *, on: date, number: str, ruling: str) -> Violation:
    """Note what the court ruled; the dwelling itself comes back by its handover.

    Basis: HN 34 (HN-34-3).

    Raises:
        NotAllowed, NotFound, WrongState, BrokenRule: see `steps.held`.
        BadInput: a field is empty, or the day does not fit.
    """
    found = held(work, violation_id, Permission.REVIEW_TENANCY, A.RULE)
    begun = found.applied_on or work.day
    if not begun <= on <= work.day:
        raise BadInput(
            f"裁定日期：{on}，应在 {begun} 至 {work.day} 之间"
            f" / day of the ruling: {on}; give one from {begun} to {work.day}"
        )
    found.court_number = given(number, "案号 / case number of the court")
    found.ruling, found.ruled_on = given(ruling, "裁定内容 / ruling"), on
    moved(
        work,
        found,
        A.RULE,
        TenancyTag.VIOLATION_RULED,
        reason=found.ruling,
        document=found.court_number,
    )
    return found
