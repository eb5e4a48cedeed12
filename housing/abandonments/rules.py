"""How long a freeze lasts and what follows it: days and the county's reading in, days out."""

from datetime import date, timedelta
from enum import StrEnum

from housing.calendar import Calendar, Measure, Period, due


class Reading(StrEnum):
    """Whether the three years go on during the freeze. Basis: HN 22 (HN-22-3)."""

    CLOCK_RUNS = "clock_runs"
    CLOCK_STOPS = "clock_stops"


def freeze_end(calendar: Calendar, happened_on: date, years: int) -> date:
    """Return the last day on which no flat is given: the corresponding day `years` later.

    It starts with the event and does not move for a day of rest, since nothing has to be done on
    it. Basis: HN 22 (HN-22-2).
    """
    return due(calendar, happened_on, Period(years, Measure.YEARS), rolls_over=False).day


def must_reapply(
    calendar: Calendar,
    *,
    registered_on: date,
    happened_on: date,
    frozen_until: date,
    years: int,
    reading: Reading,
) -> bool:
    """Return whether the entry lapses at the end of the freeze.

    It does when it would return more than `years` after its registration. With `CLOCK_STOPS` the
    freeze itself does not count: only those lapse who gave up after the `years` were over.
    Basis: HN 22 (HN-22-3).
    """
    limit = due(calendar, registered_on, Period(years, Measure.YEARS), rolls_over=False).day
    if reading is Reading.CLOCK_STOPS:
        return happened_on > limit
    return frozen_until + timedelta(days=1) > limit
