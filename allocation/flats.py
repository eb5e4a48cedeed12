"""Which flat of its class a household gets: the draw decides, nobody chooses.

One file, Python 3 and its standard library alone. Nobody distinguishes the flats of a class when
the plan is made; afterwards they are put in the order of a public draw and taken in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from allocation.errors import BadPlan


def flats_by_draw(class_of: Mapping[str, str], key: Callable[[str], str]) -> dict[str, list[str]]:
    """The flats of each class, first drawn first.

    `class_of` maps every flat to its class; `key` gives a flat's draw key (`draw_key` with the
    purpose `unit`), the smaller first, equal keys by the bytes of the ids. O(n log n).
    """
    keys = {flat: key(flat) for flat in class_of}
    found: dict[str, list[str]] = {}
    for flat in sorted(class_of, key=lambda flat: (keys[flat], flat.encode())):
        found.setdefault(class_of[flat], []).append(flat)
    return found


def hand_out(
    flats: Mapping[str, Sequence[str]], assignment: Mapping[str, str], order: Iterable[str]
) -> dict[str, str]:
    """The flat of each housed household: in the public order, each the first left of its class.

    `flats` is what `flats_by_draw` gave, or what an earlier stage left of it; it is not changed.
    `assignment` maps the housed to their classes, `order` names each household once. O(n).

    Raises:
        BadPlan: a class has fewer flats than households, or a household is not in the order.
    """
    left = {name: iter(drawn) for name, drawn in flats.items()}
    given: dict[str, str] = {}
    for household in order:
        name = assignment.get(household)
        if name is None:
            continue
        flat = next(left.get(name, iter(())), None)
        if flat is None:
            raise BadPlan(f"assignment[{household}]: class {name!r} has no flat left")
        given[household] = flat
    if len(given) < len(assignment):
        missing = next(household for household in assignment if household not in given)
        raise BadPlan(f"assignment[{missing}]: the household does not stand in the order")
    return given
