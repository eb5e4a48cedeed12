"""The re-review (复审) of everybody who registered: begun, followed, finished."""

from collections.abc import Sequence
from dataclasses import dataclass

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BrokenRule, WrongState
from housing.core.work import Work
from housing.plans import queries as plans
from housing.plans.models import Plan
from housing.rechecks import people
from housing.rechecks import service as rechecks
from housing.rechecks.states import Purpose
from housing.registrations import outcomes, queries, rules, standing
from housing.registrations.ending import start_clock, take_back
from housing.registrations.models import Registration
from housing.registrations.states import (
    CALLED,
    REGISTRATION,
    RegistrationAct,
    RegistrationState,
)
from housing.waitlist import queries as waitlist
from housing.waitlist import taking_part

S, A = RegistrationState, RegistrationAct
problems = standing.problems
is_complete = standing.is_complete
accepted = standing.accepted
settle = outcomes.settle
readmit = outcomes.readmit
REASON = "意向登记复审"


@dataclass(frozen=True, slots=True)
class Begun:
    """How many went into the re-review, how many could not, whose consent is missing still."""

    in_review: int
    dropped: int
    without_consent: int


def begin(work: Work, round_id: int) -> Begun:
    """Take everybody who registered into the round and ask the departments about them.

    One period runs for the whole round, from the day after the window closed. Whoever does not
    wait any more is not in it; where a member's written consent is missing, the departments are
    asked once it is there. Basis: HN 21 (HN-21-1, HN-21-2), HN 14 (HN-14-3, HN-14-4).

    Raises:
        NotAllowed: the actor may neither prepare a round nor freeze its roll; jobs may begin.
        NotFound: the county has no such plan.
        WrongState: the window is still open, or the re-review has begun.
        BrokenRule: the county has no such department on file.
        MissingPolicyValue: a period is not set.
    """
    if work.actor.role is not None and not work.actor.may(Permission.FREEZE_ROLL):
        work.actor.must(Permission.PREPARE_ROUND)
    plan = plans.get(work.session, work.place, round_id)
    _must_be_closed(work, plan)
    going_on, dropped = _divide(work, queries.of_round(work.session, round_id, [S.REGISTERED]))
    for registration in going_on:
        registration.state = REGISTRATION.step(registration.state, A.BEGIN_REVIEW, CALLED).target
    work.session.flush()
    taking_part.join(work, [each.household_id for each in going_on], plan.round_code)
    start_clock(work, plan, plan.registration_until)
    after = {"registrations": len(going_on), "dropped": dropped}
    work.record(Entry(Tag.REREVIEW_BEGUN, plan.case.subject, after=after))
    return Begun(len(going_on), dropped, len(going_on) - ask_departments(work, plan))


def ask_departments(work: Work, plan: Plan) -> int:
    """Ask about everybody in re-review who is not asked about yet; return how many there were.

    Those without the written consent of all members stay as they are. Basis: HN 14 (HN-14-3).
    """
    waiting = queries.not_asked(work.session, plan.round_id)
    entries = queries.entries_of(work.session, waiting)
    families = people.families(work.session, list(entries.values()))
    without = {each.entry_id for each in people.missing_consents(families)}
    ready = [each for each in waiting if each.entry_id not in without]
    if not ready:
        return 0
    begun = rechecks.begin_many(
        work,
        [entries[each.entry_id] for each in ready],
        Purpose.ROUND,
        reason=f"{REASON}：{plan.name}",
        round_code=plan.round_code,
    )
    by_entry = {each.entry_id: each.id for each in begun}
    for registration in ready:
        registration.recheck_id = by_entry[registration.entry_id]
    work.session.flush()
    return len(ready)


def reopen(work: Work, registration_id: int, reason: str) -> Registration:
    """Look once more at a household that passed: an objection or a report speaks against it.

    Its departments are asked anew; the roll must not be frozen yet.
    Basis: HN 21 (HN-21-2, HN-21-7).

    Raises:
        NotAllowed: the actor does not re-review.
        NotFound: there is no such registration.
        WrongState: it has not passed, or the re-review is over.
        BadInput: no reason.
        BrokenRule: a member's consent is missing.
    """
    work.actor.must(Permission.RECHECK_CASE)
    registration = queries.get(work.session, work.place, registration_id)
    step = REGISTRATION.step(registration.state, A.REOPEN, CALLED)
    plan = plans.get(work.session, work.place, registration.round_id)
    outcomes.must_run(work, plan)
    entry = waitlist.get(work.session, work.place, registration.entry_id)
    recheck = rechecks.begin(work, entry, Purpose.ROUND, reason=reason, round_code=plan.round_code)
    registration.state, registration.recheck_id = step.target, recheck.id
    registration.decided_on, registration.decided_by = None, ""
    work.session.flush()
    work.record(Entry(Tag.REREVIEW_REOPENED, registration.case.subject, reason=reason.strip()))
    return registration


def finish(work: Work, round_id: int) -> dict[int, list[list[str]]]:
    """End the re-review of a round and return who passed, with wishes, by household id.

    Decisions not followed yet are followed first. Afterwards nobody is readmitted.
    Basis: HN 21 (HN-21-2): the selection waits until all are decided.

    Raises:
        NotAllowed: the actor may not freeze a roll.
        BrokenRule: something is open; with the whole list.
        WrongState: no re-review runs.
    """
    work.actor.must(Permission.FREEZE_ROLL)
    plan = plans.get(work.session, work.place, round_id)
    settle(work, round_id)
    found = problems(work.session, round_id)
    if found:
        parts = [each.text.partition(" / ") for each in found]
        zh, en = "；".join(each[0] for each in parts), "; ".join(each[2] for each in parts)
        raise BrokenRule(
            f"复审没有办结：{zh} / the re-review is not over: {en}", rules=("HN-21-2",)
        )
    clocks.stop(work, plan.case, ClockKind.REREVIEW)
    passed = accepted(work.session, round_id)
    work.record(Entry(Tag.REREVIEW_FINISHED, plan.case.subject, after={"passed": len(passed)}))
    return passed


def _must_be_closed(work: Work, plan: Plan) -> None:
    last = plan.registration_until
    if last is None or work.day <= last:
        raise WrongState(
            f"意向登记到 {last}（含当日）截止，之后才能复审"
            f" / registration is open until {last}; the re-review begins afterwards",
            rules=("HN-21-2",),
        )
    if any(each.kind is ClockKind.REREVIEW for each in running.of_case(work.session, plan.case)):
        raise WrongState(f"{plan.round_code} 的复审已经开始 / the re-review has begun already")


def _divide(work: Work, registered: Sequence[Registration]) -> tuple[list[Registration], int]:
    """Part those who still wait for a flat from those who do not; the latter are taken back."""
    going_on: list[Registration] = []
    entries = queries.entries_of(work.session, registered)
    for registration in registered:
        why = rules.why_out(entries[registration.entry_id])
        if why:
            take_back(work, registration, why)
        else:
            going_on.append(registration)
    return going_on, len(registered) - len(going_on)
