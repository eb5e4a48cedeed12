"""What all acts on a lease share: its number, its register row, texts that must be there."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import select

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.clocks.models import CaseClock
from housing.core import texts
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.work import Work
from housing.households.models import Household
from housing.leases import queries
from housing.leases.models import Lease, LeaseMember
from housing.leases.refusals import keeping
from housing.offices import queries as offices

LONGEST = 500
given = partial(texts.given, most=LONGEST)
DIGITS = 6


def numbers(work: Work, how_many: int) -> list[str]:
    """Return the next numbers of leases of the place and year: ZL430199-2026-000001.

    They are given out one act after another, so that none is given twice and the newest row has
    the highest.
    """
    clocks.alone(work, work.place)
    stem = f"ZL{work.place}-{work.day.year}-"
    last = work.session.scalar(
        select(Lease.number)
        .where(Lease.place == work.place, Lease.number.startswith(stem, autoescape=True))
        .order_by(Lease.id.desc())
        .limit(1)
    )
    first = int(last.removeprefix(stem)) + 1 if last else 1
    return [f"{stem}{first + step:0{DIGITS}d}" for step in range(how_many)]


def keep_new(work: Work, lease: Lease) -> Lease:
    """Write a new lease down.

    Raises:
        BrokenRule: see `refusals.keeping`.
    """
    with keeping(work.session, lease):
        work.session.add(lease)
    return lease


def copy_members(work: Work, lease: Lease, previous: Lease) -> None:
    """Let those who live under one lease live under its successor."""
    for row in queries.members(work.session, previous.id):
        work.session.add(
            LeaseMember(
                lease_id=lease.id,
                position=row.position,
                name=row.name,
                relation=row.relation,
                identity_sealed=row.identity_sealed,
                identity_index=row.identity_index,
            )
        )
    work.session.flush()


def household_of(work: Work, lease: Lease) -> Household:
    """Return the household of a lease."""
    return work.session.get_one(Household, lease.household_id)


def start_clock(work: Work, lease: Lease, kind: ClockKind) -> CaseClock:
    """Start a deadline of a lease, held by the operator.

    Raises:
        MissingPolicyValue: the place has not set its period.
    """
    office = offices.only_operator(work.session, work.place, work.day)
    return clocks.start(work, lease.case, kind, office_id=office, role=Role.OPERATOR)


def stop_clock(
    work: Work, lease: Lease, kind: ClockKind = ClockKind.LEASE_FILING, *, void: bool = False
) -> None:
    """End a deadline of a lease if it runs: by the day, or void."""
    if running.open_clock(work.session, lease.case, kind) is not None:
        clocks.stop(work, lease.case, kind, outcome=Outcome.VOID if void else None)


def record(
    work: Work,
    lease: Lease,
    tag: TenancyTag,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
    document: str = "",
) -> None:
    """Write an act on a lease into the register of its county."""
    work.session.flush()
    work.record(Entry(tag, lease.case.subject, before, after, reason, document), lease.place)
