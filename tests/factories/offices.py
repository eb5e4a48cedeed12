"""One office of every kind in the test county, and the one that a role works in."""

from housing.accounts.service import open_account
from housing.core.access.offices import OFFICE_NAMES, ROLE_OFFICES, OfficeKind
from housing.core.access.permissions import Role
from housing.core.work import Work
from housing.offices import queries
from housing.offices.facts import OfficeFacts
from housing.offices.models import Office
from housing.offices.rules import UPPER
from housing.offices.service import open_office
from housing.places import Level

STREET = "清溪街道"
#: Where the departments above a county belong; the test county lies below both.
ABOVE = {Level.PREFECTURE: "430100", Level.PROVINCE: "430000"}


def open_offices(work: Work) -> dict[OfficeKind, Office]:
    """Open one office of every kind in the actor's county; those there are stay."""
    order = sorted(OfficeKind, key=lambda kind: kind is OfficeKind.COMMUNITY)  # After its street.
    return {kind: office_of_kind(work, kind) for kind in order}


def office_of_kind(work: Work, kind: OfficeKind) -> Office:
    """Return the county's office of that kind, opened when there is none."""
    place, code = place_of(kind, work.place), kind.value.upper()
    found = queries.by_code(work.session, place, code)
    if found is not None:
        return found
    if kind is OfficeKind.COMMUNITY:
        office_of_kind(work, OfficeKind.STREET)
    return open_office(
        work,
        OfficeFacts(
            place,
            kind,
            code,
            OFFICE_NAMES[kind],
            parent="STREET" if kind is OfficeKind.COMMUNITY else "",
            street=STREET if kind is OfficeKind.STREET else "",
        ),
    )


def place_of(kind: OfficeKind | None, county: str) -> str:
    """Return the place that an office of that kind belongs to for a county of the tests."""
    level = UPPER.get(kind) if kind else None
    return ABOVE[level] if level else county


def seat(work: Work, name: str, role: Role, password: str) -> None:
    """Open an account of any role, in an office of the first kind that fits it."""
    kind = next(iter(ROLE_OFFICES.get(role, ())), None)
    office = office_of_kind(work, kind) if kind else None
    place = place_of(kind, work.place)
    open_account(work, name, role, place, password, office.id if office else None)
