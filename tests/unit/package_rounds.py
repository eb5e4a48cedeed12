"""A made-up round in the files of a package, written from the rules of the stages, not from verify.

Small, but with everything in it: two pools, accessible classes, ties, rescue households, a class
nobody wishes for, households with nothing suitable.
"""

import hashlib
import hmac
import random
from typing import Any

from allocation import Problem, solve
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.keyring import Keyring
from housing.packages.archive import programs, signed

Json = dict[str, Any]
CODE = "430199-2026-001"
SEED = "6 3 1 5 2 4 " * 5
RECEIPT, IDENTITY = "0123456789ABCDEF", "43010019800101001X"
POOLS = ("owner:县第一人民医院", "owner:高新园区管委会")
LAYOUTS = ("一居室", "两居室", "三居室")
SUITABILITY = [
    {"size_min": 1, "size_max": 2, "layouts": ["一居室"], "area_min": 0, "area_max": 4000},
    {"size_min": 2, "size_max": 4, "layouts": ["两居室"], "area_min": 0, "area_max": 5000},
    {"size_min": 4, "size_max": None, "layouts": ["三居室"], "area_min": 0, "area_max": 6000},
]


def key(roll_sha256: str, *parts: str) -> str:
    """Draw key as the design has it, without draw.py."""
    message = "\n".join((roll_sha256, *parts)).encode()
    return hmac.new(SEED.encode(), message, hashlib.sha256).hexdigest()


def receipt_id(receipt: str, identity: str) -> str:
    """The id of a household from its receipt code."""
    return hashlib.sha256("\n".join(("receipt", CODE, receipt, identity)).encode()).hexdigest()[:32]


