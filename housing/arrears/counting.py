"""Counting who owes what: cases are opened, kept current and closed by the ledger."""

from collections.abc import Sequence

from housing.arrears import queries
from housing.arrears.models import ArrearsCase, ArrearsStep
from housing.arrears.rules import Owing, is_kept, last_overdue, overdue
from housing.arrears.states import ARREARS, CALLED, ArrearsAct, ArrearsState
from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.payments.ageing import open_months
from housing.policies.queries import book as values_in_force

DUE_DAY = "rent_due_day"
SOME = 500


def sweep(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Count the arrears of every place anew, some leases in each act; return how many changed.

    A place without a day of payment is passed over: nothing is overdue there. A second run changes
    nothing. Basis: HN 26 (HN-26-1).
    """
    changed = 0
    with database.reads() as session:
        book, day = values_in_force(session), clock.today()
        places = [each for each in queries.places(session) if book.find(DUE_DAY, each, day)]
    for place in places:
        with database.reads() as session:
            owing = queries.owing_leases(session, place)
        for first in range(0, len(owing), SOME):
            with working(database.acts, system_actor(place), clock, keyring) as work:
                changed += count(work, owing[first : first + SOME])
    return changed


def count(work: Work, lease_ids: Sequence[int]) -> int:
    """Open, update or close the cases of these leases; return how many were.

    Raises:
        MissingPolicyValue: the place has no day on which rent is due.
    """
    if not lease_ids:
        return 0
    hold_head(work.session, work.place)
    owing = owing_of(work, lease_ids)
    running = queries.live_of(work.session, lease_ids)
    held = leases.of_ids(work.session, lease_ids)
    changed = 0
    for lease_id in lease_ids:
        case = running.get(lease_id)
        if case is None and owing[lease_id].fen:
            _open(work, held[lease_id], owing[lease_id])
            changed += 1
        elif case is not None:
            changed += _follow(work, case, owing[lease_id])
    return changed


def owing_of(work: Work, lease_ids: Sequence[int]) -> dict[int, Owing]:
    """Return what each lease owes of months whose day of payment has passed."""
    due_day = int(values_in_force(work.session).value(DUE_DAY, work.place, work.day).value)
    months = open_months(work.session, work.place, lease_ids)
    begun = {
        lease.id: lease.keys_on or lease.starts_on
        for lease in leases.of_ids(work.session, list(months)).values()
    }
    return {key: overdue(held, work.day, due_day, begun[key]) for key, held in months.items()}


def _open(work: Work, lease: Lease, owing: Owing) -> None:
    case = ArrearsCase(
        place=lease.place,
        lease_id=lease.id,
        lease_number=lease.number,
        household_id=lease.household_id,
        state=ArrearsState.OPEN,
        owed_fen=owing.fen,
        oldest=owing.oldest,
        months=owing.count,
        opened_on=work.day,
        counted_on=work.day,
    )
    work.session.add(case)
    work.session.flush()
    after = {"fen": owing.fen, "months": owing.count}
    work.record(Entry(TenancyTag.ARREARS_OPENED, case.case.subject, after=after), case.place)


def _follow(work: Work, case: ArrearsCase, owing: Owing) -> bool:
    if not owing.fen:
        _settle(work, case)
        return True
    before = (case.owed_fen, case.months, case.oldest)
    case.owed_fen, case.months, case.oldest = owing.fen, owing.count, owing.oldest
    case.counted_on = work.day
    broken = case.state is ArrearsState.IN_INSTALMENTS and _is_broken(work, case, owing)
    if broken:
        break_plan(work, case, "未按约定的期限缴纳")
    work.session.flush()
    return broken or before != (case.owed_fen, case.months, case.oldest)


def break_plan(work: Work, case: ArrearsCase, reason: str) -> None:
    """End the instalments of a case; the whole is owed at once again."""
    case.state = ARREARS.step(case.state, ArrearsAct.BREAK, CALLED).target
    for part in queries.plan(work.session, case.id):
        part.running = False
    step(work, case, ArrearsAct.BREAK, note=reason)


def step(work: Work, case: ArrearsCase, act: ArrearsAct, **facts: object) -> ArrearsStep:
    """Put a step on file, with what was owed at the time."""
    made = ArrearsStep(
        case_id=case.id,
        act=act,
        on=work.day,
        owed_fen=case.owed_fen,
        months=case.months,
        made_by=work.actor.name,
        made_at=work.now,
        **facts,
    )
    case.steps.append(made)
    work.session.flush()
    after = {"act": act.value, "state": case.state.value, "fen": case.owed_fen}
    entry = Entry(
        TenancyTag.ARREARS_STEP,
        case.case.subject,
        None,
        after,
        made.note or "",
        made.document or "",
    )
    work.record(entry, case.place)
    return made


def _settle(work: Work, case: ArrearsCase) -> None:
    case.state = ARREARS.step(case.state, ArrearsAct.SETTLE, CALLED).target
    case.owed_fen, case.months = 0, 0
    case.settled_on = case.counted_on = work.day
    for part in queries.plan(work.session, case.id):
        part.running = False
    work.session.flush()
    work.record(Entry(TenancyTag.ARREARS_SETTLED, case.case.subject), case.place)


def _is_broken(work: Work, case: ArrearsCase, owing: Owing) -> bool:
    """Whether a part of the plan that is due was not paid: payments pay the oldest months first."""
    parts = queries.plan(work.session, case.id)
    made = queries.last_step(case, ArrearsAct.AGREE)
    if not parts or made is None:
        return False
    due_day = int(values_in_force(work.session).value(DUE_DAY, work.place, made.on).value)
    last = last_overdue(made.on, due_day)
    rest = sum(fen for month, fen in owing.months.items() if month <= last)
    agreed = parts[0].owed_fen
    return not is_kept([(part.due_on, part.fen) for part in parts], agreed, rest, work.day)
