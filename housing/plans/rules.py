"""What a plan must hold before it is made public, and when it may open: values in, words out."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from housing.core.errors import BadInput, BrokenRule
from housing.plans.facts import PlanClass
from housing.plans.models import Plan, PlanUnit

#: The eight items of the article, in its order, as people call them.
ITEMS: dict[str, str] = {
    "location": "房源的位置 / location of the units",
    "number": "房源的数量 / number of units",
    "layout": "户型 / layout",
    "area": "面积 / floor area",
    "rent": "租金或者价格标准 / rent or price standard",
    "range_served": "保障对象范围 / range of people served",
    "registration_period": "意向登记时限 / time of registration",
    "registration_place": "意向登记地点 / place of registration",
}
#: What later steps depend on: the order, the selection, the contracts.
FURTHER: dict[str, str] = {
    "method": "确定分配对象与排序的办法 / how the order is made",
    "session_time_place": "选房的时间、地点和通知方式 / time, place and notice of the selection",
    "signing_days": "签订合同的期限 / time for signing",
}


def missing_items(plan: Plan, units: Sequence[PlanUnit]) -> list[str]:
    """Return what the plan does not say yet, as bilingual names in the order of the article.

    Basis: HN 20 (HN-20-2), with what HN 21, 22 and 24 depend on.
    """
    held = {
        "location": bool(units) and all(unit.address and unit.street for unit in units),
        "number": bool(units),
        "layout": bool(units) and all(unit.layout for unit in units),
        "area": bool(units) and all(unit.area > 0 for unit in units),
        "rent": bool(plan.rent),
        "range_served": bool(plan.range_served),
        "registration_period": bool(plan.registration_from and plan.registration_until),
        "registration_place": bool(plan.registration_place and plan.registration_how),
        "method": bool(plan.method),
        "session_time_place": bool(plan.session_time_place),
        "signing_days": plan.signing_days is not None,
    }
    return [words for name, words in (ITEMS | FURTHER).items() if not held[name]]


def check_complete(plan: Plan, units: Sequence[PlanUnit]) -> None:
    """Refuse a plan that does not hold everything.

    Raises:
        BrokenRule: names what is missing.
    """
    missing = missing_items(plan, units)
    if missing:
        raise BrokenRule(
            f"分配方案还缺：{'、'.join(each.partition(' / ')[0] for each in missing)}。"
            "请补齐后再公布"
            f" / the plan does not say: {', '.join(each.partition(' / ')[2] for each in missing)};"
            " add it, then publish",
            rules=("HN-20-2",),
        )


def check_days(plan: Plan, published_on: date, lead: int, window: int) -> None:
    """Refuse days that give the public too little time.

    `lead`: days between publication and the first day of registration; `window`: least days of
    registration, both ends included. Basis: HN 20 (HN-20-1), HN 21 (HN-21-1).

    Raises:
        BrokenRule: names the first day that would do.
    """
    first, last = plan.registration_from, plan.registration_until
    if first is None or last is None:
        return
    earliest = published_on + timedelta(days=lead)
    if first < earliest:
        raise BrokenRule(
            f"意向登记开始日：{first} 太早，方案须先公布 {lead} 日，最早 {earliest} 开始登记"
            f" / registration cannot open on {first}: the plan must be public for {lead} days;"
            f" {earliest} at the earliest",
            rules=("HN-20-1",),
        )
    held = (last - first).days + 1
    if held < window:
        until = first + timedelta(days=window - 1)
        raise BrokenRule(
            f"意向登记截止日：{first} 至 {last} 共 {held} 日，少于本地规定的 {window} 日，"
            f"截止日不早于 {until} / registration must last {window} days, it lasts {held};"
            f" let it end on {until} or later",
            rules=("HN-21-1",),
        )


def classes_of(units: Iterable[PlanUnit]) -> list[PlanClass]:
    """Return the classes of these units, in order of code."""
    by_class: dict[str, list[PlanUnit]] = {}
    for unit in units:
        by_class.setdefault(unit.unit_class, []).append(unit)
    return [_class_of(code, by_class[code]) for code in sorted(by_class)]


def _class_of(code: str, units: Sequence[PlanUnit]) -> PlanClass:
    first = units[0]
    return PlanClass(
        code=code,
        project_code=first.project_code,
        project_name=first.project_name,
        street=first.street,
        layout=first.layout,
        accessible=first.accessible,
        lift=all(unit.lift for unit in units),
        area_min=min(unit.area for unit in units),
        area_max=max(unit.area for unit in units),
        rent_min=min(unit.rent_fen for unit in units),
        rent_max=max(unit.rent_fen for unit in units),
        number=len(units),
    )


def check_classes(units: Iterable[PlanUnit]) -> None:
    """Refuse a class whose units differ: nobody could tell what a wish for it means.

    Raises:
        BadInput: names two units and what differs.
    """
    first: dict[str, PlanUnit] = {}
    for unit in units:
        known = first.setdefault(unit.unit_class, unit)
        differing = [
            name
            for name in ("project_code", "layout", "accessible")
            if getattr(known, name) != getattr(unit, name)
        ]
        if differing:
            raise BadInput(
                f"房源类别 {unit.unit_class}：{known.unit_code} 与 {unit.unit_code} 的项目、户型或"
                "无障碍不同，同类房源必须没有差别，请改正其中一套的类别"
                f" / units of class {unit.unit_class} differ in {', '.join(differing)};"
                " mend the class of one of them"
            )
