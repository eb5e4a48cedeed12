"""Reads of abandonments and of the freezes that follow from them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.abandonments.models import Abandonment, AbandonmentPerson
from housing.abandonments.states import AbandonmentState
from housing.applications.queries import people_indexes
from housing.core.errors import NotFound
from housing.households.models import Household
from housing.letters.models import CONSOLE, Channel, Delivery, Letter
from housing.letters.states import DeliveryState
from housing.waitlist.models import WaitlistEntry

MOST_COUNTED = 10_000


def get(session: Session, place: str, abandonment_id: int) -> Abandonment:
    """Return one abandonment of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(Abandonment, abandonment_id)
    if found is None or found.place != place:
        raise NotFound(
            f"没有第 {abandonment_id} 号放弃记录 / there is no abandonment {abandonment_id}"
        )
    return found


def reported_of(session: Session, entry_id: int) -> Abandonment | None:
    """Return the report about an entry that waits for its decision, or None."""
    return session.scalars(
        select(Abandonment).where(
            Abandonment.entry_id == entry_id, Abandonment.state == AbandonmentState.REPORTED
        )
    ).one_or_none()


def of_entries(session: Session, entry_ids: Collection[int]) -> Sequence[Abandonment]:
    """Return every abandonment of these entries, the newest first."""
    return session.scalars(
        select(Abandonment)
        .where(Abandonment.entry_id.in_(entry_ids))
        .order_by(Abandonment.id.desc())
    ).all()


def entry_by_number(session: Session, place: str, number: str) -> WaitlistEntry:
    """Return the entry of a place that bears a number and has not left the list.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(
        select(WaitlistEntry).where(
            WaitlistEntry.place == place,
            WaitlistEntry.number == number.strip().upper(),
            WaitlistEntry.closed_on.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound(
            f"没有轮候登记“{number.strip()}” / there is no waitlist entry {number.strip()}"
        )
    return found


def of_round(session: Session, place: str, round_code: str) -> Sequence[Abandonment]:
    """Return every abandonment of a round, in the order of the reports."""
    return session.scalars(
        select(Abandonment)
        .where(Abandonment.place == place, Abandonment.round_code == round_code)
        .order_by(Abandonment.id)
    ).all()


def count(session: Session, place: str, only: str, day: date) -> int:
    """Return how many a list holds, counting no further than 10,000; `only` as in `page_of`."""
    ids = _chosen(place, only, day).with_only_columns(Abandonment.id).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def page_of(
    session: Session, place: str, only: str, day: date, offset: int, limit: int
) -> Sequence[Abandonment]:
    """Return one page of a list, the newest first.

    `only`: 'reported' (to be decided), 'frozen' (a freeze runs), or '' for all.
    """
    chosen = _chosen(place, only, day).order_by(Abandonment.id.desc())
    return session.scalars(chosen.offset(offset).limit(limit)).all()


def frozen_until(session: Session, identity_indexes: Collection[str], day: date) -> date | None:
    """Return the last day on which one of these people may be given no flat; None when free.

    The freeze follows the person: a new application may be registered meanwhile.
    Basis: HN 22 (HN-22-2, HN-22-3).
    """
    held = _freezes(day).where(AbandonmentPerson.identity_index.in_(identity_indexes))
    return max((until for _index, until in session.execute(held) if until), default=None)


def household_frozen_until(session: Session, household: Household, day: date) -> date | None:
    """Return the last day on which a household may be given no flat, because of any of its people.

    Basis: HN 22 (HN-22-2, HN-22-3).
    """
    return frozen_until(session, people_of(session, household), day)


def people_of(session: Session, household: Household) -> set[str]:
    """Return the identity indexes of everybody of a household whom a freeze or a ban would follow.

    Basis: HN 22 (HN-22-2), HN 34 (HN-34-2).
    """
    people = {household.identity_index}
    if household.application_id is not None:
        people |= people_indexes(session, household.application_id)
    return people


def frozen(session: Session, place: str, day: date) -> dict[str, date]:
    """Return everybody who is frozen on `day`, by identity index, with the last day of it.

    One read for a whole roll. A freeze holds in every place of the province of `place`.
    Basis: HN 22 (HN-22-2, HN-22-3).
    """
    held = _freezes(day).where(Abandonment.place.startswith(place[:2], autoescape=True))
    found: dict[str, date] = {}
    for index, until in session.execute(held):
        if until is not None:
            found[index] = max(until, found.get(index, until))
    return found


def was_delivered(session: Session, place: str, number: str) -> bool:
    """Return whether a letter of the place has reached its household in at least one way.

    What the console wrote down went nowhere, and in an inbox it has reached whoever opened it.
    """
    held = (
        select(Letter.id)
        .join(Delivery)
        .where(
            Letter.place == place,
            Letter.number == number,
            Delivery.state == DeliveryState.SENT,
            Delivery.via != CONSOLE,
            or_(Delivery.channel != Channel.INBOX, Delivery.read_at.is_not(None)),
        )
    )
    return session.scalar(held.limit(1)) is not None


def over(session: Session, day: date) -> Sequence[Abandonment]:
    """Return the freezes that were over before `day` and have not been ended yet, oldest first."""
    return session.scalars(
        select(Abandonment)
        .where(
            Abandonment.state == AbandonmentState.CONFIRMED,
            Abandonment.ended_on.is_(None),
            Abandonment.frozen_until < day,
        )
        .order_by(Abandonment.frozen_until, Abandonment.id)
    ).all()


def silent(session: Session, day: date) -> Sequence[Abandonment]:
    """Return the reports to be decided whose time for a statement was over before `day`."""
    return session.scalars(
        select(Abandonment)
        .where(
            Abandonment.state == AbandonmentState.REPORTED,
            Abandonment.statement_until < day,
            Abandonment.stated_on.is_(None),
        )
        .order_by(Abandonment.id)
    ).all()


def _freezes(day: date) -> Select[str, date | None]:
    return (
        select(AbandonmentPerson.identity_index, Abandonment.frozen_until)
        .join(Abandonment, Abandonment.id == AbandonmentPerson.abandonment_id)
        .where(Abandonment.state == AbandonmentState.CONFIRMED, Abandonment.frozen_until >= day)
    )


def _chosen(place: str, only: str, day: date) -> Select[Abandonment]:
    found = select(Abandonment).where(Abandonment.place == place)
    if only == "reported":
        return found.where(Abandonment.state == AbandonmentState.REPORTED)
    if only == "frozen":
        return found.where(
            Abandonment.state == AbandonmentState.CONFIRMED, Abandonment.frozen_until >= day
        )
    return found
