"""Rent and fees up to the day on which a flat comes back, while its lease still runs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from housing.core.work import Work
from housing.leases.models import Lease
from housing.policies.queries import book as values_in_force
from housing.rents import basis
from housing.rents.charging import charge
from housing.rents.correcting import correct
from housing.rents.months import later, month_of


def charge_to(work: Work, lease: Lease, since: date, last_day: date) -> None:
    """Make the lease owe exactly up to `last_day`: missing months charged, full ones cut by days.

    `since`: the earliest day for which an earlier settlement may have reckoned. A second call with
    the same day posts nothing. Basis: HN 26 (HN-26-1), HN 27 (HN-27-2).
    """
    book = values_in_force(work.session)
    for found in basis.of_leases(work.session, book, lease.place, [lease.id]):
        held = replace(found, last=last_day)
        for period in _months(held.first, last_day):
            charge(work, [held], period)
    first = min(since, last_day)
    correct(work, lease.id, first, reason=f"{lease.number} 退房，计至 {last_day}", last=last_day)


def _months(first: date, last: date) -> Iterator[str]:
    period, end = month_of(first), month_of(last)
    while period <= end:
        yield period
        period = later(period)
