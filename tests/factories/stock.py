"""Units and households on file, in the fewest words."""

from datetime import date

from housing.core.work import Work
from housing.households import intake as household_intake
from housing.households.facts import HouseholdFacts
from housing.households.models import Household
from housing.households.queries import by_place as households_of
from housing.households.words import Assistance, Group, Rescue
from housing.units import intake as unit_intake
from housing.units.facts import UnitFacts
from housing.units.models import Unit
from housing.units.queries import by_place as units_of
from housing.units.states import UnitState
from tests.factories.sheets import identity


def unit_facts(number: int = 1, **facts: object) -> UnitFacts:
    """Return a vacant one-room flat."""
    values: dict[str, object] = {
        "code": f"P01-{number:06d}",
        "project_code": "P01",
        "project_name": "清溪雅苑",
        "street": "清溪街道",
        "building": "1栋",
        "entrance": "1单元",
        "room": f"07{number:02d}",
        "floor": 7,
        "floors": 27,
        "layout": "一居室",
        "area": 3620,
        "accessible": False,
        "lift": True,
        "owner": "县住建局",
        "reserved_for": "",
        "completed_on": date(2024, 6, 30),
        "rent_fen": 480,
        "state": UnitState.VACANT,
        "unit_class": "P01-一居室-中-普通",
    }
    return UnitFacts(**{**values, **facts})  # type: ignore[arg-type]


def household_facts(number: int = 1, **facts: object) -> HouseholdFacts:
    """Return a low-income household of two that wishes for one class."""
    values: dict[str, object] = {
        "application_number": f"SQ2025{number:06d}",
        "name": "李安春",
        "document_kind": "居民身份证",
        "identity_number": identity("19900307", f"{number:03d}"),
        "phone": f"138{number:08d}",
        "birth_on": date(1990, 3, 7),
        "street": "清溪街道",
        "group": Group.LOW_INCOME,
        "size": 2,
        "rescue": Rescue.NONE,
        "priority_groups": [],
        "income_fen": 90000,
        "assets_fen": 2000000,
        "present_area": 0,
        "insurance_months": None,
        "employer": "",
        "accepted_on": date(2025, 3, 1),
        "registered_on": date(2025, 6, 1),
        "needs_accessible": False,
        "assistance": Assistance.FLAT,
        "wishes": [["P01-一居室-中-普通"]],
    }
    return HouseholdFacts(**{**values, **facts})  # type: ignore[arg-type]


def keep_units(work: Work, *facts: UnitFacts) -> list[Unit]:
    """Store units and return the whole stock, ordered by code."""
    unit_intake.keep(work, unit_intake.compare(work.session, work.place, facts), import_id=1)
    return list(units_of(work.session, work.place))


def keep_households(work: Work, *facts: HouseholdFacts) -> list[Household]:
    """Store households and return all, ordered by application number."""
    compared = household_intake.compare(work.session, work.keyring, work.place, facts)
    household_intake.keep(work, compared, import_id=1)
    return list(households_of(work.session, work.place))
