"""Households that wait, without anything that comes after the waitlist."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.waitlist.models import ClassPlace, KeptPlace, Queue

PLACE = "430199"
LOW, TWO = "P01-一居室-低-普通", "P01-两居室-中-普通"


def waiting_household(keyring: Keyring, number: int, **changes: Any) -> Household:
    """Return a household of one person that came by a sheet and waits since 2025."""
    identity = f"43010019800101{number:03d}X"
    plain: dict[str, Any] = {
        "place": PLACE,
        "application_number": f"SQ2025{number:06d}",
        "name": f"李小{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "document_kind": "居民身份证",
        "identity_sealed": keyring.seal(identity),
        "identity_index": keyring.blind(identity),
        "birth_on": date(1980, 1, 1),
        "street": "东岸街道",
        "group": Group.LOWER_MIDDLE,
        "size": 1,
        "rescue": Rescue.NONE,
        "priority_groups": [],
        "income_fen": 150000,
        "assets_fen": 0,
        "present_area": 1200,
        "employer": "",
        "accepted_on": date(2025, 3, 1) + timedelta(days=number),
        "registered_on": date(2025, 6, 1),
        "needs_accessible": False,
        "assistance": Assistance.FLAT,
        "wishes": [[LOW]],
    }
    return Household(**(plain | changes))


def kept_rows(session: Session) -> dict[str, Sequence[Any]]:
    """Return everything that is kept of places, in a fixed order, to compare two reckonings."""
    county = select(KeptPlace.entry_id, KeptPlace.rank, KeptPlace.position)
    classes = select(
        ClassPlace.unit_class,
        ClassPlace.entry_id,
        ClassPlace.rank,
        ClassPlace.position,
        ClassPlace.wish,
    )
    queues = select(Queue.kind, Queue.name, Queue.households).where(Queue.households > 0)
    return {
        "county": session.execute(county.order_by(KeptPlace.entry_id)).all(),
        "classes": session.execute(
            classes.order_by(ClassPlace.unit_class, ClassPlace.entry_id)
        ).all(),
        "queues": session.execute(queues.order_by(Queue.kind, Queue.name)).all(),
    }
