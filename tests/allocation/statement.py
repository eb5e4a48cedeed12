"""The statement of the proof tables of `priority`, word for word and slowly: every minimum is
taken over the plain list of cuts. What `check` must agree with."""

from typing import Any

from tests.allocation.brute_force import in_order, listed, rank_of

Json = dict[str, Any]
NEVER = 10**9


def holds(problem: Json, plan: Json) -> bool:
    """Whether the tables prove the assignment (lists and capacities included)."""
    capacity = {row["id"]: row["capacity"] for row in problem["classes"]}
    given = {k: list(plan["assignment"].values()).count(k) for k in capacity}
    households = in_order(problem)
    own = [plan["assignment"].get(h["id"]) for h in households]
    on_list = all(m is None or m in listed(h) for h, m in zip(households, own, strict=True))
    kept = len(plan["assignment"]) == sum(m is not None for m in own)
    if not (on_list and kept and all(given[k] <= capacity[k] for k in capacity)):
        return False
    wishes = [listed(h) for h in households]
    ranks = [[rank_of(h, k) for k in listed(h)] for h in households]
    reduced = [
        [] if m is None else h["acceptable"][rank_of(h, m)]
        for h, m in zip(households, own, strict=True)
    ]
    strict = [list(range(len(row))) for row in reduced]
    return (
        _closing_holds(plan["closing"], wishes, own, given, capacity)
        and _cuts_hold(plan["order"], plan["cuts"], wishes, ranks, own, given, capacity)
        and _cuts_hold(plan["tie_order"], plan["tie_cuts"], reduced, strict, own, given, capacity)
    )


def _number(value: int | None) -> int:
    return NEVER if value is None else value


def _closing_holds(
    closing: dict[str, int | None],
    wishes: list[list[str]],
    own: list[str | None],
    given: dict[str, int],
    capacity: dict[str, int],
) -> bool:
    y = {k: _number(v) for k, v in closing.items()}
    if any(y[k] < NEVER and given[k] != capacity[k] for k in y):
        return False
    for r, m in enumerate(own):
        if m is None and any(y[k] > r for k in wishes[r]):
            return False
        if m is not None and not (r < y[m] and all(y[k] <= y[m] for k in wishes[r])):
            return False
    return True


def _cuts_hold(
    order: list[str],
    cuts: list[int | None],
    wishes: list[list[str]],
    ranks: list[list[int]],
    own: list[str | None],
    given: dict[str, int],
    capacity: dict[str, int],
) -> bool:
    for j, cut in enumerate(cuts):
        if cut is not None and any(given[k] != capacity[k] for k in order[: j + 1]):
            return False

    def between(p: int, q: int) -> int:
        return min(_number(cut) for cut in cuts[p:q])

    for r, m in enumerate(own):
        if m is None:
            continue
        p, mine = order.index(m), ranks[r][wishes[r].index(m)]
        places = [(order.index(k), rank) for k, rank in zip(wishes[r], ranks[r], strict=True)]
        last = max(q for q, _ in places)
        last_equal = max(q for q, rank in places if rank == mine)
        if last > p and not between(p, last) > r:
            return False
        if last_equal > p and between(p, last_equal) != NEVER:
            return False
        better = [q for q, rank in places if rank < mine]
        if not all(q < p and between(q, p) <= r for q in better):
            return False
    return True
