"""Acts on clocks: start, stop, hand over, pause, resume. Callers are the acts they belong to."""

from collections.abc import Mapping
from datetime import date

from housing.calendar import Measure, Period, load_calendar
from housing.clocks import queries
from housing.clocks.kinds import KINDS, ClockKind, Outcome
from housing.clocks.models import CaseClock
from housing.clocks.reckoning import Reckoned, Terms, days_between, reckon
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.policies.queries import book as values_in_force


def start(
    work: Work,
    case: CaseRef,
    kind: ClockKind,
    *,
    office_id: int | None,
    role: Role,
    on: date | None = None,
    sub: int = 0,
    terms: Terms | None = None,
) -> CaseClock:
    """Start a deadline of a case: its period is the county's value on the day it starts.

    `on`: the day of the event it runs from (default: today), not counted itself; `sub` tells
    clocks of one kind in one case apart; `terms`: those of an order that has named its period.

    Raises:
        MissingPolicyValue: the county has not set the period, the reminder or its legal basis.
        WrongState: such a clock runs already.
        BadInput: `on` lies after today.
    """
    alone(work, case.place)
    begun = work.day if on is None else on
    if begun > work.day:
        raise BadInput(f"起算日：{begun} 晚于今天 / the start {begun} lies after today")
    if queries.open_clock(work.session, case, kind, sub) is not None:
        raise WrongState(
            f"{case.number} 的“{KINDS[kind].title}”时限已在计算，请先结束"
            f" / the deadline {kind} of {case.number} runs already; stop it first"
        )
    terms = terms or terms_of(work, case.place, kind)
    reckoned = reckon(load_calendar(), begun, terms)
    clock = CaseClock(
        place=case.place,
        case_kind=case.kind,
        case_id=case.id,
        case_number=case.number,
        kind=kind,
        sub=sub,
        office_id=office_id,
        role=role,
        started_on=begun,
        period=terms.period.length,
        measure=terms.period.measure,
        rolls_over=terms.rolls_over,
        lead=terms.lead,
        early_lead=terms.early,
        rules=list(values_in_force(work.session).cited(KINDS[kind].rules, case.place, work.day)),
        pause_reason="",
        paused_days=0,
    )
    _set(clock, reckoned)
    work.session.add(clock)
    work.session.flush()
    record(work, clock, Tag.CLOCK_STARTED, after={"due_on": clock.due_on.isoformat()})
    return clock


def stop(
    work: Work, case: CaseRef, kind: ClockKind, *, outcome: str | None = None, sub: int = 0
) -> CaseClock:
    """End a deadline of a case; without an `Outcome` the day decides between in time and late.

    Raises:
        WrongState: no such clock runs.
    """
    return _ended(work, _running(work, case, kind, sub), outcome)


def stop_running(
    work: Work, case: CaseRef, kind: ClockKind, *, outcome: str | None = None, sub: int = 0
) -> None:
    """End a deadline as `stop` does where one runs; it may have been ended with its whole case."""
    alone(work, case.place)
    clock = queries.open_clock(work.session, case, kind, sub)
    if clock is not None:
        _ended(work, clock, outcome)


def hand_over(
    work: Work, case: CaseRef, kind: ClockKind, office_id: int | None, role: Role, sub: int = 0
) -> CaseClock:
    """Give a running clock to another holder; its last day stays, and the new one is reminded.

    Raises:
        WrongState: no such clock runs.
    """
    clock = _running(work, case, kind, sub)
    before = {"office": clock.office_id, "role": clock.role.value}
    clock.office_id, clock.role = office_id, role
    clock.first_reminded_at = clock.reminded_at = None
    _set_reminder(clock, reckoned_again(clock))
    work.session.flush()
    after = {"office": office_id, "role": role.value}
    record(work, clock, Tag.CLOCK_HANDED_OVER, before=before, after=after)
    return clock


def pause(work: Work, case: CaseRef, kind: ClockKind, reason: str, sub: int = 0) -> CaseClock:
    """Let a clock stand, for a reason that everybody sees; the law knows none, a head answers.

    Raises:
        NotAllowed: the actor does not decide cases.
        BadInput: no reason.
        WrongState: no such clock runs, or it stands already.
    """
    work.actor.must(Permission.DECIDE_CASE)
    given(reason, "暂停原因 / pause")
    clock = _running(work, case, kind, sub)
    if clock.paused_on is not None:
        raise WrongState(f"时限自 {clock.paused_on} 起已暂停 / the clock already stands")
    clock.paused_on, clock.pause_reason = work.day, reason.strip()
    work.session.flush()
    record(work, clock, Tag.CLOCK_PAUSED, reason=clock.pause_reason)
    return clock


