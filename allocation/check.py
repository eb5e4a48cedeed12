"""The second opinion on a plan: it reads problem and plan, never searches, never sees the solver.

One file, Python 3 and its standard library alone, so that anybody can run it. It rests, for
- priority, on tables: `closing` proves who is housed (at every place the closed classes are full of
  earlier households who can live nowhere else: Hall 1935), `order` and `cuts` who gets which rank,
  `tie_order` and `tie_cuts` which class of it. A wrong assignment has no tables that pass;
- in_turn and deferred_acceptance, on nobody liking a class more that still had room or holds
  someone who comes later there; under deferred acceptance the proposals are repeated as well,
  because another plan could be as free of envy and worse for the households;
- constrained, on every limit, related households and the value and bound of every stage. That
  there is no better plan is the solver's word, which this program cannot check.
Positions count all households in the public order from 0; null in a table means never.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from heapq import heappop, heappush
from typing import Any, NamedTuple

LARGEST = 2**53 - 1  # Larger whole numbers are not exact in a browser.
MOST = 50  # So many findings are spelt out, the others are counted.
NEVER = LARGEST

# The form of the files: `str` is a non-empty text, `int` a whole number, a set its members, a tuple
# any of its forms, [form] a list, {str: form} an object with any keys.
_MECHANISMS = {"priority", "in_turn", "deferred_acceptance", "constrained"}
_LIMIT = {"kind": {"max", "min"}, "group": (str, None), "classes": [str], "units": int}
_PROBLEM = {
    "format": {1},
    "mechanism": _MECHANISMS,
    "households": [{"id": str, "priority": (int, [(int, str)]), "acceptable": [[str]]}],
    "classes": [{"id": str, "capacity": int}],
    "groups": {str: [str]},
    "first": {str: [str]},
    "limits": [_LIMIT],
    "together": [[str]],
    "estates": {str: [str]},
}
_OPTIONAL = {"mechanism", "groups", "first", "limits", "together", "estates"}
_PLAN = {
    "format": {1},
    "mechanism": _MECHANISMS,
    "problem_sha256": str,
    "assignment": {str: str},
    "status": {"optimal"},
}
_CUTS = [(int, None)]
_TABLES = {
    "closing": {str: (int, None)},
    "order": [str],
    "cuts": _CUTS,
    "tie_order": [str],
    "tie_cuts": _CUTS,
}
_STAGES = {
    "status": {"optimal", "feasible"},
    "stages": [{"goal": str, "value": int, "bound": int}],
}
_ALSO: dict[str, dict[str, Any]] = {"priority": _TABLES, "constrained": _STAGES}
_ONLY = {"first": "deferred_acceptance", "limits": "constrained", "together": "constrained"}


class Fault(Exception):
    """A file is no problem or no plan of its own; the message names the place."""


class Round(NamedTuple):
    """A well-formed problem and plan; lists in the public order, `own` None for no flat."""

    problem: dict[str, Any]
    plan: dict[str, Any]
    ids: list[str]
    lists: list[list[list[str]]]
    own: list[Any]
    capacity: dict[str, int]
    given: dict[str, int]

    def who(self, r: int) -> str:
        """A household and its position, for a sentence."""
        return f"household '{self.ids[r]}' (position {r})"


def check(problem: Any, plan: Any, *, problem_sha256: str | None = None) -> list[str]:
    """What speaks against the plan, in plain sentences; an empty list means that it holds.

    `problem` and `plan` are JSON values of format 1, `problem_sha256` is the hash of the problem
    file's bytes (without it: of the problem's canonical bytes). Never raises: malformed input is
    a finding. One pass over the lists: O(entries + classes log classes), with deferred acceptance
    O(entries log households).
    """
    try:
        round_ = _round(problem, plan)
    except Fault as fault:
        return [str(fault)]
    except (RecursionError, ValueError):
        return ["problem or plan: nested too deeply, or a number too long to be shown"]
    digest = problem_sha256 or hashlib.sha256(_canonical(problem)).hexdigest()
    findings = list(_assignment_faults(round_, digest))
    if not findings:
        findings = list(_FAULTS[plan["mechanism"]](round_))
    more = len(findings) - MOST
    return findings if more <= 0 else [*findings[:MOST], f"and {more} more findings"]


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _need(holds: Any, place: str, words: str) -> None:
    if not holds:
        raise Fault(f"{place}: {words}")


def _is_text(value: Any) -> bool:
    """A non-empty text without halves of characters, which UTF-8 cannot hold."""
    if type(value) is not str or not value:
        return False
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def _fit(value: Any, form: Any, place: str) -> None:
    """Refuse a value that has not the form, naming the place inside it."""
    if isinstance(form, tuple):
        kinds = {one if isinstance(one, type) else type(one): one for one in form}
        form = kinds.get(type(value), form[0])
    if isinstance(form, dict) and isinstance(value, dict):
        _fit_fields(value, form, place)
    elif isinstance(form, list) and isinstance(value, list):
        if form[0] is str and all(map(_is_text, value)):
            return  # Most of a file is names: no places are spelt out for them.
        for number, part in enumerate(value):
            _fit(part, form[0], f"{place}[{number}]")
    elif not _fits_plainly(value, form):
        one_of = f"one of {sorted(form)}" if isinstance(form, set) else ""
        words = one_of or _WORDS[form if isinstance(form, type) else type(form)]
        raise Fault(f"{place}: {repr(value)[:60]} must be {words}")


def _fit_fields(value: dict[Any, Any], form: dict[Any, Any], place: str) -> None:
    is_open = str in form
    may_miss = _OPTIONAL if form is _PROBLEM else ()
    for name in () if is_open else form:
        _need(name in value or name in may_miss, place, f"the field '{name}' is missing")
    for name, part in value.items():
        inner = form[str] if is_open else form.get(name)
        _need(_is_text(name) and inner, place, f"the field {name!r} does not belong here")
        _fit(part, inner, f"{place}.{name}")


def _fits_plainly(value: Any, form: Any) -> bool:
    if form is str:
        return _is_text(value)
    if form is int:
        return type(value) is int and -LARGEST <= value <= LARGEST
    is_member = isinstance(form, set) and type(value) in (str, int) and value in form
    return is_member or (form is None and value is None)


_WORDS = {str: "a non-empty text", int: "a whole number", list: "a list", dict: "an object"}


def _once(names: list[str], place: str, known: Collection[str] | None = None) -> None:
    """Every name once and, where `known` is given, known."""
    if len(set(names)) < len(names):
        ordered = sorted(names)
        twice = next(ordered[i] for i in range(len(names)) if ordered[i] == ordered[i + 1])
        raise Fault(f"{place}: '{twice}' is there twice")
    unknown = next((name for name in names if known is not None and name not in known), None)
    _need(unknown is None, place, f"'{unknown}' is not known")


def _round(problem: Any, plan: Any) -> Round:
    _fit(problem, _PROBLEM, "problem")
    mechanism = problem.get("mechanism", "priority")
    for name, only in _ONLY.items():
        fits = mechanism == only or not problem.get(name)
        _need(fits, f"problem.{name}", f"'{mechanism}' does not keep it, only '{only}' does")
    _once([row["id"] for row in problem["classes"]], "classes")
    capacity = {row["id"]: row["capacity"] for row in problem["classes"]}
    _need(min(capacity.values(), default=0) >= 0, "classes", "no capacity may be below 0")
    households = _households(problem["households"], capacity)
    _extras(problem, {row["id"] for row in households}, capacity)
    _fit(plan, {**_PLAN, **_ALSO.get(mechanism, {})}, "plan")
    fits = plan["mechanism"] == mechanism
    _need(fits, "plan.mechanism", f"'{plan['mechanism']}', but the problem's is '{mechanism}'")
    if mechanism == "priority":
        _tables(plan, capacity, len(households))
    given = dict.fromkeys(capacity, 0)
    for k in plan["assignment"].values():
        given[k] = given.get(k, 0) + 1
    ids = [row["id"] for row in households]
    own = [plan["assignment"].get(name) for name in ids]
    return Round(problem, plan, ids, [h["acceptable"] for h in households], own, capacity, given)


def _households(rows: list[dict[str, Any]], capacity: dict[str, int]) -> list[dict[str, Any]]:
    """The households in their public order."""
    _once([row["id"] for row in rows], "households")
    shapes = set()
    for number, row in enumerate(rows):
        place = f"households[{number}]"
        _need(all(row["acceptable"]), f"{place}.acceptable", "a rank is empty")
        _once([k for rank in row["acceptable"] for k in rank], f"{place}.acceptable", capacity)
        parts = row["priority"] if isinstance(row["priority"], list) else [row["priority"]]
        is_ascii = all(type(part) is int or part.isascii() for part in parts)
        _need(parts and is_ascii, f"{place}.priority", "is empty or not ASCII")
        shapes.add((parts is row["priority"], *map(type, parts)))
        _need(len(shapes) == 1, f"{place}.priority", "has another shape than those before")
    ordered = sorted(rows, key=lambda row: row["priority"])
    for r in range(1, len(rows)):
        twins = [ordered[r - 1], ordered[r]]
        is_strict = twins[0]["priority"] != twins[1]["priority"]
        names = " and ".join(f"'{row['id']}'" for row in twins)
        _need(is_strict, "households", f"{names} have the same priority")
    return ordered


def _extras(problem: dict[str, Any], ids: Collection[str], classes: Collection[str]) -> None:
    """Groups, estates, limits and related households name what exists."""
    groups = problem.get("groups", {})
    _once(list(problem.get("first", {})), "first", classes)
    for field, known in (("groups", ids), ("first", groups), ("estates", classes)):
        for name, members in problem.get(field, {}).items():
            _once(members, f"{field}.{name}", known)
    _once([k for part in problem.get("estates", {}).values() for k in part], "estates")
    for number, limit in enumerate(problem.get("limits", [])):
        place = f"limits[{number}]"
        _once(limit["classes"], f"{place}.classes", classes)
        _need(limit["classes"] and limit["units"] >= 0, place, "no classes, or units below 0")
        _need(limit["group"] in (None, *groups), place, f"unknown group '{limit['group']}'")
    for number, members in enumerate(problem.get("together", [])):
        _once(members, f"together[{number}]", ids)
        _need(len(members) > 1, f"together[{number}]", "needs two households or more")


def _tables(plan: dict[str, Any], classes: Collection[str], n: int) -> None:
    """The proof tables name each class once and positions of this problem."""
    _once(list(plan["closing"]), "plan.closing", classes)
    for order, cuts in (("order", "cuts"), ("tie_order", "tie_cuts")):
        _once(plan[order], f"plan.{order}", classes)
        _need(len(plan[order]) == len(classes), f"plan.{order}", "leaves out a class")
        fits = len(plan[cuts]) == max(len(classes) - 1, 0)
        _need(fits, f"plan.{cuts}", "needs one entry fewer than there are classes")
    _need(len(plan["closing"]) == len(classes), "plan.closing", "leaves out a class")
    for table in ("closing", "cuts", "tie_cuts"):
        entries = plan[table].values() if table == "closing" else plan[table]
        wrong = next((v for v in entries if v is not None and not 0 <= v < n), None)
        _need(wrong is None, f"plan.{table}", f"there is no position {wrong}")


def _assignment_faults(x: Round, digest: str) -> Iterator[str]:
    found = x.plan["problem_sha256"]
    if found != digest:
        yield f"plan.problem_sha256: {found}, but this problem's hash is {digest}: made for another"
    known = set(x.ids)
    for name in x.plan["assignment"]:
        if name not in known:
            yield f"household '{name}' has a flat but is not in the problem"
    for r, own in enumerate(x.own):
        if own is not None and not any(own in rank for rank in x.lists[r]):
            yield f"{x.who(r)} gets class '{own}', which is not on its list"
    for k, units in x.given.items():
        if units > x.capacity.get(k, 0):
            yield f"class '{k}' has {x.capacity.get(k, 0)} flats, but {units} are given"


def _priority_faults(x: Round) -> Iterator[str]:
    yield from _closing_faults(x)
    yield from _choice_faults(x, "order", "cuts")
    yield from _choice_faults(x, "tie_order", "tie_cuts")


def _closing_faults(x: Round) -> Iterator[str]:
    """Who is housed: a left-out household's classes are full of earlier ones who cannot leave."""
    y = {k: NEVER if v is None else v for k, v in x.plan["closing"].items()}
    for k in y:
        if y[k] < NEVER and x.given[k] < x.capacity[k]:
            yield f"class '{k}' closes at {y[k]}, but only {x.given[k]} of its flats are given"
    for r, own in enumerate(x.own):
        worst = max((k for rank in x.lists[r] for k in rank), key=y.__getitem__, default=None)
        if worst is None:
            continue
        if own is None and y[worst] > r:
            yield f"{x.who(r)} is left out, but class '{worst}' on its list had not closed"
        elif own is not None and y[own] <= r:
            yield f"{x.who(r)} gets class '{own}', which had closed at position {y[own]}"
        elif own is not None and y[worst] > y[own]:
            yield f"{x.who(r)} gets class '{own}' but could live in '{worst}', which closes later"


