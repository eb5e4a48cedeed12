"""The published content of a plan in canonical bytes, whose hash stands on its page."""

from collections.abc import Sequence

from housing.core.canonical import canonical_bytes
from housing.plans.models import Plan, PlanUnit


def content_of(plan: Plan, units: Sequence[PlanUnit]) -> dict[str, object]:
    """Return what the plan tells the public; days as text, areas and rents as whole numbers.

    Units that fell out later are in it: it is what was made public. Basis: HN 20 (HN-20-2).
    """
    return {
        "format": 1,
        "round": plan.round_code,
        "place": plan.place,
        "name": plan.name,
        "audience": plan.audience,
        "mechanism": plan.mechanism,
        "method": plan.method,
        "approval_document": plan.approval_document,
        "rent": plan.rent,
        "range_served": plan.range_served,
        "groups_served": list(plan.groups_served),
        "registration": {
            "from": _day(plan.registration_from),
            "until": _day(plan.registration_until),
            "place": plan.registration_place,
            "how": plan.registration_how,
        },
        "session_time_place": plan.session_time_place,
        "signing_days": plan.signing_days,
        "other_abandonment_cases": list(plan.other_abandonment_cases),
        "published_on": _day(plan.published_on),
        "units": [_line(unit) for unit in sorted(units, key=lambda unit: unit.unit_code)],
    }


def content_bytes(plan: Plan, units: Sequence[PlanUnit]) -> bytes:
    """Return the content in canonical bytes; their SHA-256 is `Plan.sha256`."""
    return canonical_bytes(content_of(plan, units))


def _line(unit: PlanUnit) -> dict[str, object]:
    return {
        "id": unit.unit_code,
        "class": unit.unit_class,
        "project": unit.project_name,
        "street": unit.street,
        "address": unit.address,
        "floor": unit.floor,
        "floors": unit.floors,
        "layout": unit.layout,
        "area": unit.area,
        "rent_fen": unit.rent_fen,
        "accessible": int(unit.accessible),
        "lift": int(unit.lift),
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
