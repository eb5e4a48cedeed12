"""One function for each rule of a constrained round; each gives rows of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from allocation.constrained.model import Model, Row
from allocation.problem import Limit


class Condition(NamedTuple):
    """A rule that the round itself sets and that may turn out impossible to keep."""

    words: str
    rows: tuple[Row, ...]


def always(model: Model) -> list[Row]:
    """What holds in every round, whatever it sets: all rows together can be kept by any round."""
    return [*one_class_per_household(model), *no_class_over_capacity(model)]


def conditions(model: Model) -> list[Condition]:
    """What this round sets: its limits, then its related households."""
    problem = model.problem
    found = [
        Condition(f"limits[{number}] ({_limit_words(limit)})", (_limit_row(model, limit),))
        for number, limit in enumerate(problem.limits)
    ]
    for number, members in enumerate(problem.together):
        words = f"together[{number}] ({', '.join(members)} in one estate or not housed)"
        found.append(Condition(words, tuple(related_in_one_estate(model, number))))
    return found


def one_class_per_household(model: Model) -> Iterator[Row]:
    """A household gets a flat of one class at most."""
    for numbers in model.of_household:
        yield _at_most(numbers, 1)


def no_class_over_capacity(model: Model) -> Iterator[Row]:
    """A class gives no more flats than it has."""
    for unit_class in model.problem.classes:
        yield _at_most(model.of_class[unit_class.id], unit_class.capacity)


def units_at_most(model: Model, limit: Limit) -> Row:
    """The group gets no more than so many flats of these classes together."""
    return _at_most(_wishes_of_group(model, limit), limit.units)


def units_at_least(model: Model, limit: Limit) -> Row:
    """The group gets no fewer than so many flats of these classes together."""
    return _at_least(_wishes_of_group(model, limit), limit.units)


def related_in_one_estate(model: Model, number: int) -> Iterator[Row]:
    """All members of this set live in one estate or none is housed; a class outside every estate
    is no home for them, because two flats of it are not known to lie together."""
    estates = model.problem.estates
    inside = [name for classes in estates.values() for name in classes]
    for member in model.problem.together[number]:
        homeless = set(model.of_household[model.position[member]])
        yield _at_most(homeless.difference(model.wishes_of(member, inside)), 0)
        for estate, classes in enumerate(estates.values()):
            home = model.home(number, estate)
            here = model.wishes_of(member, classes)
            yield Row({**dict.fromkeys(here, 1), home: -1}, 0)
            yield Row({**dict.fromkeys(here, -1), home: 1}, 0)


def _limit_row(model: Model, limit: Limit) -> Row:
    return (units_at_most if limit.kind == "max" else units_at_least)(model, limit)


def _wishes_of_group(model: Model, limit: Limit) -> list[int]:
    numbers = [number for name in limit.classes for number in model.of_class[name]]
    if limit.group is None:
        return numbers
    members = {model.position[name] for name in model.problem.groups[limit.group]}
    return [number for number in numbers if model.wishes[number].position in members]


def _at_most(numbers: Iterable[int], units: int) -> Row:
    return Row(dict.fromkeys(numbers, 1), units)


def _at_least(numbers: Iterable[int], units: int) -> Row:
    return Row(dict.fromkeys(numbers, -1), -units)


def _limit_words(limit: Limit) -> str:
    kind = "at most" if limit.kind == "max" else "at least"
    whom = "everybody" if limit.group is None else f"the group '{limit.group}'"
    return f"flats of {', '.join(limit.classes)} for {whom}: {kind} {limit.units}"
