"""Hearing the tenant and finding the violation, or that there is none."""

from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BrokenRule, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.documents import queries as documents
from housing.leases import queries as leases
from housing.leases.whose import own
from housing.letters.kinds import LetterKind
from housing.violations import idling, periods, queries
from housing.violations.models import Violation
from housing.violations.rules import ONE_DAY
from housing.violations.states import ViolationAct, ViolationState
from housing.violations.steps import held, moved
from housing.violations.telling import act_of, tell
from housing.violations.words import RULES, ViolationKind

A = ViolationAct


def state(work: Work, violation_id: int, statement: str) -> Violation:
    """Keep what the tenant says: their own words, or told to an officer; the latest stand.

    Basis: HN 34 (HN-34-1).

    Raises:
        NotFound: no such case, or another's.
        WrongState: nothing was told yet, it is found already, or the last day has passed.
        BadInput: nothing said.
    """
    if work.actor.role is Role.APPLICANT:
        found = queries.get(work.session, work.place, violation_id)
        own(work.session, work.actor, found.lease_id)
        if found.state is not ViolationState.NOTICED:
            raise WrongState("现在不能陈述意见 / statements are heard before the finding only")
    else:
        found = held(work, violation_id, Permission.REVIEW_TENANCY, A.STATE)
    words = given(statement, "陈述意见 / statement")
    until = periods.last_day(work, found, ClockKind.VIOLATION_STATEMENT)
    if until is not None and work.day > until:
        raise WrongState(
            f"陈述意见的期限（{until}）已过 / the last day for a statement was {until}"
        )
    found.statement, found.stated_on = words, work.day
    moved(work, found, A.STATE, TenancyTag.VIOLATION_STATED, reason=words)
    return found


def find(
    work: Work,
    violation_id: int,
    *,
    finding: str,
    authority: str = "",
    authority_document: str = "",
    beyond_consent: str = "",
) -> Violation:
    """Find the violation, after the tenant was heard and with evidence on file.

    `authority` and its document: for unlawful acts, which only the competent authority finds.
    `beyond_consent`: for decoration, how the works exceed a consent that was given.
    Basis: HN 34 (HN-34-4, HN-34-5, HN-34-6, HN-34-7, HN-34-8), HN 32 (HN-32-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `steps.held`.
        BadInput: no finding.
        BrokenRule: the tenant may still speak, no evidence is on file, no document of the
            authority, a consent covers the works, or the flat is not idle any more.
    """
    found = held(work, violation_id, Permission.REVIEW_TENANCY, A.FIND)
    words = given(finding, "认定的事实 / finding")
    _must_have_been_heard(work, found)
    _must_have_evidence(work, found)
    _must_fit_its_act(work, found, authority, authority_document, beyond_consent)
    more = f"{words}\n超出同意的范围：{beyond_consent.strip()}" if beyond_consent.strip() else words
    periods.end(work, found, ClockKind.VIOLATION_STATEMENT)
    found.finding, found.found_on, found.found_by = more, work.day, work.actor.name
    found.authority, found.authority_document = authority.strip(), authority_document.strip()
    moved(
        work,
        found,
        A.FIND,
        TenancyTag.VIOLATION_FOUND,
        reason=more,
        document=authority_document.strip(),
    )
    return found


def dismiss(work: Work, violation_id: int, *, reasons: str) -> Violation:
    """Find that nothing happened, or that it was no violation; the tenant is told if they knew.

    Before the finding whoever reviews may do it, afterwards only whoever decides.
    Basis: HN 34 (HN-34-1), HN 32 (HN-32-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `steps.held`.
        BadInput: no reasons.
    """
    early = queries.get(work.session, work.place, violation_id).found_on is None
    right = Permission.REVIEW_TENANCY if early else Permission.DECIDE_TENANCY
    found = held(work, violation_id, right, A.DISMISS)
    words = given(reasons, "理由 / reasons")
    for kind in (ClockKind.VIOLATION_STATEMENT, ClockKind.RECTIFICATION):
        periods.end(work, found, kind)
    if found.noticed_on is not None:
        facts = {**act_of(found), "reasons": words.splitlines()}
        tell(work, found, LetterKind.VIOLATION_DROPPED, facts, ("HN-34-1", RULES[found.kind]))
    moved(work, found, A.DISMISS, TenancyTag.VIOLATION_DISMISSED, reason=words)
    return found


def _must_have_been_heard(work: Work, found: Violation) -> None:
    until = periods.last_day(work, found, ClockKind.VIOLATION_STATEMENT)
    if found.stated_on is None and until is not None and work.day <= until:
        first = until + ONE_DAY
        raise BrokenRule(
            f"承租人可以陈述意见到 {until}，尚未陈述；请在 {first} 起或收到陈述后认定"
            f" / the tenant may speak until {until} and has not yet; find it from {first} on or"
            " once they have",
            rules=("HN-34-1",),
        )


def _must_have_evidence(work: Work, found: Violation) -> None:
    if documents.count(work.session, found.case) == 0:
        raise BrokenRule(
            "本案还没有证据材料，不能认定；请先上传照片、笔录等 / no evidence is on file; upload"
            " photos or records first",
            rules=("HN-34-1",),
        )


def _must_fit_its_act(
    work: Work, found: Violation, authority: str, paper: str, beyond_consent: str
) -> None:
    if found.kind is ViolationKind.UNLAWFUL and not (authority.strip() and paper.strip()):
        raise BrokenRule(
            "违法活动须有主管机关的文书：请填写机关名称和文书编号"
            " / unlawful acts need the document of the competent authority: name it",
            rules=("HN-34-7",),
        )
    if found.kind is ViolationKind.IDLE:
        idling.must_be_idle(work, leases.get(work.session, found.place, found.lease_id))
    if found.kind is ViolationKind.DECORATED and not beyond_consent.strip():
        _must_have_no_consent(work, found)


def _must_have_no_consent(work: Work, found: Violation) -> None:
    consent = queries.consent_on(work.session, found.lease_id, found.happened_on)
    if consent is not None:
        raise BrokenRule(
            f"已同意装修（{consent.number}）：{consent.scope}；超出范围的请写明如何超出，否则认定不成立"
            f" / a consent covers it ({consent.number}); say how the works go beyond it, or"
            " dismiss the case",
            rules=("HN-32-2",),
        )
