"""Reads of rent standards: what holds, whose approval it has, when it is due for a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, due, load_calendar
from housing.policies.book import PolicyBook
from housing.policies.models import Amendment
from housing.policies.queries import book as values_in_force
from housing.policies.registry import Parameter
from housing.policies.states import AmendmentState
from housing.policies.value import UNSTATED, PolicyValue
from housing.rent_standards.models import PARAMETERS, StandardApproval, StandardPublication

#: So long before a look at a standard is due, the desk shows it.
AHEAD = timedelta(days=90)
MARKET = "market_rent_by_area"


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard of a place: its value on a day, what comes next, its approval, its next look.

    `review_on` is the day by which it is looked at again: rents by the interval of adjustment,
    market rents by that of the survey. Basis: HN 25 (HN-25-2, HN-25-4).
    """

    parameter: Parameter
    value: PolicyValue | None
    coming: PolicyValue | None
    approval: StandardApproval | None
    published: StandardPublication | None
    review_on: date | None

    def is_due(self, day: date) -> bool:
        """Return whether the next look is due within three months."""
        return self.review_on is not None and self.review_on <= day + AHEAD


def standards(session: Session, place: str, day: date) -> list[Standard]:
    """Return the standards of rents, market rents and fees of a place on a day."""
    book = values_in_force(session)
    return [_standard(session, book, name, place, day) for name in PARAMETERS]


def approval_of(session: Session, amendment_id: int) -> StandardApproval | None:
    """Return the approval that an entered standard rests on, or None."""
    return session.scalars(
        select(StandardApproval).where(StandardApproval.amendment_id == amendment_id)
    ).one_or_none()


def unapproved(session: Session, value: PolicyValue) -> Amendment | None:
    """Return the amendment that set a value without an approval on file; None where all is well.

    Basis: HN 25 (HN-25-3).
    """
    return session.scalars(
        select(Amendment)
        .outerjoin(StandardApproval, StandardApproval.amendment_id == Amendment.id)
        .where(
            Amendment.place == value.place,
            Amendment.parameter == value.parameter,
            Amendment.first_day == value.in_force_from,
            Amendment.state == AmendmentState.APPROVED,
            StandardApproval.id.is_(None),
        )
        .limit(1)
    ).one_or_none()


def entered(session: Session, place: str) -> Sequence[tuple[Amendment, StandardApproval | None]]:
    """Return the standards that wait for a second person, with their approvals."""
    rows = session.execute(
        select(Amendment, StandardApproval)
        .outerjoin(StandardApproval, StandardApproval.amendment_id == Amendment.id)
        .where(
            Amendment.place == place,
            Amendment.parameter.in_(PARAMETERS),
            Amendment.state == AmendmentState.PROPOSED,
        )
        .order_by(Amendment.id)
    )
    return [(amendment, approval) for amendment, approval in rows]


def waiting(session: Session, place: str, day: date) -> int:
    """Return how many standards are due for a look or wait for a second person, for the desk."""
    found = standards(session, place, day)
    return sum(each.is_due(day) for each in found) + len(entered(session, place))


def _standard(session: Session, book: PolicyBook, name: str, place: str, day: date) -> Standard:
    value = book.find(name, place, day)
    first = value.in_force_from if value is not None else None
    return Standard(
        parameter=book.registry.get(name),
        value=value,
        coming=book.coming(name, place, day),
        approval=_approval(session, place, name, first),
        published=_published(session, place, name, first),
        review_on=_review(book, name, place, day, value),
    )


def _review(
    book: PolicyBook, name: str, place: str, day: date, value: PolicyValue | None
) -> date | None:
    if value is None or value.in_force_from == UNSTATED:
        return None
    if name == MARKET:
        months = int(value.value["survey_months"])
    else:
        interval = book.find("rent_adjustment_interval", place, day)
        if interval is None:
            return None
        months = int(interval.value)
    period = Period(months, Measure.MONTHS)
    return due(load_calendar(), value.in_force_from, period, rolls_over=False).day


def _approval(
    session: Session, place: str, name: str, first: date | None
) -> StandardApproval | None:
    return session.scalars(
        select(StandardApproval)
        .join(Amendment, Amendment.id == StandardApproval.amendment_id)
        .where(
            StandardApproval.place == place,
            StandardApproval.parameter == name,
            StandardApproval.first_day == first,
            Amendment.state == AmendmentState.APPROVED,
        )
        .order_by(StandardApproval.id.desc())
        .limit(1)
    ).one_or_none()


def _published(
    session: Session, place: str, name: str, first: date | None
) -> StandardPublication | None:
    return session.scalars(
        select(StandardPublication)
        .where(
            StandardPublication.place == place,
            StandardPublication.parameter == name,
            StandardPublication.first_day == first,
        )
        .order_by(StandardPublication.published_on, StandardPublication.id)
        .limit(1)
    ).one_or_none()