class _Line:
    """The classes in a row, with the smallest cut between two places in constant time."""

    def __init__(self, order: list[str], cuts: list[int | None]) -> None:
        self.place = {k: p for p, k in enumerate(order)}
        self._rows = [[NEVER if cut is None else cut for cut in cuts]]
        while 2 ** len(self._rows) <= len(cuts):
            row, half = self._rows[-1], 2 ** (len(self._rows) - 1)
            self._rows.append([min(row[i], row[i + half]) for i in range(len(row) - half)])

    def low(self, p: int, q: int) -> int:
        """The smallest of the cuts between the places p < q."""
        level = (q - p).bit_length() - 1
        row = self._rows[level]
        return min(row[p], row[q - (1 << level)])


def _choice_faults(x: Round, order: str, cuts: str) -> Iterator[str]:
    """Which class: what a household likes more lay in a full prefix that nobody could leave."""
    line, room = _Line(x.plan[order], x.plan[cuts]), 0
    for p, cut in enumerate(x.plan[cuts]):
        room += x.capacity[x.plan[order][p]] - x.given[x.plan[order][p]]
        if cut is not None and room > 0:
            yield f"plan.{cuts}[{p}]: the classes up to here have {room} empty flats: not closed"
    for r, own in enumerate(x.own):
        if own is not None:
            for fault in _turn_faults(line, r, own, _parts(x.lists[r], own, cuts == "tie_cuts")):
                yield f"{x.who(r)} gets class '{own}'; {fault} ({order}, {cuts})"


