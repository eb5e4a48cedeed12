"""Tenants who would rather live elsewhere: what each holds, wants and needs, and the plan.

Flats of a class are alike: nobody tells them apart. Format 1, mechanism `exchange`; everything is
validated on the way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from allocation.canonical import canonical_bytes, sha256_hex
from allocation.errors import BadProblem
from allocation.reading import Reader

_reader = Reader(BadProblem, "problem")


@dataclass(frozen=True, slots=True)
class Tenant:
    """One household: its place in the public order, the class of its flat, and what it wants.

    `wishes` are tiers of classes from the best on, all better than staying; `needs` are lists of
    wished classes, each of which would meet one need (access, size) that the flat at hand does
    not. `priority` ties are broken by id.
    """

    id: str
    priority: tuple[int, ...]
    home: str
    wishes: tuple[tuple[str, ...], ...]
    needs: tuple[frozenset[str], ...] = ()

    def rank(self, name: str) -> int:
        """The tier of a wished class, 0 the best."""
        return next(rank for rank, tier in enumerate(self.wishes) if name in tier)

    def met(self, name: str) -> int:
        """How many needs a flat of the class meets."""
        return sum(name in need for need in self.needs)


@dataclass(frozen=True, slots=True)
class ExchangeProblem:
    """Tenants in any order; `longest` is the greatest number of households in one cycle."""

    tenants: tuple[Tenant, ...]
    longest: int | None = None
    _file_sha256: str | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The problem that a file's bytes hold; `sha256` is then the hash of these bytes.

        Raises:
            BadProblem: not UTF-8, cut off, a key twice, or what `parse` refuses.
        """
        found = cls.parse(_reader.decode(raw))
        object.__setattr__(found, "_file_sha256", sha256_hex(raw))
        return found

    @classmethod
    def parse(cls, value: object) -> Self:
        """The problem that a JSON value holds.

        Raises:
            BadProblem: naming the place, such as `households[3].wishes[1][0]`.
        """
        fields = _reader.record(value, "", ("format", "mechanism", "households"), ("longest",))
        _reader.format_one(fields)
        if fields["mechanism"] != "exchange":
            _reader.refuse("mechanism", "this reads 'exchange' only")
        longest = fields.get("longest")
        rows = _reader.items(fields["households"], "households")
        tenants = tuple(_tenant(row, f"households[{n}]") for n, row in enumerate(rows))
        ids = [tenant.id for tenant in tenants]
        _reader.once(ids, lambda n: f"households[{n}].id", "the household")
        homes = {tenant.home for tenant in tenants}
        for n, tenant in enumerate(tenants):
            for name in (name for tier in tenant.wishes for name in tier):
                if name not in homes:
                    _reader.refuse(f"households[{n}].wishes", f"nobody holds a flat of '{name}'")
        least = None if longest is None else _reader.whole(longest, "longest", 2)
        return cls(tenants, least)

    def to_json(self) -> dict[str, object]:
        """The JSON value of this problem."""
        value: dict[str, object] = {
            "format": 1,
            "mechanism": "exchange",
            "households": [
                {
                    "id": each.id,
                    "priority": list(each.priority),
                    "home": each.home,
                    "wishes": [list(tier) for tier in each.wishes],
                    "needs": [sorted(need) for need in each.needs],
                }
                for each in self.tenants
            ],
        }
        return value if self.longest is None else {**value, "longest": self.longest}

    def canonical(self) -> bytes:
        """The canonical bytes of `to_json`."""
        return canonical_bytes(self.to_json())

    def sha256(self) -> str:
        """Hash of the bytes the problem was read from; else of its canonical bytes."""
        return self._file_sha256 or sha256_hex(self.canonical())

    def in_order(self) -> tuple[Tenant, ...]:
        """The tenants in the public order: by priority, then by id."""
        return tuple(sorted(self.tenants, key=lambda each: (each.priority, each.id)))


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal, the value reached and what no plan can exceed (for ranks: fall below)."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class ExchangePlan:
    """Cycles of households, each of which takes a flat of the next one's, the last the first's.

    `goals` are needs met, households that move, and the sum of ranks (0 the best), in this order.
    `prices` of classes prove a bound on all goals at once. `status` is "optimal" or "feasible".
    """

    problem_sha256: str
    cycles: tuple[tuple[str, ...], ...]
    goals: tuple[Goal, ...]
    prices: Mapping[str, int]
    status: str

    @property
    def moves(self) -> int:
        """How many households move."""
        return sum(len(cycle) for cycle in self.cycles)

    def to_json(self) -> dict[str, object]:
        """The JSON value of this plan."""
        return {
            "format": 1,
            "mechanism": "exchange",
            "problem_sha256": self.problem_sha256,
            "cycles": [list(cycle) for cycle in self.cycles],
            "goals": [
                {"goal": each.name, "value": each.value, "bound": each.bound} for each in self.goals
            ],
            "prices": dict(self.prices),
            "status": self.status,
        }

    def canonical(self) -> bytes:
        """The canonical bytes of `to_json`."""
        return canonical_bytes(self.to_json())


def _tenant(value: object, place: str) -> Tenant:
    fields = _reader.record(value, place, ("id", "priority", "home", "wishes"), ("needs",))
    home = _reader.text(fields["home"], f"{place}.home")
    wishes = _lists(fields["wishes"], f"{place}.wishes")
    names = [name for tier in wishes for name in tier]
    _reader.once(names, lambda _: f"{place}.wishes", "the class")
    if home in names:
        _reader.refuse(f"{place}.wishes", f"'{home}' is the class of the flat at hand")
    needs = _lists(fields.get("needs", []), f"{place}.needs")
    for n, need in enumerate(needs):
        for name in need:
            if name not in names:
                _reader.refuse(f"{place}.needs[{n}]", f"'{name}' is not among the wishes")
    numbers = _reader.items(fields["priority"], f"{place}.priority")
    return Tenant(
        _reader.text(fields["id"], f"{place}.id"),
        tuple(_reader.whole(each, f"{place}.priority") for each in numbers),
        home,
        wishes,
        tuple(frozenset(need) for need in needs),
    )


def _lists(value: object, place: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(
            _reader.text(name, f"{place}[{n}][{k}]")
            for k, name in enumerate(_reader.items(row, f"{place}[{n}]"))
        )
        for n, row in enumerate(_reader.items(value, place))
    )
