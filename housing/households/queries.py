"""Reads of households; lists are always ordered by application number unless asked otherwise."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.households.masking import masked_name
from housing.households.models import Household

SORTS = {
    "number": Household.application_number,
    "size": Household.size,
    "accepted": Household.accepted_on,
    "registered": Household.registered_on,
    "street": Household.street,
}


def by_place(session: Session, place: str) -> Sequence[Household]:
    """Return all households of `place`, ordered by application number."""
    return session.scalars(
        select(Household).where(Household.place == place).order_by(Household.application_number)
    ).all()


def registered(session: Session, place: str) -> Sequence[Household]:
    """Return the households of `place` that have not left the waitlist, by application number."""
    return session.scalars(
        select(Household)
        .where(Household.place == place, Household.left_on.is_(None))
        .order_by(Household.application_number)
    ).all()


def by_ids(session: Session, ids: Collection[int]) -> Sequence[Household]:
    """Return the households with these ids, ordered by application number."""
    return session.scalars(
        select(Household).where(Household.id.in_(ids)).order_by(Household.application_number)
    ).all()


def has_number(session: Session, place: str, number: str) -> bool:
    """Return whether a household of the place bears this application number, left or not."""
    held = select(Household.id).where(
        Household.place == place, Household.application_number == number
    )
    return session.scalar(held.limit(1)) is not None


def names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the masked name of each of these households."""
    found = session.execute(select(Household.id, Household.name).where(Household.id.in_(ids)))
    return {household_id: masked_name(name) for household_id, name in found}


def get(session: Session, place: str, household_id: int) -> Household:
    """Return one household of `place`.

    Raises:
        NotFound: there is none with this id, or it belongs to another place.
    """
    household = session.get(Household, household_id)
    if household is None or household.place != place:
        raise NotFound(f"没有编号为 {household_id} 的家庭 / no household {household_id}")
    return household


def of_application(session: Session, application_id: int) -> Household | None:
    """Return the household that this application became; None before its registration."""
    return session.scalars(
        select(Household).where(Household.application_id == application_id)
    ).one_or_none()


def by_person(session: Session, place: str, identity_index: str) -> Household | None:
    """Return the household of `place` that waits under this person."""
    return session.scalars(
        select(Household).where(
            Household.place == place,
            Household.identity_index == identity_index,
            Household.left_on.is_(None),
        )
    ).one_or_none()


def count(session: Session, place: str) -> int:
    """Return how many households `place` has."""
    return (
        session.scalar(select(func.count()).select_from(Household).where(Household.place == place))
        or 0
    )


def listed(
    session: Session,
    keyring: Keyring,
    place: str,
    words: str = "",
    sort: str = "number",
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, Sequence[Household]]:
    """Return how many households fit `words`, and one page of them.

    `words` is matched with the end or beginning of the application number, with the beginning
    of the name, or with a whole identity number or phone (through their indexes). `sort` is a
    key of `SORTS`, with a leading minus for the largest first.
    """
    found = select(Household).where(Household.place == place)
    if words:
        index = keyring.blind(words.upper())
        found = found.where(
            or_(
                Household.application_number.startswith(words, autoescape=True),
                Household.application_number.endswith(words, autoescape=True),
                Household.name.startswith(words, autoescape=True),
                Household.identity_index == index,
                Household.phone_index == index,
            )
        )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    column = SORTS.get(sort.removeprefix("-"), Household.application_number)
    order = column.desc() if sort.startswith("-") else column.asc()
    page = found.order_by(order, Household.application_number).offset(offset).limit(limit)
    return total, session.scalars(page).all()
