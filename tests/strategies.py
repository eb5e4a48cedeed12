"""Hypothesis strategies: whole allocation problems in their JSON form, small enough to enumerate.

Ties, empty lists, classes without units, one class only, no household at all: everything the
format allows turns up. Ids do not follow the order and the files are not sorted.
"""

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

PRIORITY_SHAPES = ("integer", "tiers", "keys")


@st.composite
def wishes(draw: st.DrawFn, classes: list[str]) -> list[list[str]]:
    """Ranks of distinct classes, best first; possibly none."""
    if not classes:
        return []
    size = draw(st.sampled_from([2, 1, 3, 4, 0]))
    chosen = draw(st.permutations(classes))[:size]
    cuts = draw(st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)))
    ranks: list[list[str]] = []
    for class_id, is_new_rank in zip(chosen, cuts, strict=True):
        if is_new_rank or not ranks:
            ranks.append([])
        ranks[-1].append(class_id)
    return ranks


@st.composite
def priorities(draw: st.DrawFn, n: int) -> list[Any]:
    """One strict priority for each household, all of one shape, in no particular order."""
    shape = draw(st.sampled_from(PRIORITY_SHAPES))
    numbers = draw(st.lists(st.integers(-50, 50), unique=True, min_size=n, max_size=n))
    if shape == "integer":
        return list(numbers)
    tiers = draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    if shape == "tiers":
        return [[tier, number] for tier, number in zip(tiers, numbers, strict=True)]
    return [[tier, -800, f"{number + 50:04x}"] for tier, number in zip(tiers, numbers, strict=True)]


@st.composite
def _bodies(draw: st.DrawFn, max_households: int, max_classes: int) -> Json:
    n = max_households - draw(st.integers(0, max_households))
    names = draw(st.permutations([f"c{i}" for i in range(1, max_classes + 1)]))
    classes = list(names[: draw(st.integers(min(n, 1), max_classes))])
    ids = draw(st.permutations([f"h{i}" for i in range(1, n + 1)]))
    order = draw(priorities(n))
    capacities = st.sampled_from([0, 1, 1, 1, 2, 2, 3])
    return {
        "format": 1,
        "households": [
            {"id": i, "priority": p, "acceptable": draw(wishes(classes))}
            for i, p in zip(ids, order, strict=True)
        ],
        "classes": [{"id": k, "capacity": draw(capacities)} for k in classes],
    }


def _ids(rows: list[Json]) -> list[str]:
    return [row["id"] for row in rows]


@st.composite
def _groups(draw: st.DrawFn, body: Json) -> dict[str, list[str]]:
    households = _ids(body["households"])
    some = st.lists(st.sampled_from(households), unique=True) if households else st.just([])
    return {name: draw(some) for name in ("park", "staff")}


@st.composite
def _first(draw: st.DrawFn, body: Json) -> dict[str, list[str]]:
    levels = st.lists(st.sampled_from(["park", "staff"]), unique=True)
    return {k: draw(levels) for k in _ids(body["classes"]) if draw(st.booleans())}


@st.composite
def _limits(draw: st.DrawFn, body: Json) -> list[Json]:
    classes = _ids(body["classes"])
    if not classes:
        return []
    limit = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["max", "max", "min"]),
            "group": st.sampled_from(["park", "staff", None]),
            "classes": st.lists(st.sampled_from(classes), unique=True, min_size=1, max_size=3),
            "units": st.integers(0, 3),
        }
    )
    return draw(st.lists(limit, max_size=2))


@st.composite
def _related(draw: st.DrawFn, body: Json) -> Json:
    """Estates (a class may belong to none) and one pair of related households at most."""
    households, classes = _ids(body["households"]), _ids(body["classes"])
    estates: dict[str, list[str]] = {"e1": [], "e2": []}
    for class_id in classes:
        name = draw(st.sampled_from(["e1", "e2", "none"]))
        if name != "none":
            estates[name].append(class_id)
    together: list[list[str]] = []
    if len(households) > 1 and draw(st.booleans()):
        together = [list(draw(st.permutations(households))[:2])]
    return {"together": together, "estates": {k: v for k, v in estates.items() if v}}


@st.composite
def problems(
    draw: st.DrawFn,
    mechanism: str = "priority",
    max_households: int = 6,
    max_classes: int = 4,
) -> Json:
    """A whole problem for one mechanism, with the fields that this mechanism uses."""
    body: Json = draw(_bodies(max_households, max_classes))
    body["mechanism"] = mechanism
    if mechanism == "deferred_acceptance":
        body["groups"] = draw(_groups(body))
        body["first"] = draw(_first(body))
    if mechanism == "constrained":
        body["groups"] = draw(_groups(body))
        body["limits"] = draw(_limits(body))
        body.update(draw(_related(body)))
    return body