def _parts(ranks: list[list[str]], own: str, is_tie: bool) -> tuple[list[str], ...]:
    """The classes liked more, those liked as much, and all of the list that counts in this pass."""
    i = next(i for i, rank in enumerate(ranks) if own in rank)
    if is_tie:
        return ranks[i][: ranks[i].index(own)], [own], ranks[i]
    more = [k for rank in ranks[:i] for k in rank]
    return more, ranks[i], [k for rank in ranks for k in rank]


def _turn_faults(line: _Line, r: int, own: str, parts: tuple[list[str], ...]) -> Iterator[str]:
    more, equal, every = parts
    p = line.place[own]
    last = max(every, key=line.place.__getitem__)
    if line.place[last] > p and line.low(p, line.place[last]) <= r:
        yield f"before its turn it could have moved to '{last}', outside a closed prefix"
    last = max(equal, key=line.place.__getitem__)
    if line.place[last] > p and line.low(p, line.place[last]) < NEVER:
        yield f"it could have moved to '{last}', liked as much, outside a closed prefix"
    for k in more:
        if line.place[k] >= p or line.low(line.place[k], p) > r:
            yield f"it likes '{k}' more, and that was not closed to it at its turn"


def _levels(problem: dict[str, Any]) -> dict[str, dict[str, int]]:
    """For a class, households of the groups that come first in it, with levels below 0."""
    levels: dict[str, dict[str, int]] = {}
    for k, names in problem.get("first", {}).items():
        levels[k] = {}
        for i in range(len(names)):
            latest = names[len(names) - 1 - i]
            levels[k].update(dict.fromkeys(problem["groups"][latest], -1 - i))
    return levels


