"""The stages of a round, built again from roll, units, rules and order, and played with the plans.

Part of verify.py; Python's standard library only. A stage for every pool of owner or park stock
(HN 19, 23), one of the accessible classes for those who need them (HN 17, 18), one for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from check import check  # type: ignore[import-not-found]
from draw import draw_key  # type: ignore[import-not-found]
from verify_picks import Picks  # type: ignore[import-not-found]
from verify_reading import (  # type: ignore[import-not-found]
    Fault,
    Json,
    Package,
    difference,
    differs,
    shown,
)


class Replay:
    """Who gets which flat when the published plans are taken as they are.

    `problem_faults` and `plan_faults` hold sentences; `assignments` rows of allocation.json in
    the public order; `entries` counts the problems, `keys` names the stages.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.rules, self.seed = package.part("rules.json"), package.part("seed.json")
        self.roll_sha256: str = package.sha256("roll.json")
        self.households = {row["id"]: row for row in package.part("roll.json")["households"]}
        self.classes = {row["id"]: row for row in package.part("units.json")["classes"]}
        self.order = [row["id"] for row in package.part("order.json")["households"]]
        self.priority = {
            row["id"]: row["priority"] for row in package.part("order.json")["households"]
        }
        if set(self.priority) != set(self.households):
            raise Fault(
                "order.json: 与名册不是同一批家庭 / its households are not those of the roll"
            )
        self.free = self._units_by_draw()
        self.given: dict[str, Json] = {}
        self.keys: list[str] = []
        self.picks, self.out = Picks(package), set[str]()
        self.problem_faults = list(self.picks.faults(self.order, self._all_keys()))
        self.plan_faults: list[str] = []
        try:
            self._play()
        except Fault as fault:  # What was found until here still counts.
            self.plan_faults.append(str(fault))

    @property
    def assignments(self) -> list[Json]:
        """The rows of allocation.json in the public order."""
        return [self.given[name] for name in self.order if name in self.given]

    def key(self, subject: str, *purpose: str) -> str:
        """The draw key of this round's seed and roll."""
        return drawn(self.seed["text"], self.roll_sha256, subject, *purpose)

    def _units_by_draw(self) -> dict[str, list[str]]:
        """The flats of each class, first drawn first."""
        free: dict[str, list[tuple[str, str]]] = {name: [] for name in self.classes}
        for unit in self.package.part("units.json")["units"]:
            if unit["class"] not in free:
                raise Fault(f"units.json: {unit['id']}: {unit['class']} 未知 / unknown class")
            free[unit["class"]].append((self.key(unit["id"], "unit"), unit["id"]))
        return {name: [unit for _, unit in sorted(units)] for name, units in free.items()}

    def _play(self) -> None:
        published = list(self.package.part("stages.json")["stages"])
        for key in self._all_keys():
            problem = self._problem(key)
            if published and published[0]["key"] == key:
                self._stage(published.pop(0), problem)
            elif problem["households"] and problem["classes"]:
                self.problem_faults.append(f"stages.json: 缺少阶段 {key} / the stage is missing")
        for stage in published:
            words = "多余或次序不对 / is one too many or out of turn"
            self.problem_faults.append(f"stages.json: 阶段 {stage['key']} {words}")

    def _all_keys(self) -> list[str]:
        pools = {row["pool"] for row in self.classes.values() if row["pool"] is not None}
        return [*(f"pool:{pool}" for pool in sorted(pools)), "accessible", "common"]

    def _problem(self, key: str) -> Json:
        """The problem of a stage, from what earlier stages left."""
        here = sorted(name for name in self.free if self.free[name] and self._is_in(name, key))
        households = []
        for name in self.order:
            row = self.households[name]
            if name in self.given or name in self.out or not _takes_part(row, key):
                continue
            wishes = self.picks.wishes(row, key, list(self.classes), self.rules["mechanism"])
            row = {**row, "wishes": wishes}
            acceptable = self._acceptable(row, here, key)
            if acceptable or key == "common":
                priority = self.priority[name]
                households.append({"id": name, "priority": priority, "acceptable": acceptable})
        return {
            "format": 1,
            "mechanism": self.rules["mechanism"],
            "households": households,
            "classes": [{"id": name, "capacity": len(self.free[name])} for name in here],
        }

    def _is_in(self, name: str, key: str) -> bool:
        row = self.classes[name]
        if key == "accessible":
            return bool(row["accessible"] == 1)
        return key == "common" or f"pool:{row['pool']}" == key

    def _acceptable(self, row: Json, here: list[str], key: str) -> list[list[str]]:
        """Wishes among suitable classes, rank by rank; then the suitable ones not wished for."""
        suitable = {name for name in here if self._suits(row, self.classes[name])}
        is_strict = self.rules["ordinary_for_accessible_need"] == "never"
        if row["needs_accessible"] == 1 and is_strict:
            suitable = {name for name in suitable if self.classes[name]["accessible"] == 1}
        ranks = [[name for name in rank if name in suitable] for rank in row["wishes"]]
        ranks.append(self._not_wished(row, suitable, key))
        return [self._by_draw(row, rank) for rank in ranks if rank]

    def _not_wished(self, row: Json, suitable: set[str], key: str) -> list[str]:
        is_striking = self.rules["mechanism"] != "priority" or self.rules["strike_classes"] == 1
        if is_striking or key.startswith("pool:"):
            return []
        wished = {name for rank in row["wishes"] for name in rank}
        rest = suitable - wished
        if row["needs_accessible"] == 1:
            rest = {name for name in rest if self.classes[name]["accessible"] == 1}
        return list(rest)

    def _by_draw(self, row: Json, rank: list[str]) -> list[str]:
        return sorted(rank, key=lambda name: self.key(row["id"], "tie", name))

    def _suits(self, row: Json, unit_class: Json) -> bool:
        """Size against layout and area; who needs an accessible flat may have one of any size."""
        if row["needs_accessible"] == 1 and unit_class["accessible"] == 1:
            return True
        return any(
            rule["size_min"] <= row["size"]
            and (rule["size_max"] is None or row["size"] <= rule["size_max"])
            and unit_class["layout"] in rule["layouts"]
            and rule["area_min"] <= unit_class["area_min"]
            and unit_class["area_max"] <= rule["area_max"]
            for rule in self.rules["suitability"]
        )

    def _stage(self, stage: Json, problem: Json) -> None:
        """Compare one published stage with the problem built again, and take its plan."""
        self.keys.append(stage["key"])
        number = len(self.keys)
        folder = f"stages/{number}"
        right = {**stage, "number": number}
        right.update(problem=f"{folder}/problem.json", plan=f"{folder}/plan.json")
        for part in ("problem", "plan"):
            right[f"{part}_sha256"] = self.package.sha256(right[part])
        if right != stage:
            place = f"stages.json[stages][{number - 1}]"
            self.problem_faults.append(difference(right, stage, place))
        found = self.package.part(right["problem"])
        if found != problem:
            self.problem_faults.append(difference(problem, found, right["problem"]))
        plan = self.package.part(right["plan"])
        digest = self.package.sha256(right["problem"])
        for finding in check(found, plan, problem_sha256=digest):
            self.plan_faults.append(f"{right['plan']}: {finding}")
        self._take(number, plan, right["plan"], stage["key"])

    def _take(self, number: int, plan: Any, place: str, key: str) -> None:
        """Hand out the flats of each class in the order of the unit draw, or as picked."""
        held = plan.get("assignment") if isinstance(plan, dict) else None
        if not isinstance(held, dict):
            raise Fault(f"{place}: 无分配表 / there is no assignment")
        if self.picks.found:
            self._keep(number, held, key)
            return
        for name in (name for name in self.order if name in held):
            free = self.free.get(held[name]) if isinstance(held[name], str) else None
            if not free or name in self.given:
                words = "再次得房，或该类已无房 / is housed twice, or its class has no flat left"
                raise Fault(f"{place}: {name}: {words}")
            self.given[name] = {
                **{"household": name, "stage": number, "class": held[name], "unit": free.pop(0)},
            }

    def _keep(self, number: int, held: dict[str, Any], key: str) -> None:
        """Leave each household the flat that it picked; whoever left the round holds none."""
        for name in self.order:
            turn = self.picks.kept(key, name)
            if turn is None:
                continue
            free = self.free.get(turn["class"], [])
            if held.get(name) != turn["class"] or turn["unit"] not in free or name in self.given:
                words = "选定的房源与方案不符 / the plan does not give the flat that was picked"
                raise Fault(f"picks.json: {name}: {words}")
            free.remove(turn["unit"])
            self.given[name] = {
                **{"household": name, "stage": number},
                **{"class": turn["class"], "unit": turn["unit"]},
            }
        self.out |= self.picks.out(key)