def resume(work: Work, case: CaseRef, kind: ClockKind, reason: str, sub: int = 0) -> CaseClock:
    """Let a clock run on; the days it stood are added to its period.

    Raises:
        NotAllowed: the actor does not decide cases.
        WrongState: no such clock runs, or it does not stand.
    """
    work.actor.must(Permission.DECIDE_CASE)
    clock = _running(work, case, kind, sub)
    if clock.paused_on is None:
        raise WrongState("时限没有暂停，无需恢复 / the clock is not paused")
    _end_pause(clock, work.day)
    work.session.flush()
    after = {"due_on": clock.due_on.isoformat(), "paused_days": clock.paused_days}
    record(work, clock, Tag.CLOCK_RESUMED, after=after, reason=reason.strip())
    return clock


def void_all(work: Work, case: CaseRef, reason: str) -> int:
    """End every clock of a case that is over before its time; return how many ran."""
    alone(work, case.place)
    running = [clock for clock in queries.of_case(work.session, case) if clock.stopped_on is None]
    for clock in running:
        _end_pause(clock, work.day)
        _stop(work, clock, Outcome.VOID, reason)
    return len(running)


def reckon_again(work: Work, clock: CaseClock) -> bool:
    """Reckon a provisional clock by today's calendar; return whether its days moved.

    A holiday notice may have come since. Basis: HN 15 (HN-15-1), design of the working days.
    """
    before = (clock.due_on, clock.provisional)
    _set(clock, reckoned_again(clock))
    work.session.flush()
    if (clock.due_on, clock.provisional) == before:
        return False
    record(
        work,
        clock,
        Tag.CLOCK_RECKONED,
        before={"due_on": before[0].isoformat()},
        after={"due_on": clock.due_on.isoformat()},
    )
    return True


def alone(work: Work, place: str) -> None:
    """Let no other act of this county go on until this one ends; all acts lock in this order."""
    hold_head(work.session, place)


def terms_of(work: Work, place: str, kind: ClockKind, period: Period | None = None) -> Terms:
    """Return the terms on which a deadline of the kind starts today.

    `period`: the one that the case has been given; by default the county's value.

    Raises:
        MissingPolicyValue: the county has not set the period or the reminder.
    """
    book = values_in_force(work.session)
    if period is None:
        value = book.value(KINDS[kind].parameter, place, work.day)
        period = Period(int(value.value), Measure(value.unit))
    return Terms(
        period,
        book.value("last_day_rolls_over", place, work.day).value == 1,
        int(book.value("clock_reminder_lead", place, work.day).value),
        KINDS[kind].waits,
        book.value("clock_early_reminders", place, work.day).value.get(kind.value),
    )


def reckoned_again(clock: CaseClock) -> Reckoned:
    """Return the days of a clock by its own terms and today's calendar."""
    terms = Terms(
        Period(clock.period, clock.measure),
        clock.rolls_over,
        clock.lead,
        KINDS[clock.kind].waits,
        clock.early_lead,
    )
    return reckon(load_calendar(), clock.started_on, terms, clock.paused_days)


def _set(clock: CaseClock, reckoned: Reckoned) -> None:
    clock.due_on, clock.provisional = reckoned.due_on, reckoned.provisional
    clock.overdue_from = reckoned.overdue_from
    _set_reminder(clock, reckoned)


def _set_reminder(clock: CaseClock, reckoned: Reckoned) -> None:
    is_early = reckoned.early_on is not None and clock.first_reminded_at is None
    clock.remind_on = reckoned.early_on if is_early and reckoned.early_on else reckoned.remind_on


def _end_pause(clock: CaseClock, day: date) -> None:
    if clock.paused_on is not None:
        stood = days_between(load_calendar(), clock.paused_on, day, clock.measure)
        clock.paused_days += stood
        clock.paused_on, clock.pause_reason = None, ""
        _set(clock, reckoned_again(clock))


def _outcome(clock: CaseClock, day: date) -> Outcome:
    if KINDS[clock.kind].waits:
        return Outcome.PASSED
    return Outcome.DONE if day <= clock.due_on else Outcome.LATE


def _running(work: Work, case: CaseRef, kind: ClockKind, sub: int) -> CaseClock:
    alone(work, case.place)
    clock = queries.open_clock(work.session, case, kind, sub)
    if clock is None:
        raise WrongState(
            f"{case.number} 没有正在计算的“{KINDS[kind].title}”时限"
            f" / no deadline {kind} of {case.number} runs"
        )
    return clock


def _ended(work: Work, clock: CaseClock, outcome: str | None) -> CaseClock:
    _end_pause(clock, work.day)
    ended = Outcome(outcome) if outcome else _outcome(clock, work.day)
    return _stop(work, clock, ended, "")


def _stop(work: Work, clock: CaseClock, outcome: Outcome, reason: str) -> CaseClock:
    clock.stopped_on, clock.outcome = work.day, outcome
    work.session.flush()
    record(work, clock, Tag.CLOCK_STOPPED, after={"outcome": outcome.value}, reason=reason)
    return clock


def record(
    work: Work,
    clock: CaseClock,
    tag: Tag,
    *,
    before: object = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Write an act on a clock into the register of its case."""
    told = {"clock": clock.kind.value, "sub": clock.sub, **(after or {})}
    work.record(Entry(tag, clock.case.subject, before, told, reason=reason), clock.place)
