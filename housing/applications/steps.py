"""Which questions an application is asked, in which order, and how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.applications.models import Application
from housing.applications.rules import WORKERS
from housing.applications.words import Capacity, Consent

TITLES = {
    "contact": _l("住址和联系方式"),
    "family": _l("家里有哪些人"),
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


def steps_of(application: Application) -> list[Step]:
    """Return the questions that this application is asked, in order."""
    names = list(_names(application))
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
        "contact": application.phone_sealed is not None and bool(application.residence_address),
        "family": bool(application.members),
        "guardian": bool(application.guardian_name),
        "home": application.present_area is not None and application.owned_area is not None,
        "income": application.assets_fen is not None,
        "work": application.employed_since is not None,
        "consent": bool(application.members)
        and all(member.consent is not Consent.NONE for member in application.members),
    }
    return answered.get(name, False)


def following(application: Application, name: str) -> str:
    """Return the question after `name`; the last one is followed by itself."""
    names = list(_names(application))
    at = names.index(name) if name in names else -1
    return names[min(at + 1, len(names) - 1)]


def first_open(application: Application) -> str:
    """Return where somebody who comes back goes on: the first question without an answer."""
    facts = [step for step in steps_of(application) if step.name not in ("documents", "consent")]
    return next((step.name for step in facts if not step.done), "check")


def _names(application: Application) -> Iterator[str]:
    yield from ("contact", "family")
    if application.guardian_name or _wants_guardian(application):
        yield "guardian"
    yield from ("home", "income")
    if is_worker(application):
        yield "work"
    yield from ("documents", "consent", "check")


def _wants_guardian(application: Application) -> bool:
    """Whether nobody who could apply has full civil capacity. Basis: HN 11 (HN-11-4)."""
    if not application.members:
        return False
    if is_worker(application):
        applicant = application.applicant
        return applicant is not None and applicant.capacity is not Capacity.FULL
    return all(member.capacity is not Capacity.FULL for member in application.members)