def drawn(seed: str, roll_sha256: str, *subject: str) -> str:
    """The draw key of draw.py; a seed or an id that cannot be drawn with is a fault."""
    try:
        return str(draw_key(seed, roll_sha256, *subject))
    except ValueError as fault:
        words = f"{shown(list(subject))} 无法摇号 / cannot be drawn with this seed or id"
        raise Fault(f"seed.json: {words}") from fault


def _takes_part(row: Json, key: str) -> bool:
    if key.startswith("pool:"):
        return key[len("pool:") :] in row["pools"]
    return key == "common" or bool(row["needs_accessible"] == 1)


def terms(held: dict[str, Json], mechanism: str) -> dict[str, Json]:
    """The terms of a round that its dated values give; in turn needs no approval (HN 21)."""
    approved, suitable = held.get("approved_mechanism"), held.get("suitable_flats")
    rows = suitable if isinstance(suitable, list) else []
    found = {
        "strike_classes": held.get("strike_classes"),
        "ordinary_for_accessible_need": held.get("ordinary_for_accessible_need"),
        "suitability": [{"size_max": None, **row} for row in rows if isinstance(row, dict)],
    }
    if mechanism != "in_turn":
        found["mechanism"] = approved.get("mechanism") if isinstance(approved, dict) else None
    return found


