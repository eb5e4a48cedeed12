"""What a round is: households in one strict order, classes of flats, wishes, groups, limits.

The JSON form is format 1 of the allocation files. Everything is validated on the way in, so that
what follows may rely on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from allocation.canonical import canonical_bytes, sha256_hex
from allocation.parts import (
    Household,
    Limit,
    UnitClass,
    household_json,
    limit_json,
    read_classes,
    read_estates,
    read_first,
    read_households,
    read_limits,
    read_named_lists,
    read_together,
    reader,
)

__all__ = ["MECHANISMS", "Household", "Limit", "Problem", "UnitClass"]

MECHANISMS = ("priority", "in_turn", "deferred_acceptance", "constrained")

#: Fields that only one mechanism keeps: under another they would be silently ignored.
_ONLY_UNDER = {
    "first": "deferred_acceptance",
    "limits": "constrained",
    "together": "constrained",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One round to decide.

    `groups` name households; `first` (deferred acceptance) gives for a class the groups that
    come first in it, in this order; `limits`, `together` (sets of households that are housed in
    one estate or not at all) and `estates` (classes of an estate) belong to the constrained
    mechanism.
    """

    mechanism: str
    households: tuple[Household, ...]
    classes: tuple[UnitClass, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    estates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Hash of the bytes this problem was read from; a changed copy (`replace`) loses it.
    _file_sha256: str | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The problem that a file's bytes hold; `sha256` is then the hash of exactly these bytes.

        Raises:
            BadProblem: truncated, not UTF-8, a key twice, wrong format, or what `parse` refuses.
        """
        problem = cls._validated(reader.decode(raw))
        object.__setattr__(problem, "_file_sha256", sha256_hex(raw))
        return problem

    @classmethod
    def parse(cls, value: object) -> Self:
        """The problem that a JSON value holds, taken as if it were written canonically.

        Raises:
            BadProblem: naming the place, such as `households[3].acceptable[1][0]`.
        """
        problem = cls._validated(value)
        object.__setattr__(problem, "_file_sha256", sha256_hex(canonical_bytes(value)))
        return problem

    @classmethod
    def _validated(cls, value: object) -> Self:
        optional = ("mechanism", "groups", "first", "limits", "together", "estates")
        fields = reader.record(value, "", ("format", "households", "classes"), optional)
        reader.format_one(fields)
        mechanism = _mechanism(fields)
        classes = read_classes(fields["classes"])
        known_classes = {unit_class.id for unit_class in classes}
        households = read_households(fields["households"], known_classes)
        known = {household.id for household in households}
        groups = read_named_lists(fields.get("groups", {}), "groups", known, "household")
        return cls(
            mechanism=mechanism,
            households=households,
            classes=classes,
            groups=groups,
            first=read_first(fields.get("first", {}), known_classes, groups),
            limits=read_limits(fields.get("limits", []), known_classes, groups),
            together=read_together(fields.get("together", []), known),
            estates=read_estates(fields.get("estates", {}), known_classes),
        )

    def to_json(self) -> dict[str, object]:
        """The JSON value of this problem; optional parts that are empty are left out."""
        value: dict[str, object] = {
            "format": 1,
            "mechanism": self.mechanism,
            "households": [household_json(household) for household in self.households],
            "classes": [{"id": each.id, "capacity": each.capacity} for each in self.classes],
            "groups": {name: list(members) for name, members in self.groups.items()},
            "first": {name: list(groups) for name, groups in self.first.items()},
            "limits": [limit_json(limit) for limit in self.limits],
            "together": [list(members) for members in self.together],
            "estates": {name: list(classes) for name, classes in self.estates.items()},
        }
        kept = ("format", "mechanism", "households", "classes")
        return {name: part for name, part in value.items() if name in kept or part}

    def canonical(self) -> bytes:
        """The canonical bytes of `to_json`."""
        return canonical_bytes(self.to_json())

    def sha256(self) -> str:
        """Hash of the bytes the problem was read from; else of its canonical bytes."""
        return self._file_sha256 or sha256_hex(self.canonical())

    def in_order(self) -> tuple[Household, ...]:
        """The households in the public order, position 0 first."""
        return tuple(sorted(self.households, key=lambda household: household.priority))


def _mechanism(fields: Mapping[str, object]) -> str:
    mechanism = reader.text(fields.get("mechanism", "priority"), "mechanism")
    if mechanism not in MECHANISMS:
        reader.refuse("mechanism", f"unknown '{mechanism}'; known: {', '.join(MECHANISMS)}")
    for name, only in _ONLY_UNDER.items():
        if fields.get(name) and mechanism != only:
            reader.refuse(name, f"the mechanism '{mechanism}' cannot keep it; only '{only}' can")
    return mechanism
