"""Departments of a test county: their offices, officers, people asked about, and answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from housing.checks.people import Person
from housing.checks.words import Consent
from housing.core.access.actor import Actor
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.keyring import Keyring
from housing.offices.models import Office
from tests.conftest import PLACE

CASE = CaseRef("application", 7, PLACE, "SQ2026000007")
REVIEWER = Actor("fuhe", Role.COUNTY_REVIEWER, PLACE)
APPLIED = date(2026, 8, 20)
FATHER, MOTHER = "430102198001011233", "430102198203041246"
PEOPLE = (
    Person("张三", "居民身份证", FATHER, "申请人", Consent.SIGNED_IN, APPLIED),
    Person("李四", "居民身份证", MOTHER, "配偶", Consent.UPLOADED, APPLIED),
)
SECRET = "a secret of at least thirty-two characters"

ANSWERS: Mapping[OfficeKind, dict[str, Any]] = {
    OfficeKind.PROPERTY_REGISTRY: {
        "as_of": "2026-08-31",
        "document": "不动产函〔2026〕18号",
        "dwellings": [{"owner": "张三", "address": "东风路1号", "area": 3550, "kind": "商品房"}],
        "disposals": [
            {
                "owner": "李四",
                "on": "2025-11-02",
                "kind": "sale",
                "cause": "illness",
                "area": 4000,
            }
        ],
        "policy_housing": [],
    },
    OfficeKind.CIVIL_AFFAIRS: {
        "as_of": "2026-08-31",
        "document": "",
        "marriages": [
            {"person": "张三", "status": "married", "spouse_in_application": True},
            {"person": "李四", "status": "married", "spouse_in_application": True},
        ],
        "income_fen": 280000,
        "income_band": "low",
        "assets_fen": 5000000,
        "vehicles": [3000000],
        "rescue": "none",
    },
    OfficeKind.PUBLIC_SECURITY: {
        "as_of": "2026-08-31",
        "document": "",
        "people": [
            {"person": "张三", "registered_here": True, "relation": "户主"},
            {"person": "李四", "registered_here": False, "relation": "妻"},
        ],
        "household_size": 3,
        "unknown_people": ["张小三"],
    },
    OfficeKind.SOCIAL_SECURITY: {
        "as_of": "2026-08-31",
        "document": "",
        "months": ["2026-06", "2026-07", "2026-08"],
        "employer": "长沙某厂",
        "insured_here": True,
    },
}


def key_id(kind: OfficeKind) -> str:
    """Return what both sides call the key of a department."""
    return f"{PLACE}-{kind.value}"[:32]


def open_departments(
    session: Session, keyring: Keyring, addresses: Mapping[OfficeKind, str] | None = None
) -> dict[OfficeKind, int]:
    """Add the four departments; those with an address have a connector. Return their ids."""
    made = {}
    for kind in CHECKING:
        url = (addresses or {}).get(kind, "")
        office = Office(
            place=PLACE,
            kind=kind,
            code=kind.value,
            name=kind.value,
            connector_url=url,
            connector_key_id=key_id(kind) if url else "",
            connector_secret_sealed=keyring.seal(SECRET) if url else None,
            opened_on=date(2026, 1, 1),
        )
        session.add(office)
        session.flush()
        made[kind] = office.id
    return made


def officer(kind: OfficeKind, office_id: int, name: str = "") -> Actor:
    """Return somebody who answers for a department."""
    return Actor(name or f"o-{kind.value}"[:32], Role.DEPARTMENT, PLACE, office_id, kind)
