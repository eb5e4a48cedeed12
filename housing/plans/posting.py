"""The notice of a plan: its eight items, on the notice board until registration ends."""

from collections.abc import Sequence

from housing.core.work import Work
from housing.notices import queries as notices
from housing.notices import service as board
from housing.notices.kinds import NoticeKind
from housing.plans.facts import PlanClass
from housing.plans.models import Plan
from housing.reviews.telling import county_office
from housing.standing.rules import square_metres

BASIS = ("HN-20-1", "HN-20-2")


def post(work: Work, plan: Plan, classes: Sequence[PlanClass], change: str = "") -> None:
    """Put up the notice of a public plan; `change` says which unit has fallen out.

    Raises:
        BrokenRule: the county has no housing department on file.
        BadInput: something in it must not be shown.
        MissingPolicyValue: the county has no legal basis to cite.
    """
    board.publish(
        work,
        plan.case,
        NoticeKind.ALLOCATION_PLAN,
        office_id=county_office(work, plan.place).id,
        title=f"{plan.name}分配方案"[:120],
        shown=shown(plan, classes, change),
        rules=BASIS,
        starts_on=work.day,
        ends_on=max(work.day, plan.registration_until or work.day),
    )


def take_down(work: Work, plan: Plan, reason: str) -> None:
    """Take the running notice of a plan down."""
    for notice in notices.of_case(work.session, plan.case):
        if notice.kind is NoticeKind.ALLOCATION_PLAN and notice.withdrawn_at is None:
            board.withdraw(work, notice.id, reason)


def shown(plan: Plan, classes: Sequence[PlanClass], change: str = "") -> list[list[str]]:
    """Return the items as pairs of label and words. Basis: HN 20 (HN-20-2)."""
    places = dict.fromkeys(f"{each.street} {each.project_name}" for each in classes)
    kinds = [f"{each.name} {each.number} 套" for each in classes]
    low, high = min(each.area_min for each in classes), max(each.area_max for each in classes)
    items = [
        ["轮次", plan.round_code],
        ["房源位置", "；".join(places)],
        ["房源数量", f"{sum(each.number for each in classes)} 套"],
        ["户型和套数", "；".join(kinds)],
        ["建筑面积", f"{square_metres(low)} 至 {square_metres(high)} 平方米"],
        ["租金标准", plan.rent],
        ["保障对象范围", plan.range_served],
        ["意向登记时限", f"{plan.registration_from} 至 {plan.registration_until}"],
        ["意向登记地点", f"{plan.registration_place}；{plan.registration_how}"],
        ["分配和排序办法", plan.method],
        ["选房", plan.session_time_place],
    ]
    return [*items, ["方案变更", change]] if change else items