def _envy_faults(x: Round) -> Iterator[str]:
    """Nobody likes a class more that has room or holds someone who comes later there."""
    levels = _levels(x.problem)
    latest: dict[str, tuple[int, int]] = {}
    for r, own in enumerate(x.own):
        if own is not None:
            turn = (levels.get(own, {}).get(x.ids[r], 0), r)
            latest[own] = max(latest.get(own, turn), turn)
    found = False
    for r, own in enumerate(x.own):
        for k in (k for rank in x.lists[r] for k in rank):
            if k == own:
                break
            turn = (levels.get(k, {}).get(x.ids[r], 0), r)
            if x.given[k] < x.capacity[k]:
                found = True
                yield f"{x.who(r)} would rather have class '{k}', and it has empty flats"
            elif latest.get(k, turn) > turn:
                found = True
                later = x.who(latest[k][1])
                yield f"{x.who(r)} would rather have class '{k}', where {later} comes later"
    if not found:
        yield from _proposal_faults(x, levels)


def _proposal_faults(x: Round, levels: dict[str, dict[str, int]]) -> Iterator[str]:
    """Each proposes down its list, classes keep whom they put first (Gale and Shapley 1962)."""
    wishes = [[k for rank in ranks for k in rank] for ranks in x.lists]
    asked = [0] * len(wishes)
    right: dict[int, str] = {}
    kept: dict[str, list[tuple[int, int]]] = {k: [] for k in x.capacity}
    for first in range(len(wishes)):
        r = first
        while asked[r] < len(wishes[r]):
            k = wishes[r][asked[r]]
            asked[r] += 1
            right[r] = k
            heappush(kept[k], (-levels.get(k, {}).get(x.ids[r], 0), -r))
            if len(kept[k]) <= x.capacity[k]:
                break
            r = -heappop(kept[k])[1]
            del right[r]
    for r, own in enumerate(x.own):
        if own != right.get(r):
            proposed = right.get(r, "no flat")
            yield f"{x.who(r)} gets {own or 'no flat'}, but proposals in turn give it {proposed}"


