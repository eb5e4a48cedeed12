"""What a round decides, with the tables that prove it, in the JSON form of format 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast

from allocation.canonical import canonical_bytes
from allocation.errors import BadPlan
from allocation.problem import MECHANISMS
from allocation.reading import Reader

#: The proof tables of the mechanism `priority`; the others have none.
TABLES = ("closing", "order", "cuts", "tie_order", "tie_cuts")
_reader = Reader(BadPlan, "plan")


@dataclass(frozen=True, slots=True)
class Stage:
    """One goal of the constrained mechanism: the value reached and the bound proven for it."""

    goal: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets which class, and why it is right.

    `assignment` maps housed households to classes. The tables are those of the mechanism
    `priority` and None under every other: `closing` gives for a class the position of the first
    left-out household whose search reached it (None: never); `order` holds all classes once and
    `cuts` the positions at which its prefixes closed; `tie_order` and `tie_cuts` say the same of
    the second pass. `status` is "optimal" or "feasible"; `stages` belong to the constrained
    mechanism.
    """

    mechanism: str
    problem_sha256: str
    assignment: Mapping[str, str]
    closing: Mapping[str, int | None] | None = None
    order: tuple[str, ...] | None = None
    cuts: tuple[int | None, ...] | None = None
    tie_order: tuple[str, ...] | None = None
    tie_cuts: tuple[int | None, ...] | None = None
    status: str = "optimal"
    stages: tuple[Stage, ...] = ()

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The plan that a file's bytes hold.

        Raises:
            BadPlan: truncated, not UTF-8, a key twice, or what `parse` refuses.
        """
        return cls.parse(_reader.decode(raw))

    @classmethod
    def parse(cls, value: object) -> Self:
        """The plan that a JSON value holds; whether it is right is the business of `check`.

        Raises:
            BadPlan: a missing or unknown field or a value of the wrong type, with its place.
        """
        needed = ["format", "mechanism", "problem_sha256", "assignment", "status"]
        mechanism = value.get("mechanism") if isinstance(value, dict) else None
        needed += TABLES if mechanism == "priority" else ()
        needed += ("stages",) if mechanism == "constrained" else ()
        fields = _reader.record(value, "", needed)
        _reader.format_one(fields)
        if mechanism not in MECHANISMS:
            _reader.refuse("mechanism", f"unknown {mechanism!r}; known: {', '.join(MECHANISMS)}")
        assignment = _reader.mapping(fields["assignment"], "assignment")
        tables = _tables(fields) if mechanism == "priority" else {}
        return cls(
            mechanism=cast(str, mechanism),
            problem_sha256=_reader.text(fields["problem_sha256"], "problem_sha256"),
            assignment={
                name: _reader.text(part, f"assignment.{name}") for name, part in assignment.items()
            },
            status=_reader.text(fields["status"], "status"),
            stages=_stages(fields.get("stages", [])),
            **tables,  # type: ignore[arg-type]
        )

    def to_json(self) -> dict[str, object]:
        """The JSON value; fields that the mechanism does not have are left out."""
        value: dict[str, object] = {
            "format": 1,
            "mechanism": self.mechanism,
            "problem_sha256": self.problem_sha256,
            "assignment": dict(self.assignment),
            "status": self.status,
        }
        if self.closing is not None:
            value["closing"] = dict(self.closing)
        for name in TABLES[1:]:
            table = getattr(self, name)
            if table is not None:
                value[name] = list(table)
        if self.mechanism == "constrained":
            value["stages"] = [
                {"goal": stage.goal, "value": stage.value, "bound": stage.bound}
                for stage in self.stages
            ]
        return value

    def canonical(self) -> bytes:
        """The canonical bytes of `to_json`: the plan file."""
        return canonical_bytes(self.to_json())


def _tables(fields: Mapping[str, object]) -> dict[str, object]:
    closing = _reader.mapping(fields["closing"], "closing")
    return {
        "closing": {name: _position(part, f"closing.{name}") for name, part in closing.items()},
        "order": _names(fields["order"], "order"),
        "cuts": _positions(fields["cuts"], "cuts"),
        "tie_order": _names(fields["tie_order"], "tie_order"),
        "tie_cuts": _positions(fields["tie_cuts"], "tie_cuts"),
    }


def _position(value: object, place: str) -> int | None:
    return None if value is None else _reader.whole(value, place, least=0)


def _positions(value: object, place: str) -> tuple[int | None, ...]:
    parts = _reader.items(value, place)
    return tuple(_position(part, f"{place}[{number}]") for number, part in enumerate(parts))


def _names(value: object, place: str) -> tuple[str, ...]:
    parts = _reader.items(value, place)
    return tuple(_reader.text(part, f"{place}[{number}]") for number, part in enumerate(parts))


def _stages(value: object) -> tuple[Stage, ...]:
    found = []
    for number, part in enumerate(_reader.items(value, "stages")):
        place = f"stages[{number}]"
        fields = _reader.record(part, place, ("goal", "value", "bound"))
        found.append(
            Stage(
                goal=_reader.text(fields["goal"], f"{place}.goal"),
                value=_reader.whole(fields["value"], f"{place}.value"),
                bound=_reader.whole(fields["bound"], f"{place}.bound"),
            )
        )
    return tuple(found)
