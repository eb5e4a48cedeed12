"""What opinions and answers carry: a household that stays, or one whose right ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from housing.core.access.offices import OFFICE_NAMES, OfficeKind
from housing.core.errors import BrokenRule
from housing.eligibility.assess import Assessment
from housing.eligibility.findings import Finding

#: The body that answers for housing security: other leases, misuse, conditions of the place.
SECURITY = OfficeKind.HOUSING_CENTRE
#: Which department answers for a condition; the rest is for `SECURITY`. Basis: HN 33 (HN-33-3).
ANSWERS_FOR: Mapping[str, OfficeKind] = {
    "area": OfficeKind.PROPERTY_REGISTRY,
    "disposals": OfficeKind.PROPERTY_REGISTRY,
    "exceptions": OfficeKind.PROPERTY_REGISTRY,
    "policy_housing": OfficeKind.PROPERTY_REGISTRY,
    "income": OfficeKind.CIVIL_AFFAIRS,
    "assets": OfficeKind.CIVIL_AFFAIRS,
    "vehicles": OfficeKind.CIVIL_AFFAIRS,
    "single_age": OfficeKind.CIVIL_AFFAIRS,
    "residence": OfficeKind.PUBLIC_SECURITY,
    "insurance": OfficeKind.SOCIAL_SECURITY,
    "employment": OfficeKind.SOCIAL_SECURITY,
}
#: Without these two nothing is decided, as at admission. Basis: HN 15 (HN-15-8), HN 33 (HN-33-3).
DECISIVE = (OfficeKind.PROPERTY_REGISTRY, OfficeKind.CIVIL_AFFAIRS)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one department holds: against the household (`adverse`), or nothing; and why.

    `sha256` is of the answer or records it was drawn from, "" for a written one with a `document`.
    """

    department: OfficeKind
    adverse: bool
    words: str
    rules: tuple[str, ...] = ()
    document: str = ""
    sha256: str = ""


def drawn(
    found: Assessment, hashes: Mapping[str, str | None], other_leases: Sequence[str], records: str
) -> list[Opinion]:
    """Return the opinion that follows from each department's answer, and from the own records.

    `hashes`: SHA-256 of each answer by department, None where there is none; `records`: that of
    the leases looked through. Basis: HN 33 (HN-33-2, HN-33-3).
    """
    opinions = []
    for kind, sha256 in hashes.items():
        if sha256 is not None:
            opinions.append(_of_answer(OfficeKind(kind), found, sha256))
    return [*opinions, _of_records(found, other_leases, records)]


def must_keep(
    found: Assessment, standing: Sequence[Opinion], answered: Sequence[OfficeKind]
) -> None:
    """Refuse to let a household stay that a department holds something against.

    A condition that nobody could look at needs the written opinion of its department.
    Basis: HN 14 (HN-14-4), HN 33 (HN-33-3).

    Raises:
        BrokenRule: names the departments or conditions.
    """
    _must_have_answered(answered)
    against = list(dict.fromkeys(OFFICE_NAMES[o.department] for o in standing if o.adverse))
    if against:
        raise BrokenRule(
            f"{'、'.join(against)}有不利意见，不能认定为仍符合"
            f" / {len(against)} departments hold something against the household",
            rules=("HN-33-4",),
        )
    unseen = [each.title for each in unchecked(found, standing)]
    if unseen:
        raise BrokenRule(
            f"有未核查的条件（{'、'.join(unseen)}），不能认定为仍符合；"
            "请等待部门答复，或者登记该部门的书面意见"
            f" / not checked: {', '.join(unseen)}; wait for the answers or keep the written"
            " opinion of the department",
            rules=("HN-14-4",),
        )


def must_end(standing: Sequence[Opinion]) -> None:
    """Refuse to end a right without the adverse opinion of a department.

    Basis: HN 33 (HN-33-4).

    Raises:
        BrokenRule: no department holds anything against the household.
    """
    if not any(each.adverse for each in standing):
        raise BrokenRule(
            "没有任何部门出具不利的审核意见，不能取消保障资格；请等待部门答复，或者登记部门的书面意见"
            " / no department holds anything against the household; its right cannot be ended",
            rules=("HN-33-4",),
        )


def unchecked(found: Assessment, standing: Sequence[Opinion]) -> list[Finding]:
    """Return the conditions that nobody looked at and no written opinion speaks for."""
    written = {each.department for each in standing if each.document and not each.adverse}
    return [
        each for each in found.not_checked if ANSWERS_FOR.get(each.key, SECURITY) not in written
    ]


def conditions_of(standing: Sequence[Opinion]) -> list[str]:
    """Return the rules that adverse opinions rest on; the trigger of exits where they name none."""
    adverse = [each for each in standing if each.adverse]
    named = [rule for each in adverse for rule in each.rules or ("HN-33-2",)]
    return list(dict.fromkeys(named))


def _must_have_answered(answered: Sequence[OfficeKind]) -> None:
    missing = [OFFICE_NAMES[kind] for kind in DECISIVE if kind not in answered]
    if missing:
        raise BrokenRule(
            f"{'、'.join(missing)}尚未答复，不能作出决定"
            f" / {len(missing)} departments have not answered; nothing can be decided",
            rules=("HN-14-4", "HN-33-3"),
        )


def _of_answer(kind: OfficeKind, found: Assessment, sha256: str) -> Opinion:
    failed = [each for each in found.failed if ANSWERS_FOR.get(each.key, SECURITY) is kind]
    if not failed:
        return Opinion(kind, False, "按核查答复，无不符合的条件", sha256=sha256)
    words = "；".join(f"{each.title}：{each.says_zh}" for each in failed)
    return Opinion(kind, True, words, tuple(each.rule for each in failed), sha256=sha256)


def _of_records(found: Assessment, others: Sequence[str], sha256: str) -> Opinion:
    failed = [each for each in found.failed if ANSWERS_FOR.get(each.key, SECURITY) is SECURITY]
    words = [f"{each.title}：{each.says_zh}" for each in failed]
    cites = [each.rule for each in failed]
    if others:
        words.append(f"同时承租其他公共租赁住房：{'、'.join(others)}")
        cites.append("HN-33-2")
    if not words:
        return Opinion(SECURITY, False, "租约登记中没有其他在租的公共租赁住房", sha256=sha256)
    return Opinion(SECURITY, True, "；".join(words), tuple(cites), sha256=sha256)
