"""Whether an answer can be true of the question it answers; values in, findings out.

Basis: HN 14 (HN-14-5 to HN-14-8): a department answers for the people it was asked about.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from housing.core.access.offices import OfficeKind


def faults_of(
    department: OfficeKind, answer: Mapping[str, Any], names: Sequence[str], today: date
) -> dict[str, str]:
    """Return field path -> '中文 / English' for everything that cannot be so.

    `answer` has passed the department's schema; `names`: the people of the request, in its order.
    """
    found = dict(_days(answer, today))
    found |= dict(_RULES[department](answer, Counter(names)))
    return found


def _days(answer: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    """No record speaks for a day to come, and no event lies after the day it speaks for."""
    as_of = str(answer["as_of"])
    if as_of > today.isoformat():
        yield "as_of", f"不能晚于今天（{today}） / must not be after today ({today})"
    for part in ("disposals", "policy_housing"):
        for row, each in enumerate(answer.get(part, ())):
            if each["on"] > as_of:
                yield f"{part}.{row}.on", f"晚于查询截止日 {as_of} / is after as_of {as_of}"
    for row, month in enumerate(answer.get("months", ())):
        if month > as_of[:7]:
            yield f"months.{row}", f"晚于查询截止日 {as_of} / is after as_of {as_of}"


def _stranger(name: str, names: Collection[str]) -> str | None:
    if name in names:
        return None
    return (
        f"“{name}”不在核查名单中：{'、'.join(names)}"
        f" / {name} is not among the people asked about: {', '.join(names)}"
    )


def _property(answer: Mapping[str, Any], names: Counter[str]) -> Iterator[tuple[str, str]]:
    for part, key in (("dwellings", "owner"), ("disposals", "owner"), ("policy_housing", "person")):
        for row, each in enumerate(answer[part]):
            if wrong := _stranger(each[key], names):
                yield f"{part}.{row}.{key}", wrong


def _each_once(
    part: str, rows: Sequence[Mapping[str, Any]], names: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Everybody asked about is answered for once; two people may bear one name."""
    left = Counter(names)
    for row, each in enumerate(rows):
        name = each["person"]
        if wrong := _stranger(name, names):
            yield f"{part}.{row}.person", wrong
        elif not left[name]:
            yield f"{part}.{row}.person", f"“{name}”重复 / {name} is answered for twice"
        left[name] -= 1
    missing = [name for name, count in left.items() if count > 0]
    if missing:
        yield part, f"缺少：{'、'.join(missing)} / missing: {', '.join(missing)}"


def _civil(answer: Mapping[str, Any], names: Counter[str]) -> Iterator[tuple[str, str]]:
    yield from _each_once("marriages", answer["marriages"], names)
    for row, each in enumerate(answer["marriages"]):
        if each["spouse_in_application"] and each["status"] != "married":
            yield (
                f"marriages.{row}.spouse_in_application",
                "不是已婚，不会有配偶在申请表中 / who is not married has no spouse in it",
            )


def _police(answer: Mapping[str, Any], names: Counter[str]) -> Iterator[tuple[str, str]]:
    yield from _each_once("people", answer["people"], names)
    if answer["household_size"] < 1:
        yield "household_size", "至少为 1 / must be at least 1"
    for row, name in enumerate(answer["unknown_people"]):
        if name in names:
            yield (
                f"unknown_people.{row}",
                f"“{name}”在核查名单中 / {name} is among those asked about",
            )


def _insurance(answer: Mapping[str, Any], _names: Counter[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for row, month in enumerate(answer["months"]):
        if month in seen:
            yield f"months.{row}", f"{month} 重复 / {month} stands twice"
        seen.add(month)
    if answer["months"] and not answer["employer"]:
        yield "employer", "有缴费月份，应填写缴费单位 / name the employer who paid"


_RULES = {
    OfficeKind.PROPERTY_REGISTRY: _property,
    OfficeKind.CIVIL_AFFAIRS: _civil,
    OfficeKind.PUBLIC_SECURITY: _police,
    OfficeKind.SOCIAL_SECURITY: _insurance,
}
