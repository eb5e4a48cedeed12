"""Letters about a registration: what was registered, and why it failed the re-review."""

from collections.abc import Sequence

from housing.calendar import Measure, Period
from housing.core.access.offices import OfficeKind
from housing.core.work import Work
from housing.households.models import Household
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.offices import queries as offices
from housing.plans.facts import PlanClass
from housing.plans.models import Plan
from housing.policies.queries import book as values_in_force
from housing.registrations import whose
from housing.registrations.models import Registration


def wishes_in_words(wishes: Sequence[Sequence[str]], classes: Sequence[PlanClass]) -> list[str]:
    """Return one line a rank: 第 1 志愿：a、b（同样喜欢）, with the names of the classes."""
    names = {each.code: each.name for each in classes}
    lines = []
    for rank, codes in enumerate(wishes, 1):
        words = "、".join(names.get(code, code) for code in codes)
        lines.append(f"第 {rank} 志愿：{words}{'（同样喜欢）' if len(codes) > 1 else ''}")
    return lines


def confirm(
    work: Work,
    plan: Plan,
    classes: Sequence[PlanClass],
    registration: Registration,
    household: Household,
) -> Letter:
    """Confirm in writing what was registered, and until when it may be changed.

    Basis: HN 21 (HN-21-1).
    """
    facts = {
        "round_name": plan.name,
        "registered_on": work.day,
        "wishes": wishes_in_words(registration.wishes, classes),
        "change_until": plan.registration_until,
    }
    return _send(work, LetterKind.WISHES_REGISTERED, registration, household, facts, ("HN-21-1",))


def tell_failed(
    work: Work,
    plan: Plan,
    registration: Registration,
    household: Household,
    conditions: Sequence[str],
) -> Letter:
    """Tell a household in writing that it failed the re-review, and why.

    `conditions` are the rules that are not met. Basis: HN 21 (HN-21-3), HN 15 (HN-15-13).
    """
    book = values_in_force(work.session)
    days = int(book.value("review_request_window", registration.place, work.day).value)
    facts: dict[str, object] = {
        "round_name": plan.name,
        "decided_on": registration.decided_on,
        "reasons": list(registration.reasons),
        "window": f"收到本通知书之日起{Period(days, Measure.WORKING_DAYS).chinese}",
    }
    rules = tuple(dict.fromkeys(("HN-21-3", *conditions)))
    return _send(work, LetterKind.REREVIEW_FAILED, registration, household, facts, rules)


def _send(
    work: Work,
    kind: LetterKind,
    registration: Registration,
    household: Household,
    facts: dict[str, object],
    rules: Sequence[str],
) -> Letter:
    """Write a letter of the county's housing department, whoever sits at the counter."""
    found = offices.of_kind(
        work.session, registration.place, OfficeKind.HOUSING_DEPARTMENT, work.day
    )
    told = {"issuer": found[0].name, "contact": found[0].phone} if found else {}
    return letters.send(
        work,
        kind,
        registration.case,
        whose.recipient(work.session, work.keyring, household),
        facts | told,
        values_in_force(work.session).cited(rules, registration.place, work.day),
        office_id=found[0].id if found else None,
    )
