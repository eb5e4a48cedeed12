"""Which flats are to be visited again, by the county's interval."""

from datetime import date

from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.policies.queries import book as values_in_force


def visited_by(session: Session, place: str, day: date) -> date:
    """Return the day up to which a last visit lies too long ago. Basis: HN 27 (HN-27-1).

    Raises:
        MissingPolicyValue: the place has set no interval.
    """
    months = values_in_force(session).value("inspection_interval", place, day)
    return counted_back(load_calendar(), day, Period(int(months.value), Measure.MONTHS)).day