class MadeUpRound:
    """Builds every file of one round; `files()` is the unsigned package."""

    def __init__(self, seed: int = 0, households: int = 40, mechanism: str = "priority") -> None:
        self.dice = random.Random(seed)
        self.mechanism = mechanism
        self.strike, self.ordinary = 0, "if_wished"
        self.classes, self.units = self._stock()
        self.households = sorted(
            (self._household(number) for number in range(households)), key=lambda row: row["id"]
        )

    def _stock(self) -> tuple[list[Json], list[Json]]:
        classes, units = [], []
        for number in range(9):
            layout = LAYOUTS[number % 3]
            pool = POOLS[number - 7] if number >= 7 else None
            name = f"P{number:02d}-{layout}-低-{'无障碍' if number in (2, 8) else '普通'}"
            areas = [3000 + number % 3 * 1000 + i for i in range(1 + number % 3)]
            classes.append(
                {
                    **{"id": name, "project": f"P{number:02d}", "layout": layout, "band": "低"},
                    **{"accessible": int(number in (2, 8)), "pool": pool},
                    **{"area_min": min(areas), "area_max": max(areas), "capacity": len(areas)},
                }
            )
            for i, area in enumerate(areas):
                address = f"{number}栋{i}室"
                unit = {"class": name, "address": address, "area": area, "rent_fen": 480}
                units.append({"id": f"U{number}{i}", **unit})
        return sorted(classes, key=lambda row: row["id"]), sorted(units, key=lambda row: row["id"])

    def _household(self, number: int) -> Json:
        first = receipt_id(RECEIPT, IDENTITY)
        name = first if number == 0 else hashlib.md5(str(number).encode()).hexdigest()
        names = [row["id"] for row in self.classes]
        wished = self.dice.sample(names, self.dice.randint(0, 5))
        ranks: list[list[str]] = []
        for wish in wished:
            if ranks and self.dice.random() < 0.3:
                ranks[-1].append(wish)
            else:
                ranks.append([wish])
        points = self.dice.choice([100, 250, 400])
        return {
            **{"id": name, "tier": self.dice.choice([0, 0, 1, 2]), "score": points + 300},
            "points": [["waiting", points, "轮候 2 年"], ["income", 300, "人均月收入 1200 元"]],
            "accepted_on": f"2024-0{self.dice.randint(1, 9)}-11",
            **{"size": self.dice.randint(1, 6), "needs_accessible": int(number % 6 == 1)},
            "pools": [self.dice.choice(POOLS)] if number % 4 == 0 else [],
            "wishes": ranks,
        }

    def files(self) -> dict[str, bytes]:
        """Return all hashed files; plans come from the engine."""
        head = {"format": 1, "round": CODE}
        roll = {**head, "place": "430199", "day": "2026-09-01"}
        roll |= {"off_roll": {"asked_for_subsidy": 7}}
        roll |= {"frozen_at": "2026-08-31T16:30:00+00:00", "households": self.households}
        files = {"roll.json": canonical_bytes(roll), "rules.json": canonical_bytes(self._rules())}
        units = {**head, "classes": self.classes, "units": self.units}
        files["units.json"] = canonical_bytes(units)
        self.roll_sha256 = sha256_hex(files["roll.json"])
        seed = {**head, "roll_sha256": self.roll_sha256, "source": "公证掷骰", "text": SEED}
        seed |= {"bits": 77, "frozen_at": roll["frozen_at"], "witnesses": ["县公证处"]}
        seed |= {"drawn_at": "2026-09-02T02:00:00+00:00", "entered_at": "2026-09-02T02:05:00+00:00"}
        files["seed.json"] = canonical_bytes(seed)
        hashes = {"roll_sha256": self.roll_sha256, "seed_sha256": sha256_hex(files["seed.json"])}
        self.order = sorted(self.households, key=self._priority)
        rows = [{"id": row["id"], "priority": self._priority(row)} for row in self.order]
        files["order.json"] = canonical_bytes({**head, **hashes, "households": rows})
        files |= self._stages()
        hashes["stages_sha256"] = sha256_hex(files["stages.json"])
        due = [row["id"] for row in self.order if row["tier"] == 0 and row["id"] not in self.given]
        rows = [self.given[row["id"]] for row in self.order if row["id"] in self.given]
        allocation = {**head, **hashes, "assignments": rows, "subsidy_due": due}
        files["allocation.json"] = canonical_bytes(allocation)
        return files

    def package(self, keyring: Keyring) -> dict[str, bytes]:
        """Return the signed package with its programs."""
        return signed({**self.files(), **programs(), "run.json": b"{}"}, CODE, keyring)

    def _rules(self) -> Json:
        return {
            **{"format": 1, "place": "430199", "day": "2026-09-01", "mechanism": self.mechanism},
            **{"strike_classes": self.strike, "ordinary_for_accessible_need": self.ordinary},
            **{"suitability": SUITABILITY, "values": self._values()},
        }

    def _values(self) -> list[Json]:
        values = {
            "approved_mechanism": {"document": "县〔2026〕1号", "mechanism": self.mechanism},
            "ordinary_for_accessible_need": self.ordinary,
            "seed_bits_least": 64,
            "strike_classes": self.strike,
            "suitable_flats": [
                {part: value for part, value in row.items() if value is not None}
                for row in SUITABILITY
            ],
        }
        about = {"unit": "table", "place": "430199", "from": "2025-01-01", "to": None}
        about |= {"basis": "delegated", "rules": ["HN-21-5"], "source": "—", "provisional": 1}
        return [{"parameter": name, "value": value, **about} for name, value in values.items()]

    def _priority(self, row: Json) -> list[Any]:
        draw = key(self.roll_sha256, row["id"])
        return [row["tier"], -row["score"], row["accepted_on"], draw]

    def _stages(self) -> dict[str, bytes]:
        self.given: dict[str, Json] = {}
        self.free = {
            row["id"]: sorted(
                (unit["id"] for unit in self.units if unit["class"] == row["id"]),
                key=lambda unit: key(self.roll_sha256, unit, "unit"),
            )
            for row in self.classes
        }
        files: dict[str, bytes] = {}
        stages = []
        keys = [*(f"pool:{pool}" for pool in sorted(POOLS)), "accessible", "common"]
        for number, name in enumerate(keys, 1):
            paths = {part: f"stages/{number}/{part}.json" for part in ("problem", "plan")}
            problem = Problem.parse(self._problem(name))
            plan = solve(problem)
            files[paths["problem"]], files[paths["plan"]] = problem.canonical(), plan.canonical()
            hashes = {f"{part}_sha256": sha256_hex(files[path]) for part, path in paths.items()}
            title = {"zh": name, "en": name}
            row = {"number": number, "key": name, "title": title, "basis": ["HN-19-1"]}
            stages.append({**row, **paths, **hashes})
            for position in (row for row in self.order if row["id"] in plan.assignment):
                held = plan.assignment[position["id"]]
                unit = {"class": held, "unit": self.free[held].pop(0)}
                self.given[position["id"]] = {"household": position["id"], "stage": number, **unit}
        files["stages.json"] = canonical_bytes({"format": 1, "round": CODE, "stages": stages})
        return files

    def _problem(self, stage: str) -> Json:
        rows = []
        for row in self.order:
            ranks = self._ranks(row, stage)
            if row["id"] not in self.given and ranks is not None:
                entry = {"id": row["id"], "priority": self._priority(row), "acceptable": ranks}
                rows.append(entry)
        classes = [
            {"id": row["id"], "capacity": len(self.free[row["id"]])}
            for row in self.classes
            if self.free[row["id"]] and self._has_class(row, stage)
        ]
        return {"format": 1, "mechanism": self.mechanism, "households": rows, "classes": classes}

    def _has_class(self, unit_class: Json, stage: str) -> bool:
        if stage.startswith("pool:"):
            return bool(unit_class["pool"] == stage[5:])
        return stage == "common" or bool(unit_class["accessible"])

    def _ranks(self, row: Json, stage: str) -> list[list[str]] | None:
        """Acceptable classes of a household in a stage; None when it takes no part."""
        is_pool, needs = stage.startswith("pool:"), row["needs_accessible"] == 1
        if is_pool and stage[5:] not in row["pools"]:
            return None
        if stage == "accessible" and not needs:
            return None
        open_here = [c for c in self.classes if self.free[c["id"]] and self._has_class(c, stage)]
        fitting = [c for c in open_here if self._suits(row, c)]
        if needs and self.ordinary == "never":
            fitting = [c for c in fitting if c["accessible"]]
        names = [c["id"] for c in fitting]
        ranks = [[c for c in rank if c in names] for rank in row["wishes"]]
        if not is_pool and self.mechanism == "priority" and not self.strike:
            wished = {c for rank in row["wishes"] for c in rank}
            ranks.append(
                [
                    c["id"]
                    for c in fitting
                    if c["id"] not in wished and (c["accessible"] or not needs)
                ]
            )
        drawn = [
            sorted(rank, key=lambda c: key(self.roll_sha256, row["id"], "tie", c))
            for rank in ranks
            if rank
        ]
        return drawn if drawn or stage == "common" else None

    @staticmethod
    def _suits(row: Json, unit_class: Json) -> bool:
        if unit_class["accessible"] and row["needs_accessible"]:
            return True
        for rule in SUITABILITY:
            top = rule["size_max"] or 99
            is_size = rule["size_min"] <= row["size"] <= top  # type: ignore[operator]
            is_layout = unit_class["layout"] in rule["layouts"]  # type: ignore[operator]
            if is_size and is_layout and unit_class["area_max"] <= rule["area_max"]:
                return True
        return False
