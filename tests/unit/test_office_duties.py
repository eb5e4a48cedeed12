"""Who does what by the measures: HN-5-1, HN-5-2, HN-5-3, HN-5-5; and the standards, HN-10-3."""

from dataclasses import replace
from datetime import date

import pytest

from housing.accounts.rules import fitting_office
from housing.calendar import load_calendar
from housing.core.access.offices import ROLE_OFFICES, OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import BrokenRule
from housing.offices.rules import kind_fits_level
from housing.places import Level
from housing.policies import PolicyBook
from housing.policies.standards import standards

LOOKING = {Permission.SEE_DESK, Permission.SEE_CLOCKS}
DECIDING = {
    Permission.DECIDE_CASE,
    Permission.DECIDE_OBJECTION,
    Permission.PUBLISH_ROUND,
    Permission.ANNUL_ROUND,
}


def _holders(permission: Permission) -> set[Role]:
    return {role for role, held in PERMISSIONS.items() if permission in held}


def test_the_province_looks_and_changes_nothing() -> None:
    """HN-5-1."""
    assert PERMISSIONS[Role.PROVINCE] <= LOOKING
    kind_fits_level(OfficeKind.PROVINCIAL_DEPARTMENT, Level.PROVINCE)
    for level in (Level.PREFECTURE, Level.COUNTY):
        with pytest.raises(BrokenRule):
            kind_fits_level(OfficeKind.PROVINCIAL_DEPARTMENT, level)


def test_the_department_decides_and_its_body_prepares() -> None:
    """HN-5-2."""
    for permission in DECIDING:
        for role in _holders(permission):
            assert ROLE_OFFICES[role] == (OfficeKind.HOUSING_DEPARTMENT,), permission
    assert not PERMISSIONS[Role.CENTRE] & DECIDING
    with pytest.raises(BrokenRule, match="县市区住建部门"):
        fitting_office(Role.COUNTY_HEAD, OfficeKind.HOUSING_CENTRE)


def test_a_park_receives_and_reviews_in_its_own_name() -> None:
    """HN-5-3."""
    assert _holders(Permission.REVIEW_AT_PARK) == {Role.PARK}
    assert Permission.ACCEPT_APPLICATION in PERMISSIONS[Role.PARK]
    fitting_office(Role.PARK, OfficeKind.PARK)
    with pytest.raises(BrokenRule):
        fitting_office(Role.PARK, OfficeKind.STREET)


def test_nobody_accepts_outside_a_street_or_a_park() -> None:
    """HN-5-5: who accepts and reviews is somebody by name who works in that office."""
    assert _holders(Permission.ACCEPT_APPLICATION) == {Role.STREET, Role.PARK}
    assert _holders(Permission.REVIEW_AT_STREET) == {Role.STREET}
    assert ROLE_OFFICES[Role.STREET] == (OfficeKind.STREET,)
    with pytest.raises(BrokenRule):
        fitting_office(Role.STREET, None)


def test_the_standards_name_their_next_value_and_review() -> None:
    """HN-10-3: adjusted as circumstances change, and made known before they hold."""
    day = date(2026, 9, 1)
    filed = PolicyBook.load()
    later = replace(
        filed.value("income_line_low", "430199", day), value=180000, in_force_from=date(2027, 1, 1)
    )
    found = standards(filed.amended([later]), load_calendar(), "430199", day)
    low = next(each for each in found if each.parameter.name == "income_line_low")
    assert low.value is not None
    assert low.value.value == 160000
    assert low.coming is not None
    assert (low.coming.value, low.coming.in_force_from) == (180000, date(2027, 1, 1))
    assert low.review_on == date(2026, 1, 1)
