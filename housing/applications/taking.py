"""Putting the values of a step into the case, and what then stands against the whole of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from housing.applications import people
from housing.applications.family import Refusal, income_contradiction
from housing.applications.models import Application
from housing.applications.reading import tidy_address
from housing.applications.rules import URBAN, channel_refusal
from housing.applications.words import Channel
from housing.core.work import Work

LISTS = ("dwellings", "disposals", "policy_housing", "vehicles", "insurance_months")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "start": ("group", "channel"),
    "people": ("applies_as", "address", "street", "assistance", "needs_accessible"),
    "home": ("present_area", "owned_area", "dwellings", "disposals", "policy_housing"),
    "income": ("income_fen", "assets_fen", "vehicles", "rescue", "priority_groups"),
    "work": (
        *("employer_name", "employed_since", "work_address", "work_street"),
        *("graduated_on", "insurance_months"),
    ),
}
#: What must be declared before an application can be handed in, and at which step.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "people": ("members", "address", "residence_address", "phone", "assistance"),
    "home": ("present_area", "owned_area"),
    "income": ("income_fen", "assets_fen"),
}
NEEDED_OF_FAMILIES = {"people": ("street",)}
NEEDED_OF_WORKERS = {"work": ("work_address", "work_street", "employed_since")}


def take(work: Work, application: Application, step: str, read: Mapping[str, Any]) -> list[str]:
    """Put values that were read into the case; return the names of what changed, in order.

    Raises:
        FieldRefusal: a member or guardian that cannot be taken.
    """
    changed = [
        name
        for name in COLUMNS[step]
        if name in read and _set(application, name, _stored(read[name]))
    ]
    if step == "people":
        changed += _take_people(work, application, read)
    if step == "income" and people.take_earnings(application, read.get("members", ())):
        changed.append("members")
    if step == "income" and read.get("income_fen") is None:
        changed += _sum_incomes(application)
    return changed


def refusals(work: Work, application: Application) -> list[Refusal]:
    """Return everything in the case that contradicts itself or the law, each at its field.

    Basis: HN 11 (HN-11-1 to HN-11-4), HN 13 (HN-13-1 to HN-13-4).
    """
    found = people.family_refusals(work, application) if application.members else []
    found += _home_refusals(application)
    income = income_contradiction(people.persons(application), application.income_fen)
    door = channel_refusal(application.group, application.channel, _has_employer(application))
    return found + [each for each in (income, door) if each is not None]


def unfinished(application: Application) -> Iterator[tuple[str, str]]:
    """Yield step and field of everything that has yet to be declared, in order."""
    held = {
        "members": bool(application.members),
        "phone": application.phone_index is not None,
    }
    own = NEEDED_OF_FAMILIES if application.group in URBAN else NEEDED_OF_WORKERS
    for step, names in (*NEEDED.items(), *own.items()):
        for name in names:
            value = held[name] if name in held else getattr(application, name)
            if name == "work_street" and application.channel is Channel.PARK:
                continue  # The park receives it, not the street of the workplace (HN-13-4).
            if value is None or value == "" or value is False:
                yield step, name
    if any(member.income_fen is None for member in application.members):
        yield "income", "members"


def _take_people(work: Work, application: Application, read: Mapping[str, Any]) -> list[str]:
    changed = []
    if "members" in read and people.take_members(work, application, read["members"]):
        changed.append("members")
    if people.take_guardian(work, application, read):
        changed.append("guardian")
    address = read.get("residence_address")
    if address is not None and _set(application, "residence_address", tidy_address(address)):
        changed.append("residence_address")
    if "phone" in read and _take_phone(work, application, read["phone"]):
        changed.append("phone")
    if "email" in read and _take_email(work, application, read["email"]):
        changed.append("email")
    return changed


def _take_phone(work: Work, application: Application, phone: str | None) -> bool:
    index = work.keyring.blind(phone) if phone else None
    if index == application.phone_index:
        return False
    application.phone_index = index
    application.phone_sealed = work.keyring.seal(phone) if phone else None
    application.phone_tail_index = people.tail_index(work.keyring, phone) if phone else None
    return True


def _take_email(work: Work, application: Application, email: str | None) -> bool:
    sealed = application.email_sealed
    if (work.keyring.unseal(sealed) if sealed else "") == (email or ""):
        return False
    application.email_sealed = work.keyring.seal(email) if email else None
    return True


def _sum_incomes(application: Application) -> list[str]:
    incomes = [member.income_fen for member in application.members]
    if not incomes or None in incomes:
        return []
    together = sum(income or 0 for income in incomes)
    return ["income_fen"] if _set(application, "income_fen", together) else []


def _home_refusals(application: Application) -> Iterator[Refusal]:
    together = sum(int(dwelling["area"]) for dwelling in application.dwellings or ())
    owned = application.owned_area
    if owned is not None and owned < together:
        yield Refusal(
            "owned_area",
            f"少于所列自有住房面积之和（{together / 100:g} m²），请核对"
            " / less than the dwellings listed below add up to",
        )


def _has_employer(application: Application) -> bool:
    """Whether an employer stands behind the case; a worker's own stall is no employer."""
    return application.channel in (Channel.EMPLOYER, Channel.PARK)


def _set(application: Application, name: str, value: Any) -> bool:
    if value is None and not _is_nullable(name):
        return False
    if getattr(application, name) == value:
        return False
    setattr(application, name, value)
    return True


def _is_nullable(name: str) -> bool:
    return bool(Application.__table__.columns[_COLUMN_NAMES.get(name, name)].nullable)


_COLUMN_NAMES = {"group": "applicant_group"}


def _stored(value: Any) -> Any:
    """Return a value as its column keeps it: days inside lists are ISO text."""
    if isinstance(value, list):
        return [_stored_line(line) if isinstance(line, dict) else line for line in value]
    return value


def _stored_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: each.isoformat() if hasattr(each, "isoformat") else each
        for name, each in line.items()
        if each is not None
    }
