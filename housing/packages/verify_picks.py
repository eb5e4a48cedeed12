"""What was picked in person, read for the stages: whose turn came when, and who holds which flat.

Part of verify.py; Python's standard library only. In a hall each household chooses in the public
order (HN 21). Its choice stands for its wishes: the class it took comes first, then all others;
who has taken nothing would take any. Who is absent or gives up holds nothing and is out (HN 22).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from verify_reading import Json, Package, differs  # type: ignore[import-not-found]

PICKS = "picks.json"
HELD = ("picked", "given_up")
OUT = ("absent", "given_up")
NOTHING = ("absent", "declined")


class Picks:
    """The turns of a hall; `found` is False of a round that was computed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.found = PICKS in package.files
        self.rows: list[Json] = package.part(PICKS)["picks"] if self.found else []
        self.turns = {(row["stage"], row["household"]): row for row in self.rows}

    def wishes(self, row: Json, key: str, classes: list[str], mechanism: str) -> list[list[str]]:
        """The list that stands for a household in a stage: its wishes, or what it did."""
        if not self.found:
            wishes: list[list[str]] = row["wishes"]
            return wishes
        turn = self.turns.get((key, row["id"]))
        if turn is not None and turn["class"] is not None:
            return [[turn["class"]], sorted(name for name in classes if name != turn["class"])]
        takes_nothing = turn is not None and turn["outcome"] in NOTHING
        return [] if takes_nothing and mechanism == "in_turn" else [sorted(classes)]

    def kept(self, key: str, name: str) -> Json:
        """The turn in which a household took a flat of this stage and kept it, or None."""
        turn = self.turns.get((key, name))
        return turn if turn is not None and turn["outcome"] == "picked" else None

    def out(self, key: str) -> set[str]:
        """Who left the round in a stage."""
        return {row["household"] for row in self.rows if row["stage"] == key and _is_out(row)}

    def faults(self, order: list[str], keys: list[str]) -> Iterator[str]:
        """Turns that are no turns of this round, or not in the public order, stage by stage."""
        if not self.found:
            return
        part = self.package.part(PICKS)
        code, digest = self.package.part("order.json")["round"], self.package.sha256("order.json")
        for field, right in (("round", code), ("order_sha256", digest)):
            if part[field] != right:
                yield differs(f"{PICKS}[{field}]", right, part[field])
        place = {name: at for at, name in enumerate(order)}
        stage = {name: at for at, name in enumerate(keys)}
        last: tuple[int, ...] = ()
        for row in self.rows:
            name = row["household"]
            if name not in place or row["stage"] not in stage:
                yield f"{PICKS}: {name}: 不在名册或阶段中 / is not on the roll, or in no stage"
                continue
            now = (stage[row["stage"]], place[name])
            if now <= last or ((row["class"] is None) != (row["unit"] is None)):
                yield f"{PICKS}: {name}: 未按公示次序 / is out of turn"
            if (row["outcome"] in HELD) != (row["unit"] is not None):
                yield f"{PICKS}: {name}: 结果与房源不符 / its outcome does not fit its flat"
            last = max(last, now)


def _is_out(row: Any) -> bool:
    return row["outcome"] in OUT
