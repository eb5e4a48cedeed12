"""The lawsuit against a tenant who has a home of their own and does not leave."""

from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given
from housing.core.work import Work, not_to_come
from housing.exits import acting, rules
from housing.exits.models import ExitCase
from housing.exits.states import CALLED, LIFECYCLE, ExitAct, ExitState
from housing.exits.words import Judgment, Plaintiff
from housing.policies.queries import book as values_in_force

P = Permission


def sue(
    work: Work,
    case_id: int,
    *,
    plaintiff: Plaintiff,
    court: str,
    on: date,
    court_number: str = "",
) -> ExitCase:
    """Record that a lawsuit was filed: by whom, where, when, and under which number.

    This is a civil suit; the enforcement of an order against misconduct is another road.
    Basis: HN 33 (HN-33-8).

    Raises:
        NotAllowed, NotFound, WrongState: as the words say.
        BadInput: no court, a day to come, or nobody who may sue.
        BrokenRule: the period is not over, or no own dwelling fit to live in is on file.
    """
    work.actor.must(P.DECIDE_TENANCY)
    case = acting.taken(work, case_id, P.DECIDE_TENANCY)
    LIFECYCLE.step(case.state, ExitAct.SUE, CALLED)
    rules.must_be_suable(case.relocate_until, case.habitable, on)
    not_to_come(work, on, "起诉日期 / filed on")
    allowed = values_in_force(work.session).value("possible_plaintiffs", case.place, work.day).value
    if plaintiff.value not in allowed:
        raise BadInput(f"原告：本地可以是 {'、'.join(allowed)} / plaintiff: one of those named")
    acting.move(work, case, ExitAct.SUE)
    case.plaintiff, case.sued_on = plaintiff, on
    case.court = given(court, "受理法院 / court")
    case.court_number = court_number.strip()
    case.judged_on, case.judgment, case.judgment_document = None, None, ""
    after = {"plaintiff": plaintiff.value, "court": case.court, "number": case.court_number}
    acting.record(work, case, TenancyTag.EXIT_SUED, after=after)
    return case


def judge(
    work: Work,
    case_id: int,
    *,
    judgment: Judgment,
    on: date,
    document: str,
    court_number: str = "",
    enforcement: str = "",
) -> ExitCase:
    """Record what the court decided; a suit that was dismissed leaves the tenant at market rent.

    Basis: HN 33 (HN-33-8, HN-33-6).

    Raises:
        NotAllowed, NotFound: as the words say. WrongState: no lawsuit is under way.
        BadInput: no document, or a day before the suit or to come.
    """
    case = acting.taken(work, case_id, P.DECIDE_TENANCY, P.REVIEW_TENANCY)
    if case.state is not ExitState.LITIGATION or case.sued_on is None:
        raise WrongState("没有正在进行的诉讼 / no lawsuit is under way")
    if on < case.sued_on:
        raise BadInput(f"判决日期：早于起诉日期 {case.sued_on} / judged: before the suit was filed")
    not_to_come(work, on, "判决日期 / judged on")
    case.judgment, case.judged_on = judgment, on
    case.judgment_document = given(document, "裁判文书 / document")
    case.court_number = court_number.strip() or case.court_number
    case.enforcement = enforcement.strip() or case.enforcement
    if judgment is Judgment.DISMISSED:
        acting.move(work, case, ExitAct.LOSE)
    after = {"judgment": judgment.value, "on": on.isoformat()}
    acting.record(work, case, TenancyTag.EXIT_JUDGED, document=case.judgment_document, after=after)
    return case
