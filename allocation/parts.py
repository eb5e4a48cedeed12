"""What a problem is made of: households with their lists, classes of flats, groups and limits.

Each part is validated on the way in; faults name their place in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NoReturn, cast

from allocation.errors import BadProblem
from allocation.reading import Reader

reader = Reader(BadProblem, "problem")


@dataclass(frozen=True, slots=True)
class Household:
    """One household.

    `priority` sorts ascending; whole numbers and ASCII texts, one shape for all households.
    `acceptable` holds ranks, best first; a rank holds ids of classes liked equally, in the order
    in which they are listed. An empty list is allowed: such a household cannot be housed.
    """

    id: str
    priority: tuple[int | str, ...]
    acceptable: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class UnitClass:
    """A class of flats that nobody distinguishes, with its number of flats."""

    id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ("max") or at least ("min") `units` flats of `classes` to the group's households.

    `group` None stands for everybody.
    """

    kind: Literal["max", "min"]
    group: str | None
    classes: tuple[str, ...]
    units: int


def read_classes(value: object) -> tuple[UnitClass, ...]:
    """The classes, each once, with whole capacities."""
    found = []
    for number, part in enumerate(reader.items(value, "classes")):
        place = f"classes[{number}]"
        fields = reader.record(part, place, ("id", "capacity"))
        capacity = reader.whole(fields["capacity"], f"{place}.capacity", least=0)
        found.append(UnitClass(reader.text(fields["id"], f"{place}.id"), capacity))
    ids = (unit_class.id for unit_class in found)
    reader.once(ids, lambda number: f"classes[{number}].id", "the class")
    return tuple(found)


def read_households(value: object, classes: set[str]) -> tuple[Household, ...]:
    """The households, each once, in one strict order, listing known classes once each."""
    found: list[Household] = []
    for number, part in enumerate(reader.items(value, "households")):
        place = f"households[{number}]"
        fields = reader.record(part, place, ("id", "priority", "acceptable"))
        household = Household(
            id=reader.text(fields["id"], f"{place}.id"),
            priority=_priority(fields["priority"], f"{place}.priority"),
            acceptable=_acceptable(fields["acceptable"], f"{place}.acceptable", classes),
        )
        found.append(household)
    ids = (household.id for household in found)
    reader.once(ids, lambda number: f"households[{number}].id", "the household")
    _one_shape(cast(list[dict[str, object]], value))
    _strict(found)
    return tuple(found)


def _priority(value: object, place: str) -> tuple[int | str, ...]:
    if not isinstance(value, list | tuple):
        return (reader.whole(value, place),)
    if not value:
        reader.refuse(place, "an empty list gives no order")
    for number, part in enumerate(value):
        inner = f"{place}[{number}]"
        if type(part) is not str:
            reader.whole(part, inner)
        elif not part.isascii():
            reader.refuse(inner, f"{part!r} must be ASCII, which sorts alike everywhere")
    return tuple(value)


def _one_shape(households: list[dict[str, object]]) -> None:
    """An integer and a list of one integer differ: files say one thing in one way."""
    shapes = [_shape(household["priority"]) for household in households]
    for number, shape in enumerate(shapes):
        if shape != shapes[0]:
            place = f"households[{number}].priority"
            reader.refuse(place, f"has the shape {shape}, but the first household has {shapes[0]}")


def _shape(priority: object) -> str:
    if isinstance(priority, list | tuple):
        kinds = ("text" if type(part) is str else "number" for part in priority)
        return f"[{', '.join(kinds)}]"
    return "number"


def _strict(households: list[Household]) -> None:
    holder: dict[tuple[int | str, ...], int] = {}
    for number, household in enumerate(households):
        earlier = holder.setdefault(household.priority, number)
        if earlier != number:
            reader.refuse(
                f"households[{number}].priority",
                f"{list(household.priority)} is also the priority of households[{earlier}]; "
                "the order must be strict",
            )


def _acceptable(value: object, place: str, classes: set[str]) -> tuple[tuple[str, ...], ...]:
    ranks = reader.items(value, place)
    if not all(isinstance(rank, list | tuple) and rank for rank in ranks):
        _name_fault_of_ranks(ranks, place)
    lists = cast(list[list[str]], ranks)
    if not _are_known_and_once([name for rank in lists for name in rank], classes):
        _name_fault_of_classes(cast(list[list[object]], lists), place, classes)
    return tuple(tuple(rank) for rank in lists)


