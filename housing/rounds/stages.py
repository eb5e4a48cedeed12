"""The stages of a round: owners' stock, accessible flats, everybody (HN 17 to HN 21).

Values in, problems out; the same rules are recomputed by the round package's verifier. Whoever
was housed in a stage and the flats given out in it are gone for the next one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from housing.core.errors import BrokenRule
from housing.rounds.picked import Picks
from housing.rounds.problem import flats_in_turn, handed_out
from housing.standing.rules import suits

Json = dict[str, Any]
#: Draw key of a subject and its purpose, e.g. ("H01…", "tie", "P01-一居室-低-普通").
Draw = Callable[..., str]
POOL = "pool:"
ACCESSIBLE = "accessible"
COMMON = "common"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: whose flats, under which articles."""

    key: str
    title: Mapping[str, str]
    basis: tuple[str, ...]


@dataclass(slots=True)
class Staging:
    """The round between its stages: who has a flat already, which flats are left.

    `households` are the lines of the roll in the public order, `priority` their priority lists.
    `free` holds each class's flats, first drawn first. `given` maps a household to its row of
    allocation.json. `picks` are those of a hall, None when the round is computed; `out` are the
    households that left the round there.
    """

    households: list[Json]
    priority: Mapping[str, list[Any]]
    classes: Mapping[str, Json]
    rules: Json
    draw: Draw
    free: dict[str, list[str]]
    given: dict[str, Json] = field(default_factory=dict)
    picks: Picks | None = None
    out: set[str] = field(default_factory=set)
    _suitable: dict[tuple[int, bool], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def begin(
        cls,
        roll: Json,
        units: Json,
        rules: Json,
        order: Json,
        draw: Draw,
        picks: Picks | None = None,
    ) -> "Staging":
        """Return the round before its first stage, from the contents of its files."""
        lines = {line["id"]: line for line in roll["households"]}
        return cls(
            households=[lines[row["id"]] for row in order["households"]],
            priority={row["id"]: row["priority"] for row in order["households"]},
            classes={row["id"]: row for row in units["classes"]},
            rules=rules,
            draw=draw,
            free={row["id"]: [] for row in units["classes"]}
            | flats_in_turn({row["id"]: row["class"] for row in units["units"]}, draw),
            picks=picks,
        )

    def stages(self) -> Iterator[Stage]:
        """Return the stages in turn; one that has nobody or nothing to give is passed over."""
        pools = sorted({row["pool"] for row in self.classes.values() if row["pool"]})
        for pool in pools:
            yield _pool_stage(pool, self.rules)
        yield Stage(
            ACCESSIBLE,
            {"zh": "无障碍房源", "en": "Accessible flats"},
            ("HN-17-1", "HN-18-1", "HN-19-3"),
        )
        yield Stage(COMMON, {"zh": "统一房源", "en": "Common stock"}, ("HN-19-4", "HN-21-5"))

    def problem(self, key: str) -> Json:
        """Return the problem of a stage: who takes part, with which classes, in which order.

        Households with an empty list take part in the common stage only, where they are shown
        as left out. O(sum of the lists).
        """
        here = [name for name in sorted(self.free) if self.free[name] and self._is_in(name, key)]
        households = []
        for line in self.households:
            if line["id"] in self.given or line["id"] in self.out or not _takes_part(line, key):
                continue
            acceptable = self._acceptable(line, here, key)
            if acceptable or key == COMMON:
                households.append(
                    {
                        "id": line["id"],
                        "priority": self.priority[line["id"]],
                        "acceptable": acceptable,
                    }
                )
        return {
            "format": 1,
            "mechanism": self.rules["mechanism"],
            "households": households,
            "classes": [{"id": name, "capacity": len(self.free[name])} for name in here],
        }

    def take(self, number: int, assignment: Mapping[str, str], key: str = COMMON) -> None:
        """Hand out the flats of each class in the public order, first drawn first.

        After a hall each household keeps the very flat that it picked, and whoever holds none
        gets none.

        Raises:
            BrokenRule: the plan does not give somebody the class that was picked.
        """
        if self.picks is None:
            given = handed_out(self.free, assignment, (line["id"] for line in self.households))
        else:
            given = self._as_picked(self.picks, key, assignment)
            self.out |= self.picks.out_of(key)
        for name, unit in given.items():
            row = {"household": name, "stage": number, "class": assignment[name], "unit": unit}
            self.given[name] = row
        taken = set(given.values())
        for name in {assignment[household] for household in given}:
            self.free[name] = [unit for unit in self.free[name] if unit not in taken]

    def _as_picked(self, picks: Picks, key: str, assignment: Mapping[str, str]) -> dict[str, str]:
        given = {}
        for line in self.households:
            name, unit = line["id"], picks.unit_of(key, line["id"])
            if unit is None:
                continue
            picked = picks.rows[key, name]["class"]
            if assignment.get(name) != picked or unit not in self.free.get(picked, ()):
                raise BrokenRule(
                    f"选房：{name} 选定的 {unit} 与方案不符，不得公布"
                    f" / {name} picked {unit}, the plan says otherwise; nothing may be published"
                )
            given[name] = unit
        return given

    def assignments(self) -> list[Json]:
        """Return the rows of allocation.json, in the public order."""
        return [self.given[line["id"]] for line in self.households if line["id"] in self.given]

    def subsidy_due(self) -> list[str]:
        """Return the rescue households that have no flat, in order. Basis: HN 18 (HN-18-2)."""
        tiers = _value(self.rules, "priority_rules")
        return [
            line["id"]
            for line in self.households
            if line["tier"] == tiers["rescue"] and line["id"] not in self.given
        ]

    def _is_in(self, name: str, key: str) -> bool:
        row = self.classes[name]
        if key == ACCESSIBLE:
            return bool(row["accessible"] == 1)
        return key == COMMON or f"{POOL}{row['pool']}" == key

    def _acceptable(self, line: Json, here: list[str], key: str) -> list[list[str]]:
        """Wishes among the suitable classes, rank by rank, then what suits but was not wished."""
        suitable = {name for name in here if self._may_have(line, name)}
        ranks = [[name for name in rank if name in suitable] for rank in self._wishes(line, key)]
        if key[: len(POOL)] != POOL and self._appends() and self.picks is None:
            ranks.append(sorted(suitable - self._wished(line) - self._never_appended(line)))
        return [self._by_draw(line, rank) for rank in ranks if rank]

    def _wishes(self, line: Json, key: str) -> list[list[str]]:
        if self.picks is None:
            wishes: list[list[str]] = line["wishes"]
            return wishes
        return self.picks.wishes(key, line["id"], self.classes, self.rules["mechanism"])

    def _may_have(self, line: Json, name: str) -> bool:
        needs = bool(line["needs_accessible"] == 1)
        if name not in self._suiting(line["size"], needs):
            return False
        is_barred = needs and self.rules["ordinary_for_accessible_need"] == "never"
        return not is_barred or bool(self.classes[name]["accessible"] == 1)

    def _suiting(self, size: int, needs: bool) -> frozenset[str]:
        """The classes that fit so many persons; worked out once for each size and need."""
        if (size, needs) not in self._suitable:
            rows, classes = self.rules["suitability"], self.classes.items()
            fitting = (name for name, row in classes if suits(size, needs, row, rows))
            self._suitable[size, needs] = frozenset(fitting)
        return self._suitable[size, needs]

    def _appends(self) -> bool:
        """Whether suitability decides what is acceptable and wishes only rank it."""
        is_priority = self.rules["mechanism"] == "priority"
        return is_priority and bool(self.rules["strike_classes"] == 0)

    def _wished(self, line: Json) -> set[str]:
        return {name for rank in line["wishes"] for name in rank}

    def _never_appended(self, line: Json) -> set[str]:
        if line["needs_accessible"] == 0:
            return set()
        return {name for name, row in self.classes.items() if row["accessible"] == 0}

    def _by_draw(self, line: Json, rank: list[str]) -> list[str]:
        if len(rank) == 1:
            return rank
        return sorted(rank, key=lambda name: self.draw(line["id"], "tie", name))


def order_of(roll: Json, draw: Draw) -> list[Json]:
    """Return the rows of order.json: tier, score, accepted day, draw key.

    Basis: HN 17 (HN-17-1), HN 18 (HN-18-1), HN 21 (HN-21-5). O(n log n).
    """
    rows = [
        {
            "id": line["id"],
            "priority": [line["tier"], -line["score"], line["accepted_on"], draw(line["id"])],
        }
        for line in roll["households"]
    ]
    return sorted(rows, key=lambda row: (row["priority"], row["id"]))


def _pool_stage(pool: str, rules: Json) -> Stage:
    owner = pool.removeprefix("owner:")
    kinds = {entry["owner"]: entry["kind"] for entry in _value(rules, "own_stock")}
    own = "HN-19-2" if kinds.get(owner) == "park" else "HN-19-1"
    title = {"zh": f"自有房源：{owner}", "en": f"Stock of {owner}"}
    return Stage(f"{POOL}{pool}", title, (own, "HN-23-1"))


def _takes_part(line: Json, key: str) -> bool:
    if key.startswith(POOL):
        return key.removeprefix(POOL) in line["pools"]
    return key == COMMON or bool(line["needs_accessible"] == 1)


def _value(rules: Json, parameter: str) -> Any:
    return next(row["value"] for row in rules["values"] if row["parameter"] == parameter)
