"""Whether a flat stands idle: what visits and meters showed, less the accepted absences."""

from housing.calendar import Measure, Period
from housing.core.work import Work
from housing.inspections import queries as inspections
from housing.leases.models import Lease
from housing.policies.queries import book as values_in_force
from housing.violations import queries, rules
from housing.violations.rules import Idle, Night

LIMIT, MARKS = "idle_period", "idle_warning_months"


def idle(work: Work, lease: Lease) -> Idle | None:
    """Return since when the flat of a lease stands idle without good reason.

    Basis: HN 34 (HN-34-8).
    """
    seen = inspections.signals(work.session, lease.id)
    nights = [Night(each.on, each.lived_in) for each in seen]
    return rules.idle(nights, queries.accepted_absences(work.session, lease.id), work.day)


def must_be_idle(work: Work, lease: Lease) -> Idle:
    """Return the idleness of a flat if it has lasted long enough for a case.

    Raises:
        BrokenRule: not long enough, or nothing shows it.
        MissingPolicyValue: the place has no such period in force.
    """
    return rules.must_be_idle(idle(work, lease), limit(work, lease.place))


def limit(work: Work, place: str) -> int:
    """Return from how many full months on a flat counts as idle."""
    return int(values_in_force(work.session).value(LIMIT, place, work.day).value)


def limit_words(work: Work, place: str) -> str:
    """Return the same in Chinese words."""
    return Period(limit(work, place), Measure.MONTHS).chinese


def marks(work: Work, place: str) -> list[int]:
    """Return after how many months a tenant is warned, in order."""
    value = values_in_force(work.session).value(MARKS, place, work.day).value
    return sorted(int(months) for months in value.values())
