"""Which flats are to be visited again, by the county's interval."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.inspections import queries
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

MOST_SHOWN = 50


def visited_by(session: Session, place: str, day: date) -> date:
    """Return the day up to which a last visit lies too long ago. Basis: HN 27 (HN-27-1).

    Raises:
        MissingPolicyValue: the place has set no interval.
    """
    months = values_in_force(session).value("inspection_interval", place, day)
    return counted_back(load_calendar(), day, Period(int(months.value), Measure.MONTHS)).day


def walk_of(session: Session, place: str, project: str, day: date) -> dict[str, Any]:
    """Return what the page of a day's walk shows: who is due, the estates, and since when.

    `project` narrows to one estate. Basis: HN 27 (HN-27-1).

    Raises:
        MissingPolicyValue: the place has set no interval.
    """
    until = visited_by(session, place, day)
    return {
        "due": queries.due(session, place, until, project, MOST_SHOWN),
        "projects": units.projects(session, place),
        "until": until,
    }
