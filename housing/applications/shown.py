"""The facts of an application as lines to read: the check before sending, and afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from housing.applications.models import Application
from housing.applications.page_words import (
    ASSISTANCE_CHOICES,
    CAPACITIES,
    CAUSES,
    DISPOSALS,
    DWELLINGS,
    GUARDIANS,
    MARITALS,
    POLICY_HOUSING,
    RELATIONS,
)
from housing.applications.refusals import FieldRefusal
from housing.applications.steps import TITLES, is_worker
from housing.core.keyring import Keyring
from housing.households.masking import masked_identity, masked_phone
from housing.households.page_words import RESCUES
from housing.web.citing import basis_of
from housing.web.formats import area, day, money
from housing.web.language import said

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one question."""

    step: str
    title: str
    lines: Sequence[Line]


def sections_of(keyring: Keyring, application: Application) -> list[Section]:
    """Return what was declared, question by question; numbers of documents are masked."""
    parts = {
        "family": _family(keyring, application),
        "contact": _contact(keyring, application),
        "guardian": _guardian(keyring, application),
        "home": _home(application),
        "income": _income(application),
        "work": _work(application) if is_worker(application) else iter(()),
    }
    held = {name: list(lines) for name, lines in parts.items()}
    return [Section(name, str(TITLES[name]), lines) for name, lines in held.items() if lines]


def unfinished_words(refusal: FieldRefusal) -> list[str]:
    """Return why an application cannot be sent yet: each question once, with what is wrong."""
    told: dict[str, None] = {}
    for name, words in refusal.fields.items():
        step, dot, field = name.partition(".")
        if not dot:
            told[said(words)] = None
            continue
        page = step if step != "people" else "family" if field == "members" else "contact"
        told[_("“%(title)s”还没有填完。", title=TITLES.get(page, page))] = None
    return [*told, *basis_words(refusal)]


def basis_words(refusal: FieldRefusal) -> list[str]:
    """Return a line with what the place cites for what stands at the fields, where it does."""
    basis = basis_of(refusal)
    return [Markup('{}<span lang="zh-CN">{}</span>').format(_("依据："), basis)] if basis else []


def _family(keyring: Keyring, application: Application) -> Iterator[Line]:
    for member in application.members:
        words = [
            RELATIONS[member.relation],
            masked_identity(keyring.unseal(member.identity_sealed)),
            MARITALS[member.marital],
            CAPACITIES[member.capacity],
        ]
        yield member.name, "，".join(str(word) for word in words)


def _contact(keyring: Keyring, application: Application) -> Iterator[Line]:
    yield _("户籍地址"), application.address or "—"
    if application.street:
        yield _("街道（镇乡）"), application.street
    yield _("现在住在哪里"), application.residence_address or "—"
    sealed = application.phone_sealed
    yield _("联系电话"), masked_phone(keyring.unseal(sealed)) if sealed else "—"
    if application.assistance is not None:
        yield _("想要哪种保障"), str(ASSISTANCE_CHOICES[application.assistance])
    yield _("需要无障碍住房"), _("是") if application.needs_accessible else _("否")


def _guardian(keyring: Keyring, application: Application) -> Iterator[Line]:
    if not application.guardian_name or application.guardian_identity_sealed is None:
        return
    relation = application.guardian_relation
    shown = masked_identity(keyring.unseal(application.guardian_identity_sealed))
    words = [str(GUARDIANS[relation])] if relation else []
    yield application.guardian_name, "，".join([*words, shown])


def _home(application: Application) -> Iterator[Line]:
    if application.present_area is None:
        return
    yield _("现在住的房子"), area(application.present_area)
    yield _("全家在本地自有住房"), area(application.owned_area or 0)
    for each in application.dwellings:
        kind = DWELLINGS.get(each["kind"], each["kind"])
        yield _("自有住房"), f"{each['owner']}，{each['address']}，{area(each['area'])}，{kind}"
    for each in application.disposals:
        yield _("处置过的房子"), _disposal(each)
    for each in application.policy_housing:
        kind = POLICY_HOUSING.get(each["kind"], each["kind"])
        yield _("享受过的政策性住房"), f"{each['person']}，{each['on']}，{kind}"


def _disposal(each: Mapping[str, Any]) -> str:
    how = DISPOSALS.get(each["kind"], each["kind"])
    why = "" if each["cause"] == "none" else f"，{CAUSES.get(each['cause'], each['cause'])}"
    return f"{each['on']}，{how}，{area(each['area'])}{why}"


def _income(application: Application) -> Iterator[Line]:
    if application.assets_fen is None:
        return
    for member in application.members:
        yield (
            _("%(name)s的月收入", name=member.name),
            money(member.income_fen or 0) + (f"，{member.employer}" if member.employer else ""),
        )
    yield _("全家财产"), money(application.assets_fen)
    for value in application.vehicles:
        yield _("车辆现值"), money(value)
    yield _("救助"), str(RESCUES[application.rescue])
    if application.priority_groups:
        yield _("优先情形"), "、".join(application.priority_groups)


def _work(application: Application) -> Iterator[Line]:
    if application.employed_since is None:
        return
    yield _("工作单位"), application.employer_name
    yield _("工作地址"), f"{application.work_street} {application.work_address}".strip()
    yield _("开始工作"), day(application.employed_since)
    if application.graduated_on:
        yield _("毕业日期"), day(application.graduated_on)
    months = sorted(application.insurance_months)
    if months:
        count = _("%(count)s 个月", count=len(months))
        yield _("社会保险"), f"{months[0]} — {months[-1]}（{count}）"
