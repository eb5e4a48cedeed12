"""Who may register, and for which classes: values in, words out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.households.models import Household
from housing.households.words import GROUP_WORDS, Assistance
from housing.plans.facts import PlanClass
from housing.plans.models import Plan
from housing.standing.rules import suits
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import CALLED, WAITING, EntryState

Rows = Sequence[Mapping[str, Any]]
#: The largest household that the search for a fitting size looks at.
_LARGEST = 20


def check_window(plan: Plan, day: date) -> None:
    """Refuse a day outside of the plan's window. Basis: HN 21 (HN-21-1).

    Raises:
        WrongState: names both days.
    """
    if plan.opens_for_registration(day):
        return
    first, last = plan.registration_from, plan.registration_until
    raise WrongState(
        f"意向登记的时间是 {first} 至 {last}（含当日），今天 {day} 不能登记、修改或者撤回"
        f" / wishes are registered from {first} to {last}, both included; {day} is outside",
        rules=("HN-21-1",),
    )


def check_may_register(
    plan: Plan, household: Household, entry: WaitlistEntry | None, employers: Sequence[str]
) -> WaitlistEntry:
    """Return the entry with which a household may register in a round.

    `employers`: whose people the round serves, of an owner's or a park's own round; of the county's
    everybody. Basis: HN 21 (HN-21-1), HN 22 (HN-22-2), HN 19 (HN-19-1, HN-19-2).

    Raises:
        BrokenRule: the household does not wait, or the round serves others; says what to do.
    """
    number = household.application_number
    if entry is None or entry.state not in WAITING:
        raise BrokenRule(*_not_waiting(number, entry), rules=_rules_of(entry))
    if entry.assistance is Assistance.SUBSIDY:
        raise BrokenRule(
            f"{number} 的保障方式是租赁补贴，不参加实物配租；要参加，请先书面申请变更保障方式"
            f" / {number} has asked for the subsidy; change the form of assistance first",
            rules=("HN-17-2",),
        )
    if plan.groups_served and household.group.value not in plan.groups_served:
        raise BrokenRule(
            f"本轮的保障对象不含“{GROUP_WORDS[household.group]}”，您的轮候位次不受影响"
            f" / this round does not serve the group {household.group}; the place is kept",
            rules=("HN-20-2", "HN-21-1"),
        )
    if plan.owner and household.employer not in employers:
        raise BrokenRule(
            f"本轮是“{plan.owner}”的定向房源，只面向其职工；{number} 登记的单位是"
            f"“{household.employer or '无'}”；单位有变化的，请先申报"
            f" / this round serves the people of {plan.owner} only",
            rules=("HN-19-1", "HN-19-2"),
        )
    return entry


def check_not_frozen(household: Household, frozen_until: date | None) -> None:
    """Refuse a household one of whose people gave up a flat; the freeze follows the person.

    Basis: HN 22 (HN-22-2, HN-22-3).

    Raises:
        BrokenRule: names the last day of the freeze.
    """
    if frozen_until is not None:
        number = household.application_number
        raise BrokenRule(
            f"{number} 的家庭成员放弃过配租，到 {frozen_until} 不再配租，次日起可以意向登记；"
            "轮候位次不受影响"
            f" / somebody of {number} gave up a flat: none is given until {frozen_until}; the place"
            " is kept",
            rules=("HN-22-2", "HN-22-3"),
        )


def _not_waiting(number: str, entry: WaitlistEntry | None) -> tuple[str]:
    if entry is None:
        return (f"{number} 没有轮候登记，不能意向登记 / {number} is not on the waitlist",)
    called = CALLED[entry.state]
    return (
        f"{number} 现在的轮候状态是“{called}”，不能意向登记；有疑问请联系住房保障中心"
        f" / {number} is {entry.state} and cannot register; ask the housing centre",
    )


def _rules_of(entry: WaitlistEntry | None) -> tuple[str, ...]:
    if entry is not None and entry.state is EntryState.FROZEN:
        return ("HN-22-2",)
    return ("HN-21-1",)


def why_out(entry: WaitlistEntry) -> str:
    """Return why an entry that registered cannot be taken into the round, "" where it can.

    Basis: HN 21 (HN-21-1), HN 17 (HN-17-2).
    """
    if entry.state not in WAITING:
        return f"登记后轮候状态变为“{CALLED[entry.state]}”，不参加本轮"
    if entry.assistance is Assistance.SUBSIDY:
        return "登记后保障方式变更为租赁补贴，不参加本轮"
    return ""


def suitable(
    size: int, needs_accessible: bool, classes: Sequence[PlanClass], rows: Rows
) -> list[PlanClass]:
    """Return the classes that a household of `size` persons may live in.

    `rows`: the policy value `suitable_flats`. Basis: HN 10 (HN-10-2), HN 21 (HN-21-7).
    """
    whole = whole_rows(rows)
    return [each for each in classes if suits(size, needs_accessible, each.as_table(), whole)]


def why_not(size: int, unit_class: PlanClass, rows: Rows) -> str:
    """Return, in both languages, why a class does not fit a household of `size` persons."""
    whole = whole_rows(rows)
    sizes = [
        each for each in range(1, _LARGEST) if suits(each, False, unit_class.as_table(), whole)
    ]
    if not sizes:
        return (
            f"{unit_class.name}：不在本地户型标准内，只有无障碍需要的家庭可以选"
            f" / {unit_class.code}: outside of the county's table of sizes"
        )
    least, most = sizes[0], sizes[-1]
    zh = f"{least} 人及以上" if most == _LARGEST - 1 else f"{least} 至 {most} 人"
    en = f"{least} or more" if most == _LARGEST - 1 else f"{least} to {most}"
    return (
        f"{unit_class.name}：适合 {zh}的家庭，您家 {size} 人"
        f" / {unit_class.code}: for {en} persons, your household has {size}"
    )


def whole_rows(rows: Rows) -> list[dict[str, Any]]:
    """Return the rows of the table of sizes, each with its upper end, None for none."""
    return [{"size_max": None, **row} for row in rows]


def check_wishes(
    wishes: Sequence[Sequence[str]],
    size: int,
    needs_accessible: bool,
    classes: Sequence[PlanClass],
    rows: Rows,
) -> list[list[str]]:
    """Return the ranks of wishes, each in order of class code; the best rank first.

    Classes in one rank are liked equally. Basis: HN 21 (HN-21-1, HN-21-7).

    Raises:
        BadInput: none at all, an empty rank, an unknown class, one named twice.
        BrokenRule: a class the household cannot live in; says why.
    """
    by_code = {each.code: each for each in classes}
    named = _named(wishes, by_code)
    fitting = {each.code for each in suitable(size, needs_accessible, classes, rows)}
    wrong = [why_not(size, by_code[code], rows) for code in named if code not in fitting]
    if wrong:
        parts = [each.partition(" / ") for each in wrong]
        zh, en = "；".join(each[0] for each in parts), "; ".join(each[2] for each in parts)
        raise BrokenRule(f"意向：{zh} / wishes: {en}", rules=("HN-10-2", "HN-21-7"))
    return [sorted(rank) for rank in wishes]


def _named(wishes: Sequence[Sequence[str]], by_code: Collection[str]) -> list[str]:
    """Return every class named; refuses what makes no sense."""
    named = [code for rank in wishes for code in rank]
    if not named or not all(wishes):
        raise BadInput("意向：请至少选一类房源，不留空的顺位 / wishes: name at least one class")
    unknown = [code for code in named if code not in by_code]
    if unknown:
        raise BadInput(
            f"意向：本轮没有房源类别 {'、'.join(unknown)}，可选：{'、'.join(by_code)}"
            f" / wishes: this round has no class {', '.join(unknown)}"
        )
    twice = sorted({code for code in named if named.count(code) > 1})
    if twice:
        raise BadInput(
            f"意向：{'、'.join(twice)} 写了两次，每类只能在一个顺位"
            " / wishes: a class is named twice"
        )
    return named