def order_faults(package: Package) -> Iterator[str]:
    """What the published order has otherwise than tier, -score, accepted day and draw key give."""
    roll, seed = package.part("roll.json"), package.part("seed.json")
    digest = package.sha256("roll.json")
    rows = []
    for row in roll["households"]:
        key = drawn(seed["text"], digest, row["id"])
        rows.append([row["tier"], -row["score"], row["accepted_on"], key, row["id"]])
    rows.sort()
    right = {
        **{"format": 1, "round": roll["round"], "roll_sha256": digest},
        "seed_sha256": package.sha256("seed.json"),
        "households": [{"id": row[4], "priority": row[:4]} for row in rows],
    }
    found = package.part("order.json")
    if found != right:
        yield difference(right, found, "order.json")


def allocation_faults(package: Package, replay: Replay) -> Iterator[str]:
    """What allocation.json has otherwise than the plans and the unit draw give (HN-18-2)."""
    found = package.part("allocation.json")
    for file in ("roll", "seed", "stages"):
        right = package.sha256(f"{file}.json")
        if found[f"{file}_sha256"] != right:
            yield differs(f"allocation.json[{file}_sha256]", right, found[f"{file}_sha256"])
    if found["assignments"] != replay.assignments:
        place = "allocation.json[assignments]"
        yield difference(replay.assignments, found["assignments"], place)
    left = [name for name in replay.order if name not in replay.given]
    due = [name for name in left if replay.households[name]["tier"] == 0]
    if found["subsidy_due"] != due:
        yield difference(due, found["subsidy_due"], "allocation.json[subsidy_due]")
