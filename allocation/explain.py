"""One household's outcome in plain sentences, read off the plan and its tables, never searched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from allocation.errors import BadPlan, BadProblem
from allocation.explain_words import Speech

MOST_NAMES = 8  # A longer prefix is named by the table that holds it.


class Standing(NamedTuple):
    """Where one household stands in a round; `own` is None for no flat.

    `wished` of its ranks it asked for itself; those after them merely suit it.
    """

    problem: dict[str, Any]
    plan: dict[str, Any]
    household: dict[str, Any]
    position: int
    own: str | None
    capacity: dict[str, int]
    wished: int

    @property
    def ranks(self) -> list[list[str]]:
        """The household's list, best rank first."""
        ranks: list[list[str]] = self.household["acceptable"]
        return ranks

    @property
    def own_rank(self) -> int:
        """The number of the rank that it got, from 0; for no flat, the number of all ranks."""
        held = (i for i, rank in enumerate(self.ranks) if self.own in rank)
        return next(held, len(self.ranks))

    @property
    def is_wish(self) -> bool:
        """Whether it asked for what it got."""
        return self.own_rank < self.wished

    @property
    def missed(self) -> list[str]:
        """The classes liked more than what it got, that have flats at all."""
        return [k for rank in self.ranks[: self.own_rank] for k in rank if self.capacity[k] > 0]

    @property
    def listed_before(self) -> list[str]:
        """The classes listed before what it got, equals included; all for no flat."""
        listed = [k for rank in self.ranks for k in rank]
        return listed if self.own is None else listed[: listed.index(self.own)]


class TurningPoint(NamedTuple):
    """The place, from 1, of the household that one would have to come before to get a class.

    `is_enough`: whoever comes before it gets this class or one it likes more. Otherwise it is the
    least that is needed: behind it the class was closed to everybody.
    """

    unit_class: str
    place: int
    is_enough: bool


def explain(
    problem: dict[str, Any],
    plan: dict[str, Any],
    household_id: str,
    language: str = "zh",
    called: Callable[[str], str] = str,
    wished: int | None = None,
) -> list[str]:
    """Why a household got what it got, and why not what it likes more; in "zh" or "en".

    `called` gives what people call a class; by default its id. `wished` is how many of its first
    ranks the household asked for, where others that suit it were added behind; by default all.

    `problem` and `plan` are JSON values of format 1, and the plan has passed `check`: of a plan
    that does not hold, the sentences would not hold either. Places are counted from 1, other
    households are never named. O(households × entries of the list) at worst.

    Raises:
        BadProblem: no such household.
        BadPlan: the plan lacks what its mechanism must have.
        ValueError: an unknown language.
    """
    speech = Speech(language, called)
    mechanism = problem.get("mechanism", "priority")
    standing = _standing(problem, plan, household_id)
    if wished is not None:
        standing = standing._replace(wished=wished)
    try:
        return [*_lot(standing, speech), *_REASONS[mechanism](standing, speech)]
    except (KeyError, IndexError, TypeError, ValueError) as fault:
        raise BadPlan(f"plan: not a checked plan of the mechanism '{mechanism}'") from fault


def turning_points(
    problem: dict[str, Any], plan: dict[str, Any], household_id: str
) -> list[TurningPoint]:
    """Before whom one would have had to stand for each class that one likes more, as listed.

    Known for `in_turn`, and under `priority` for those who are left out; else empty: there the
    tables say who was served before, and no single place decides. Parameters and errors as
    `explain`.
    """
    x = _standing(problem, plan, household_id)
    mechanism = problem.get("mechanism", "priority")
    try:
        if mechanism == "in_turn":
            return [TurningPoint(k, _last_taker(x, k), True) for k in _taken(x)]
        if mechanism == "priority" and x.own is None:
            return [TurningPoint(k, plan["closing"][k] + 1, False) for k in x.missed]
    except (KeyError, TypeError, ValueError) as fault:
        raise BadPlan(f"plan: not a checked plan of the mechanism '{mechanism}'") from fault
    return []


def _last_taker(x: Standing, k: str) -> int:
    """The place of the last household that chose class k."""
    held = x.plan["assignment"]
    last = max(row["priority"] for row in x.problem["households"] if held.get(row["id"]) == k)
    return 1 + sum(1 for row in x.problem["households"] if row["priority"] < last)


def _standing(problem: dict[str, Any], plan: dict[str, Any], household_id: str) -> Standing:
    household = next((row for row in problem["households"] if row["id"] == household_id), None)
    if household is None:
        raise BadProblem(f"households: there is no '{household_id}'")
    position = _earlier(problem["households"], household)
    capacity = {row["id"]: row["capacity"] for row in problem["classes"]}
    own = plan["assignment"].get(household_id)
    wished = len(household["acceptable"])
    return Standing(problem, plan, household, position, own, capacity, wished)


def _earlier(rows: list[dict[str, Any]], household: dict[str, Any]) -> int:
    """How many of the households come before this one: its position."""
    return sum(1 for row in rows if row["priority"] < household["priority"])


def _lot(x: Standing, speech: Speech) -> Iterator[str]:
    """What it got and at which place; classes that have no flats at all."""
    if x.own is None:
        yield speech.say("out")
    elif x.is_wish:
        own = speech.called(x.own)
        yield speech.say("housed", own=own, choice=x.own_rank + 1, choices=x.wished)
    else:
        yield speech.say("housed_unasked", own=speech.called(x.own))
    yield speech.say("place", place=x.position + 1, households=len(x.problem["households"]))
    if not x.ranks:
        yield speech.say("no_wishes")
    elif x.own == x.ranks[0][0]:
        yield speech.say("first" if x.is_wish else "first_unasked")
    empty = [k for k in x.listed_before if x.capacity[k] == 0]
    if empty:
        yield speech.say("no_flats", classes=speech.classes(empty))


