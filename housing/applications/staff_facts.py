"""What one worker of an employer's sheet declares, as the steps of an application."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from housing.applications.family import FULL_CAPACITY_FROM, NO_CAPACITY_BELOW, age_on
from housing.applications.models import Application
from housing.applications.staff_declared import home_declared, property_declared
from housing.applications.staff_rows import StaffApplication, StaffPerson
from housing.applications.words import Capacity


def people_filed(one: StaffApplication, day: date) -> dict[str, Any]:
    """Return the family: the worker first, who applies in person. Basis: HN 11 (HN-11-3)."""
    facts = one.worker.values
    return {
        "members": [
            _member(person, day, is_applicant=person is one.worker)
            for person in (one.worker, *one.family)
        ],
        **{
            name: facts[name]
            for name in ("address", "residence_address", "phone", "assistance", "needs_accessible")
        },
    }


def steps_filed(
    one: StaffApplication, application: Application, employer: str, street: str
) -> Mapping[str, dict[str, Any]]:
    """Return the steps after the family, by name; members are those of the application."""
    facts = one.worker.values
    members = sorted(application.members, key=lambda each: each.position)
    return {
        "home": home_declared(facts),
        "income": {
            "members": [
                {
                    "id": member.id,
                    "income_fen": person.values["income_fen"],
                    "employer": employer if person is one.worker else "",
                }
                for member, person in zip(members, (one.worker, *one.family), strict=True)
            ],
            **property_declared(facts),
        },
        "work": {
            "employer_name": employer,
            "work_street": street,
            **{name: facts[name] for name in ("employed_since", "graduated_on", "work_address")},
            "insurance_months": one.insurance_months,
        },
    }


def _member(person: StaffPerson, day: date, *, is_applicant: bool) -> dict[str, Any]:
    names = ("name", "relation", "document_kind", "identity_number", "birth_on", "marital")
    return {
        **{name: person.values[name] for name in names},
        "capacity": _capacity(person.values["birth_on"], day),
        "phone": person.values["phone"] or None,
        "is_applicant": is_applicant,
    }


def _capacity(born: date, day: date) -> Capacity:
    """Return the civil capacity that goes with the age; a court's finding is told at the street."""
    age = age_on(born, day)
    if age < NO_CAPACITY_BELOW:
        return Capacity.NONE
    return Capacity.FULL if age >= FULL_CAPACITY_FROM else Capacity.LIMITED
