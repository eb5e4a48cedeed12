"""Who writes a letter: the office of the acting person, else the county's housing department."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from housing.core.access.offices import OfficeKind
from housing.core.errors import NotFound
from housing.offices import queries as offices
from housing.places.book import PlaceBook


def with_issuer(
    session: Session, office_id: int | None, place: str, day: date, facts: Mapping[str, object]
) -> dict[str, object]:
    """Return `facts` with `issuer` and `contact`, as far as they do not name them themselves."""
    if facts.get("issuer"):
        return {"contact": "", **facts}
    office = offices.get(session, office_id)
    if office is None:
        found = offices.of_kind(session, place, OfficeKind.HOUSING_DEPARTMENT, day)
        office = found[0] if found else None
    if office is None:
        return {"contact": "", **facts, "issuer": _county(place, day)}
    contact = f"{office.name}，{office.phone}" if office.phone else ""
    return {"contact": contact, **facts, "issuer": office.name}


def _county(place: str, day: date) -> str:
    try:
        name = _places().find(place, day).name
    except NotFound:
        name = place
    return f"{name}住房和城乡建设部门"


@cache
def _places() -> PlaceBook:
    return PlaceBook.load()