def _constrained_faults(x: Round) -> Iterator[str]:
    held: dict[str, str] = x.plan["assignment"]
    for number, limit in enumerate(x.problem.get("limits", [])):
        group = held if limit["group"] is None else x.problem["groups"][limit["group"]]
        units = sum(1 for name in group if held.get(name) in limit["classes"])
        if units > limit["units"] if limit["kind"] == "max" else units < limit["units"]:
            whose = "everybody" if limit["group"] is None else f"group '{limit['group']}'"
            words = f"{limit['kind']} {limit['units']} flats of {', '.join(limit['classes'])}"
            yield f"limits[{number}]: {words} for {whose}, but {units} are given"
    estate = {k: name for name, part in x.problem.get("estates", {}).items() for k in part}
    for members in x.problem.get("together", []):
        homes = {estate.get(held[name], "") if name in held else None for name in members}
        if homes != {None} and (len(homes) > 1 or "" in homes):
            yield f"households {', '.join(members)} belong together, but are not in one estate"
    yield from _stage_faults(x)


def _stage_faults(x: Round) -> Iterator[str]:
    """A stage for each tier, ascending: n - position summed over its housed; then all ranks."""
    priority = {row["id"]: row["priority"] for row in x.problem["households"]}
    sums: dict[Any, int] = {}
    ranks = 0
    for r, own in enumerate(x.own):
        first = priority[x.ids[r]]
        tier = first[0] if isinstance(first, list) else first
        sums[tier] = sums.get(tier, 0) + (len(x.own) - r if own is not None else 0)
        ranks += next((i for i, rank in enumerate(x.lists[r]) if own in rank), 0)
    values = [*sums.values(), ranks]
    stages = x.plan["stages"]
    if len(stages) != len(values):
        yield f"plan.stages: {len(stages)}, but the tiers and the sum of ranks make {len(values)}"
    for i in range(min(len(stages), len(values))):
        value, bound, least = stages[i]["value"], stages[i]["bound"], i == len(values) - 1
        if value != values[i]:
            yield f"plan.stages[{i}]: value {value}, but the assignment makes {values[i]}"
        if bound > value if least else bound < value:
            yield f"plan.stages[{i}]: the bound {bound} contradicts the value {value}"
        if bound != value and x.plan["status"] == "optimal":
            yield f"plan.stages[{i}]: bound {bound} and value {value} differ: not proven optimal"


_FAULTS = {
    "priority": _priority_faults,
    "in_turn": _envy_faults,
    "deferred_acceptance": _envy_faults,
    "constrained": _constrained_faults,
}