def _priority_reasons(x: Standing, speech: Speech) -> Iterator[str]:
    if x.own is None and x.missed:
        groups = _closings(x)
        closings = speech.row(
            speech.say("closing", classes=speech.classes(classes), closing=place)
            for place, classes in groups
        )
        sentence = "closed" if len(x.ranks) == x.wished else "closed_unasked"
        yield speech.say(sentence, closings=closings, place=x.position + 1)
        for place, classes in groups:
            sentence = "one_more_own" if place == x.position + 1 else "one_more"
            sentence += "_of_them" if len(classes) > 1 else ""
            yield speech.say(sentence, classes=speech.classes(classes), closing=place)
    elif x.own is not None:
        rank = x.ranks[x.own_rank]
        equal = [k for k in rank[: rank.index(x.own)] if x.capacity[k] > 0]
        yield from _prefixes(x, x.missed, "prefix", ("order", "cuts"), speech)
        tie = "tie" if x.is_wish else "tie_unasked"
        yield from _prefixes(x, equal, tie, ("tie_order", "tie_cuts"), speech)
    yield speech.say("proof_priority")


def _closings(x: Standing) -> list[tuple[int, list[str]]]:
    """At which places the classes on the list of a left-out household closed, earliest first."""
    found: dict[int, list[str]] = {}
    for k in x.missed:
        found.setdefault(x.plan["closing"][k] + 1, []).append(k)
    return sorted(found.items())


def _prefixes(
    x: Standing, classes: list[str], sentence: str, tables: tuple[str, str], speech: Speech
) -> Iterator[str]:
    """Why not these classes: each with the smallest full prefix around it that does not hold what
    the household got; classes of one prefix together, in the order of the list."""
    order, cuts = x.plan[tables[0]], x.plan[tables[1]]
    place = {k: p for p, k in enumerate(order)}
    found: dict[int, list[str]] = {}
    for k in classes:
        between = range(place[k], place[x.own])
        closed = [p for p in between if cuts[p] is not None and cuts[p] <= x.position]
        found.setdefault(closed[0], []).append(k)
    for p, members in found.items():
        full = [k for k in order[: p + 1] if x.capacity[k] > 0]
        is_long = len(full) > MOST_NAMES
        many = speech.say("many", count=p + 1, table=tables[0])
        facts = {
            "own": speech.called(str(x.own)),
            "cut": cuts[p] + 1,
            "prefix": many if is_long else speech.classes(full),
        }
        yield speech.say(sentence, classes=speech.classes(members), **facts)


def _in_turn_reasons(x: Standing, speech: Speech) -> Iterator[str]:
    for k in _taken(x):
        yield speech.say("taken", classes=speech.called(k), flats=x.capacity[k])
    yield speech.say("proof_in_turn")


def _deferred_reasons(x: Standing, speech: Speech) -> Iterator[str]:
    """Here a class may put groups first, so the place alone does not decide."""
    for k in _taken(x):
        latest = _latest_place(x, k)
        yield speech.say("held", classes=speech.called(k), flats=x.capacity[k], latest=latest)
        groups = x.problem.get("first", {}).get(k, [])
        if groups:
            mine = [name for name in groups if x.household["id"] in x.problem["groups"][name]]
            own = speech.row(mine) or speech.say("no_group")
            yield speech.say(
                "groups", classes=speech.called(k), groups=speech.row(groups), mine=own
            )
    yield speech.say("proof_deferred_acceptance")


def _taken(x: Standing) -> list[str]:
    """Classes with flats listed before its own: these mechanisms read equals as listed."""
    return [k for k in x.listed_before if x.capacity[k] > 0]


def _latest_place(x: Standing, k: str) -> int:
    """The place of the occupant of class k that comes last in it."""
    names = x.problem.get("first", {}).get(k, [])
    groups = [set(x.problem["groups"][name]) for name in names]

    def turn(row: dict[str, Any]) -> tuple[int, Any]:
        level = (i for i, members in enumerate(groups) if row["id"] in members)
        return next(level, len(groups)), row["priority"]

    held = x.plan["assignment"]
    rows = x.problem["households"]
    last = max((row for row in rows if held.get(row["id"]) == k), key=turn)
    return 1 + _earlier(rows, last)


def _constrained_reasons(x: Standing, speech: Speech) -> Iterator[str]:
    """Facts only: no table proves one household's outcome under crossing limits."""
    given = list(x.plan["assignment"].values())
    for k in x.missed:
        free = x.capacity[k] - given.count(k)
        sentence = "kept_free" if free else "full"
        yield speech.say(sentence, classes=speech.called(k), free=free, flats=x.capacity[k])
    if x.plan["status"] == "optimal":
        yield speech.say("proof_optimal")
        return
    gaps = [speech.say("gap", **s) for s in x.plan["stages"] if s["value"] != s["bound"]]
    yield speech.say("proof_feasible", gaps=speech.row(gaps))


_REASONS: dict[str, Callable[[Standing, Speech], Iterator[str]]] = {
    "priority": _priority_reasons,
    "in_turn": _in_turn_reasons,
    "deferred_acceptance": _deferred_reasons,
    "constrained": _constrained_reasons,
}
