"""What would have made a difference to a household that was left out, and what it takes along."""

from collections.abc import Callable, Iterator
from typing import Any

from housing.rounds.problem import turning_points
from housing.rounds.terms import term
from housing.waitlist.outlook import points

Json = dict[str, Any]
#: Where tier, score and accepted day stand in the priority of a household.
_TIER, _SCORE, _ACCEPTED = 0, 1, 2


def what_would_differ(
    problem: Json, plan: Json, household_id: str, called: Callable[[str], str], language: str
) -> Iterator[str]:
    """Yield, for each class that was missed, before whom one had to stand and what was short.

    Places are those of the stage. Nobody is named: tier and score of every place are public.
    Basis: HN 21 (HN-21-5, HN-21-8).
    """
    queue = sorted(problem["households"], key=lambda row: row["priority"])
    own = next(row for row in queue if row["id"] == household_id)
    for place, classes in _by_place(problem, plan, household_id).items():
        other = queue[place - 1]
        if other is own:
            continue  # One more flat would have been its own, which is said already.
        # Under `priority` many classes may close at one place; they are named above, once.
        names = called(classes[0]) if len(classes) == 1 else _closed_at(place, classes, language)
        yield _said(names, place, _short_of(own["priority"], other["priority"], language), language)


def carried_over(rules: Json, language: str) -> str:
    """Return what it is worth in the next round to have been left out; "" where nothing.

    Basis: HN 17 (HN-17-1).
    """
    each = int(term(rules, "scoring_table")["carried_over"]["each_round"])
    if each == 0:
        return ""
    if language == "en":
        return (
            f"By the county's table, having been left out brings {points(each)} points from now on;"
            " your place on the waitlist and your accepted day stay as they are."
        )
    return f"按本县计分表，本轮落选记 {points(each)} 分，以后轮次计入；您的轮候资格和受理日期不变。"


def _by_place(problem: Json, plan: Json, household_id: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for unit_class, place in turning_points(problem, plan, household_id):
        found.setdefault(place, []).append(unit_class)
    return dict(sorted(found.items()))


def _closed_at(place: int, classes: list[str], language: str) -> str:
    if language == "en":
        return f"the {len(classes)} classes that closed at place {place}"
    return f"在第 {place} 位截止的 {len(classes)} 类"


def _said(names: str, place: int, short: str, language: str) -> str:
    if language == "en":
        return f"For {names} you would have had to come before place {place}: {short}."
    return f"{names}：须排在第 {place} 位之前才可能得到；{short}。"


def _short_of(own: list[Any], other: list[Any], language: str) -> str:
    """By what the household at that place comes first."""
    is_english = language == "en"
    if own[_TIER] != other[_TIER]:
        return (
            "that household belongs to an earlier tier"
            if is_english
            else "该位家庭属于更优先的层级"
        )
    mine, theirs = -own[_SCORE], -other[_SCORE]
    if mine != theirs:
        missing, held, had = points(theirs - mine), points(theirs), points(mine)
        return (
            f"that household has {held} points, you {had}, {missing} fewer"
            if is_english
            else f"该位得分 {held}，您 {had}，差 {missing} 分"
        )
    if own[_ACCEPTED] != other[_ACCEPTED]:
        return (
            f"with as many points it was accepted on {other[_ACCEPTED]}, you on {own[_ACCEPTED]}"
            if is_english
            else f"得分相同，该位受理于 {other[_ACCEPTED]}，您受理于 {own[_ACCEPTED]}"
        )
    return (
        "with as many points and the same accepted day, the public draw decided"
        if is_english
        else "得分和受理日期相同，由公开摇号决定先后"
    )
