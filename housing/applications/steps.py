"""Which questions an application is asked, in which order, and how far it has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.applications.models import Application
from housing.applications.rules import WORKERS
from housing.applications.words import Capacity, Consent

TITLES = {
    "family": _l("家里有哪些人"),
    "contact": _l("住址和联系方式"),
    "guardian": _l("代为申请的监护人"),
    "home": _l("住房情况"),
    "income": _l("收入和财产"),
    "work": _l("工作和社会保险"),
    "documents": _l("上传材料"),
    "consent": _l("每个人的同意"),
    "check": _l("核对后提交"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One question of an application: its place among them, and whether it is answered."""

    name: str
    title: LazyString
    at: int
    of: int
    done: bool


def steps_of(application: Application, people: Mapping[str, Any]) -> list[Step]:
    """Return the questions that this application is asked, in order.

    `people`: the values of the family as far as they are written.
    """
    names = list(_names(application, people))
    return [
        Step(name, TITLES[name], at, len(names), is_done(application, name))
        for at, name in enumerate(names, 1)
    ]


def is_worker(application: Application) -> bool:
    """Return whether somebody applies for themselves as a worker. Basis: HN 11 (HN-11-3)."""
    return application.group in WORKERS


def is_done(application: Application, name: str) -> bool:
    """Return whether a question has an answer; files and consents may also come later."""
    answered = {
        "family": bool(application.members),
        "contact": application.phone_sealed is not None and bool(application.residence_address),
        "guardian": bool(application.guardian_name),
        "home": application.present_area is not None and application.owned_area is not None,
        "income": application.assets_fen is not None,
        "work": application.employed_since is not None,
        "consent": bool(application.members)
        and all(member.consent is not Consent.NONE for member in application.members),
    }
    return answered.get(name, False)


def following(steps: Sequence[Step], name: str) -> str:
    """Return the question after `name`; the last one is followed by itself."""
    names = [step.name for step in steps]
    at = names.index(name) if name in names else -1
    return names[min(at + 1, len(names) - 1)]


def first_open(steps: Sequence[Step]) -> str:
    """Return where somebody who comes back goes on: the first question without an answer."""
    facts = [step for step in steps if step.name not in ("documents", "consent")]
    return next((step.name for step in facts if not step.done), "check")


def wants_guardian(application: Application, people: Mapping[str, Any]) -> bool:
    """Return whether nobody who could apply has full civil capacity. Basis: HN 11 (HN-11-4)."""
    members = people.get("members", ())
    looked_at = members[:1] if is_worker(application) else members
    return bool(looked_at) and all(
        member.get("capacity", Capacity.FULL.value) != Capacity.FULL.value for member in looked_at
    )


def _names(application: Application, people: Mapping[str, Any]) -> Iterator[str]:
    yield from ("family", "contact")
    if people.get("guardian_name") or wants_guardian(application, people):
        yield "guardian"
    yield from ("home", "income")
    if is_worker(application):
        yield "work"
    yield from ("documents", "consent", "check")
