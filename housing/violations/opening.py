"""Opening a case: the act is one of the law's, the lease runs, and it is told to the tenant."""

from datetime import date

from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.letters.kinds import LetterKind
from housing.recusals.service import must_be_free
from housing.violations import idling, periods, queries
from housing.violations.models import Violation
from housing.violations.states import ViolationAct, ViolationState
from housing.violations.steps import held, moved, next_number, people_of
from housing.violations.telling import act_of, tell
from housing.violations.words import RULES, ViolationKind


def open_case(
    work: Work,
    lease_id: int,
    kind: ViolationKind,
    *,
    facts: str,
    happened_on: date | None = None,
) -> Violation:
    """Open a case about one act of a tenant; nothing follows until it was told and found.

    `happened_on`: since when, by default today; of an idle flat the day is reckoned from what
    visits and meters showed. Basis: HN 32 (HN-32-1),
    HN 34 (HN-34-1, HN-34-4, HN-34-5, HN-34-6, HN-34-7, HN-34-8).

    Raises:
        NotAllowed: the actor neither reviews nor decides tenancies, or is recused.
        NotFound: no such lease in the place.
        WrongState: the lease does not run, or such a case runs already.
        BadInput: nothing is said, or the day lies ahead.
        BrokenRule: the flat has not been idle long enough.
    """
    work.actor.must(Permission.REVIEW_TENANCY)
    words = given(facts, "情况 / facts")
    lease = leases.get(work.session, work.place, lease_id, lock=True)
    must_be_free(work, people_of(work, lease_id), lease.case)
    _must_run(work, lease, kind)
    since = _since(work, lease, kind, happened_on)
    made = Violation(
        place=lease.place,
        number=next_number(work, Violation.number, "WG"),
        lease_id=lease.id,
        lease_number=lease.number,
        kind=kind,
        state=ViolationState.REPORTED,
        facts=words,
        happened_on=since,
        opened_on=work.day,
        opened_by=work.actor.name,
        terms=[],
    )
    work.session.add(made)
    work.session.flush()
    after = {"lease": lease.number, "kind": kind.value, "since": since.isoformat()}
    entry = Entry(TenancyTag.VIOLATION_OPENED, made.case.subject, after=after, reason=words)
    work.record(entry, made.place)
    return made


def notify(work: Work, violation_id: int) -> Violation:
    """Tell the tenant what they are suspected of, and until when they may say something to it.

    Basis: HN 34 (HN-34-1).

    Raises:
        NotAllowed, NotFound, BrokenRule, WrongState: see `steps.held`.
        MissingPolicyValue: the county has not set the window.
    """
    found = held(work, violation_id, Permission.REVIEW_TENANCY, ViolationAct.NOTIFY)
    last = periods.begin(work, found, ClockKind.VIOLATION_STATEMENT)
    facts = {
        **act_of(found),
        "facts": found.facts,
        "happened_on": found.happened_on,
        "statement_until": last,
    }
    letter = tell(work, found, LetterKind.VIOLATION_NOTICE, facts, ("HN-34-1", RULES[found.kind]))
    found.noticed_on, found.statement_until = work.day, last
    until = {"statement_until": last.isoformat()}
    moved(
        work,
        found,
        ViolationAct.NOTIFY,
        TenancyTag.VIOLATION_NOTICED,
        document=letter.number,
        after=until,
    )
    return found


def _must_run(work: Work, lease: Lease, kind: ViolationKind) -> None:
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(
            f"合同 {lease.number} 不在租赁中，不能立案 / lease {lease.number} is not running"
        )
    running = queries.running_of(work.session, lease.id, kind)
    if running is not None:
        raise WrongState(
            f"{lease.number} 的同类违规已立案（{running.number}），请在该案中办理"
            f" / such a case runs already: {running.number}"
        )


def _since(work: Work, lease: Lease, kind: ViolationKind, happened_on: date | None) -> date:
    if kind is ViolationKind.IDLE:
        return idling.must_be_idle(work, lease).since
    since = happened_on or work.day
    if not lease.starts_on <= since <= work.day:
        raise BadInput(
            f"发生日期：{since}，应在 {lease.starts_on} 至 {work.day} 之间"
            f" / since when: {since}; give a day from {lease.starts_on} to {work.day}"
        )
    return since