def _are_known_and_once(names: list[str], known: set[str]) -> bool:
    try:
        distinct = set(names)
    except TypeError:
        return False
    return len(distinct) == len(names) and distinct <= known


def _name_fault_of_ranks(ranks: list[object], place: str) -> NoReturn:
    number = next(
        n for n, rank in enumerate(ranks) if not isinstance(rank, list | tuple) or not rank
    )
    reader.items(ranks[number], f"{place}[{number}]")
    reader.refuse(f"{place}[{number}]", "the rank is empty; leave it out")


def _name_fault_of_classes(ranks: list[list[object]], place: str, classes: set[str]) -> None:
    seen: set[str] = set()
    for number, rank in enumerate(ranks):  # pragma: no branch (one of them is at fault)
        for index, name in enumerate(rank):
            inner = f"{place}[{number}][{index}]"
            known = known_name(name, inner, classes, "class")
            if known in seen:
                reader.refuse(inner, f"class '{known}' is twice on the list")
            seen.add(known)


def known_name(value: object, place: str, known: set[str], what: str) -> str:
    """A name that the problem has."""
    name = reader.text(value, place)
    if name not in known:
        reader.refuse(place, f"unknown {what} '{name}'")
    return name


def known_names(value: object, place: str, known: set[str], what: str) -> tuple[str, ...]:
    """A list of names that the problem has, each once."""
    names = tuple(
        known_name(name, f"{place}[{number}]", known, what)
        for number, name in enumerate(reader.items(value, place))
    )
    reader.once(names, lambda number: f"{place}[{number}]", f"the {what}")
    return names


def read_named_lists(
    value: object, place: str, known: set[str], what: str
) -> dict[str, tuple[str, ...]]:
    """An object whose values are lists of known names."""
    return {
        name: known_names(part, f"{place}.{name}", known, what)
        for name, part in reader.mapping(value, place).items()
    }


def read_first(
    value: object, classes: set[str], groups: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """For a class, the groups that come first in it."""
    first = read_named_lists(value, "first", set(groups), "group")
    for name in first:
        known_name(name, "first", classes, "class")
    return first


def read_limits(value: object, classes: set[str], groups: Iterable[str]) -> tuple[Limit, ...]:
    """The limits of the constrained mechanism."""
    known = set(groups)
    found = []
    for number, part in enumerate(reader.items(value, "limits")):
        place = f"limits[{number}]"
        fields = reader.record(part, place, ("kind", "group", "classes", "units"))
        kind, group = fields["kind"], fields["group"]
        if kind not in ("max", "min"):
            reader.refuse(f"{place}.kind", f"{kind!r} must be 'max' or 'min'")
        if group is not None:
            known_name(group, f"{place}.group", known, "group")
        names = known_names(fields["classes"], f"{place}.classes", classes, "class")
        if not names:
            reader.refuse(f"{place}.classes", "a limit over no class limits nothing")
        units = reader.whole(fields["units"], f"{place}.units", least=0)
        found.append(Limit(kind, cast(str | None, group), names, units))
    return tuple(found)


def read_together(value: object, households: set[str]) -> tuple[tuple[str, ...], ...]:
    """Sets of households that live in one estate or are not housed."""
    found = []
    for number, part in enumerate(reader.items(value, "together")):
        names = known_names(part, f"together[{number}]", households, "household")
        if len(names) < 2:
            reader.refuse(f"together[{number}]", "needs two households or more")
        found.append(names)
    return tuple(found)


def read_estates(value: object, classes: set[str]) -> dict[str, tuple[str, ...]]:
    """The classes of each estate; no class lies in two."""
    estates = read_named_lists(value, "estates", classes, "class")
    seen: dict[str, str] = {}
    for name, members in estates.items():
        for member in members:
            other = seen.setdefault(member, name)
            if other != name:
                reader.refuse(f"estates.{name}", f"class '{member}' lies in '{other}' too")
    return estates


def limit_json(limit: Limit) -> dict[str, object]:
    """The JSON value of a limit."""
    return {
        "kind": limit.kind,
        "group": limit.group,
        "classes": list(limit.classes),
        "units": limit.units,
    }


def household_json(household: Household) -> dict[str, object]:
    """The JSON value of a household; an integer priority is written plainly."""
    priority = household.priority
    plain = len(priority) == 1 and isinstance(priority[0], int)
    return {
        "id": household.id,
        "priority": priority[0] if plain else list(priority),
        "acceptable": [list(rank) for rank in household.acceptable],
    }
