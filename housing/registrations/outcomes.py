"""What follows from the decisions of the re-review: who passes, who fails and is told why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.eligibility.assess import Assessment
from housing.eligibility.findings import Outcome
from housing.households import queries as households
from housing.plans import queries as plans
from housing.plans.models import Plan
from housing.rechecks.models import Recheck
from housing.rechecks.states import RecheckState
from housing.registrations import ending, failing, queries, telling
from housing.registrations.models import Registration
from housing.registrations.states import (
    CALLED,
    REGISTRATION,
    RegistrationAct,
    RegistrationState,
)
from housing.waitlist import queries as waitlist
from housing.waitlist import taking_part
from housing.waitlist.states import CALLED as ENTRY_CALLED
from housing.waitlist.states import EntryState

S, A, R = RegistrationState, RegistrationAct, RecheckState
PASSED = (R.PASSED, R.REVERSED)
FAILED = (R.FAILED, R.RECONSIDERING, R.UPHELD)
#: For those named by no condition of their own.
OTHER = "其他条件"


@dataclass(frozen=True, slots=True)
class Settled:
    """How many passed and failed by the decisions followed now."""

    passed: int
    failed: int


def settle(work: Work, round_id: int) -> Settled:
    """Follow every decision of the re-review that was not followed yet; running it again is safe.

    Who failed leaves the round, is told in writing why, and is made public with name masked and
    the condition's name only. It decides nothing itself. Basis: HN 21 (HN-21-2, HN-21-3, HN-21-4).

    Raises:
        NotFound: the county has no such plan.
        MissingPolicyValue: the county has not set how long it is shown.
        BrokenRule: the county has no housing department on file.
    """
    plan = plans.get(work.session, work.place, round_id)
    _let_go(work, round_id)
    decided = _decided(work, round_id)
    passed = [registration for registration, check in decided if check.state in PASSED]
    failed = [each for each in decided if each[1].state in FAILED]
    for registration, check in decided:
        act = A.PASS if check.state in PASSED else A.FAIL
        registration.state = REGISTRATION.step(registration.state, act, CALLED).target
        registration.decided_on, registration.decided_by = check.decided_on, check.decided_by or ""
    work.session.flush()
    _record(work, plan, Tag.REREVIEW_PASSED, passed)
    for registration, check in failed:
        _fail(work, plan, registration, check)
    if failed:
        failing.show(work, plan, [registration for registration, _ in failed])
    return Settled(len(passed), len(failed))


def readmit(work: Work, registration_id: int, reason: str) -> Registration:
    """Let a household whose failing was reversed take part again, while the roll is not frozen.

    Its entry must wait again: that is decided first, by another person.
    Basis: HN 21 (HN-21-3) with HN 15 (HN-15-13) by analogy, HN 16 (HN-16-4).

    Raises:
        NotAllowed: the actor does not re-review, or may not take households into a round.
        NotFound: there is no such registration.
        WrongState: it did not fail, the re-review is over, or the entry does not wait.
        BadInput: no reason.
    """
    work.actor.must(Permission.RECHECK_CASE)
    given(reason, "理由 / reason")
    registration = queries.get(work.session, work.place, registration_id)
    plan = plans.get(work.session, work.place, registration.round_id)
    target = REGISTRATION.step(registration.state, A.READMIT, CALLED).target
    must_run(work, plan)
    taking_part.join(work, [registration.household_id], plan.round_code)
    registration.state = target
    registration.decided_on, registration.decided_by = work.day, work.actor.name
    registration.reasons, registration.categories = [], []
    failing.take_off(work, plan, registration, reason.strip())
    work.session.flush()
    subject = registration.case.subject
    work.record(Entry(Tag.REREVIEW_READMITTED, subject, reason=reason.strip()))
    return registration


def must_run(work: Work, plan: Plan) -> None:
    """Refuse once the re-review of a round is over.

    Raises:
        WrongState: its roll is fixed.
    """
    if running.open_clock(work.session, plan.case, ClockKind.REREVIEW) is None:
        raise WrongState(
            "复审已经办结、名册已定，本轮不再改动；可以参加以后的轮次"
            " / the re-review is over and the roll fixed; later rounds stay open",
            rules=("HN-21-3",),
        )


def _let_go(work: Work, round_id: int) -> None:
    """Take back whose entry has left the round meanwhile, so that nobody waits for it."""
    held = queries.of_round(work.session, round_id, [S.IN_REVIEW])
    entries = queries.entries_of(work.session, held)
    for registration in held:
        state = entries[registration.entry_id].state
        if state is not EntryState.IN_ROUND:
            why = f"轮候状态已变为“{ENTRY_CALLED[state]}”，不参加本轮"
            ending.take_back(work, registration, why)


def _decided(work: Work, round_id: int) -> list[tuple[Registration, Recheck]]:
    rows = work.session.execute(
        select(Registration, Recheck)
        .join(Recheck, Recheck.id == Registration.recheck_id)
        .where(
            Registration.round_id == round_id,
            Registration.state == S.IN_REVIEW,
            Recheck.state.in_((*PASSED, *FAILED)),
        )
        .order_by(Registration.number)
        .execution_options(populate_existing=True)
    )
    return [(registration, check) for registration, check in rows]


def _fail(work: Work, plan: Plan, registration: Registration, check: Recheck) -> None:
    """Take one household out of the round and tell it why."""
    registration.reasons = check.reasons
    registration.categories = categories_of(check)
    entry = waitlist.get(work.session, plan.place, registration.entry_id)
    reason = "；".join(check.reasons)
    taking_part.fail_rereview(work, entry, reason, check.opened_by)
    household = households.get(work.session, plan.place, registration.household_id)
    telling.tell_failed(work, plan, registration, household, check.conditions)
    after = {"conditions": list(check.conditions)}
    entry_row = Entry(Tag.REREVIEW_FAILED, registration.case.subject, after=after, reason=reason)
    work.record(entry_row, plan.place)


def categories_of(check: Recheck) -> list[str]:
    """Return the names of the conditions that are not met: no amounts, no further facts.

    Basis: HN 21 (HN-21-4).
    """
    found = Assessment.from_json(check.findings).findings if check.findings else ()
    wanted = [each for each in found if each.rule in check.conditions]
    against = [each.title for each in wanted if each.outcome is Outcome.FAILED]
    covered = {each.rule for each in wanted if each.outcome is Outcome.FAILED}
    named = [each.title for each in wanted if each.rule not in covered]
    return list(dict.fromkeys(against + named)) or [OTHER]


def _record(work: Work, plan: Plan, tag: Tag, held: Sequence[Registration]) -> None:
    if not held:
        return
    numbers = [each.full_number for each in held]
    after = {"registrations": len(held), "sha256": sha256_hex(canonical_bytes(numbers))}
    work.record(Entry(tag, plan.case.subject, after=after), plan.place)
