"""Every mechanism straight from its definition, by trying everything: only for tiny problems.

All functions take a problem in its JSON form and share no code with the package. A matching maps
household ids to class ids and names only the housed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Matching = dict[str, str]


def in_order(problem: Json) -> list[Json]:
    """The households by priority, position 0 first."""

    def key(household: Json) -> Any:
        return household["priority"]

    return sorted(problem["households"], key=key)


def listed(household: Json) -> list[str]:
    """All acceptable classes of a household, best first, ties as listed."""
    return [k for rank in household["acceptable"] for k in rank]


def rank_of(household: Json, class_id: str) -> int:
    """The number of the rank that holds the class; 0 is the best rank."""
    return next(i for i, rank in enumerate(household["acceptable"]) if class_id in rank)


def _room(problem: Json) -> Counter[str]:
    return Counter({c["id"]: c["capacity"] for c in problem["classes"]})


def matchings(problem: Json, households: list[Json], everybody: bool) -> Iterator[Matching]:
    """Every matching of the households; with `everybody` only those that house all of them."""
    room, given = _room(problem), Matching()

    def walk(i: int) -> Iterator[Matching]:
        if i == len(households):
            yield dict(given)
            return
        if not everybody:
            yield from walk(i + 1)
        for k in listed(households[i]):
            if room[k] > 0:
                room[k] -= 1
                given[households[i]["id"]] = k
                yield from walk(i + 1)
                del given[households[i]["id"]]
                room[k] += 1

    return walk(0)


def housed(problem: Json) -> list[Json]:
    """Part A: walk down the order, keep whoever can still be housed beside all kept so far."""
    kept: list[Json] = []
    for household in in_order(problem):
        if any(True for _ in matchings(problem, [*kept, household], everybody=True)):
            kept.append(household)
    return kept


def priority(problem: Json) -> Matching:
    """Part B: among matchings of exactly the housed set, the smallest rank vector in order, then
    the smallest vector of places inside the rank in order."""
    kept = housed(problem)

    def vector(matching: Matching) -> tuple[list[int], list[int]]:
        ranks = [rank_of(h, matching[h["id"]]) for h in kept]
        return ranks, [listed(h).index(matching[h["id"]]) for h in kept]

    return min(matchings(problem, kept, everybody=True), key=vector)


def in_turn(problem: Json) -> Matching:
    """Each in order takes the earliest-listed class that still has room."""
    room, given = _room(problem), Matching()
    for household in in_order(problem):
        for k in listed(household):
            if room[k] > 0:
                room[k] -= 1
                given[household["id"]] = k
                break
    return given


def precedence(problem: Json, class_id: str, household_id: str) -> tuple[int, int]:
    """Where a household comes in the order of one class: (level of its group, position)."""
    firsts: list[str] = problem.get("first", {}).get(class_id, [])
    groups: dict[str, list[str]] = problem.get("groups", {})
    level = next((i for i, g in enumerate(firsts) if household_id in groups[g]), len(firsts))
    position = [h["id"] for h in in_order(problem)].index(household_id)
    return level, position


def is_stable(problem: Json, matching: Matching) -> bool:
    """Nobody likes a class more that has room or holds someone who comes later there."""
    room, occupants = _room(problem), Counter(matching.values())
    for household in problem["households"]:
        wishes = listed(household)
        own = matching.get(household["id"])
        for k in wishes[: wishes.index(own)] if own else wishes:
            turn = precedence(problem, k, household["id"])
            inside = [h for h, c in matching.items() if c == k]
            if occupants[k] < room[k] or any(precedence(problem, k, h) > turn for h in inside):
                return False
    return True


def deferred_acceptance(problem: Json) -> Matching:
    """Of all stable matchings the one that every household likes best (Gale and Shapley 1962)."""
    order = in_order(problem)
    stable = [m for m in matchings(problem, order, everybody=False) if is_stable(problem, m)]

    def liking(household: Json, matching: Matching) -> int:
        wishes = listed(household)
        own = matching.get(household["id"])
        return wishes.index(own) if own else len(wishes)

    best = {h["id"]: min(liking(h, m) for m in stable) for h in order}
    (answer,) = [m for m in stable if all(liking(h, m) == best[h["id"]] for h in order)]
    return answer


def limit_holds(problem: Json, limit: Json, matching: Matching) -> bool:
    """One limit: units of its classes that go to members of its group (null: to anybody)."""
    group = limit["group"]
    members = set(matching) if group is None else set(problem["groups"][group])
    units = sum(1 for h, k in matching.items() if h in members and k in limit["classes"])
    bound: int = limit["units"]
    return units <= bound if limit["kind"] == "max" else units >= bound


def together_holds(problem: Json, members: list[str], matching: Matching) -> bool:
    """All in classes of one estate, or none housed; a class of no estate does not count."""
    classes = [matching.get(h) for h in members]
    if not any(classes):
        return True
    return any(all(k in estate for k in classes) for estate in problem["estates"].values())


def is_allowed(problem: Json, matching: Matching) -> bool:
    """Every limit and every set of related households."""
    return all(limit_holds(problem, x, matching) for x in problem.get("limits", [])) and all(
        together_holds(problem, m, matching) for m in problem.get("together", [])
    )


def tier_of(household: Json) -> Any:
    """The first component of the priority (a plain integer is its own first component)."""
    value = household["priority"]
    return value[0] if isinstance(value, list) else value


def stage_values(problem: Json, matching: Matching) -> list[int]:
    """For each tier, ascending, the sum of n - position over its housed; last the sum of ranks
    (0 is the best rank) over all housed."""
    order = in_order(problem)
    values = [
        sum(len(order) - r for r, h in enumerate(order) if h["id"] in matching and tier_of(h) == t)
        for t in sorted({tier_of(h) for h in order})
    ]
    ranks = [rank_of(h, matching[h["id"]]) for h in order if h["id"] in matching]
    return [*values, sum(ranks)]


def constrained_optima(problem: Json) -> tuple[list[int], list[Matching]]:
    """The best stage values and every matching that reaches them; ([], []) if none is allowed."""
    every = matchings(problem, in_order(problem), everybody=False)
    allowed = [m for m in every if is_allowed(problem, m)]
    if not allowed:
        return [], []

    def key(matching: Matching) -> list[int]:
        *tiers, ranks = stage_values(problem, matching)
        return [*(-value for value in tiers), ranks]

    best = min(key(m) for m in allowed)
    optima = [m for m in allowed if key(m) == best]
    return stage_values(problem, optima[0]), optima


def constrained(problem: Json) -> Matching | None:
    """Of the optima the one that settles the rest in public order: each household in turn its
    earliest-listed class, no flat last; None if no matching is allowed."""
    order = in_order(problem)

    def vector(matching: Matching) -> list[int]:
        return [
            listed(h).index(matching[h["id"]]) if h["id"] in matching else len(listed(h))
            for h in order
        ]

    optima = constrained_optima(problem)[1]
    return min(optima, key=vector) if optima else None


MECHANISMS = {
    "priority": priority,
    "in_turn": in_turn,
    "deferred_acceptance": deferred_acceptance,
    "constrained": constrained,
}
