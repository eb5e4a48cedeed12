#!/usr/bin/env python3
"""Recompute a published round: `python3 verify.py` in the unpacked package.

Needs Python 3.9 or newer with its standard library, and the files of its own that lie beside it
(verify_*.py, check.py, draw.py). `verify.py PACKAGE.zip` reads an archive. Whatever can be
recomputed is recomputed: hashes, draw keys, the order, every stage's problem from roll, units and
rules, every plan by check.py, the flats by the unit draw. Exit status 0 only if everything holds;
otherwise it says what differs. `--receipt CODE --identity-number NUMBER` finds one household.
Nothing is written and nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

sys.dont_write_bytecode = True  # The folder must go on holding the published files and no others.
sys.path.insert(0, str(Path(__file__).resolve().parent))  # `python3 -I` leaves this folder out.

from verify_reading import (  # type: ignore[import-not-found]  # noqa: E402
    Fault,
    Package,
    asked,
    differs,
    hex_of,
    instant,
    read,
    sha256,
    shown,
)
from verify_signature import signature_holds  # type: ignore[import-not-found]  # noqa: E402
from verify_stages import Replay, allocation_faults, order_faults, terms  # type: ignore[import-not-found]  # noqa: E402

MOST = 10  # So many findings of one step are spelt out, the others are counted.
UNLISTED = ("manifest.json", "manifest.sig")
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
ROUND_FILES = ("roll", "units", "seed", "order", "stages", "allocation")


class Step(NamedTuple):
    """One line of the report: what was looked at, what was seen, and what differs."""

    name: str
    seen: str
    findings: list[str]


class Verification:
    """All steps over one package; each yields findings and leaves a sentence in `seen`."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.seen = ""
        self._replay: Any = None

    def steps(self) -> Iterator[Step]:
        """Every step in turn; a step that cannot be done is a finding of its own."""
        for name, *parts in self._all():
            seen: list[str] = []
            findings: list[str] = []
            for part in parts:
                try:
                    findings.extend(part())
                except Fault as fault:
                    findings.append(str(fault))
                seen.append(self.seen)
            yield Step(name, _in_both(seen), findings)

    def _all(self) -> tuple[tuple[Any, ...], ...]:
        return (
            ("清单与签名 manifest and signature", self.manifest, self.signature),
            ("规则 rules", self.rules),
            ("名册 roll", self.roll),
            ("房源 units", self.units),
            ("种子 seed", self.seed),
            ("顺序 order", self.order),
            ("阶段 stages", self.stages),
            ("方案 plans", self.plans),
            ("结果 allocation", self.allocation),
        )

    @property
    def replay(self) -> Any:
        """The stages played again, once."""
        if self._replay is None:
            self._replay = Replay(self.package)
        return self._replay

    def manifest(self) -> Iterator[str]:
        """Every file has the hash of the manifest, none is missing, none is extra."""
        listed = self.package.part("manifest.json")["files"]
        present = set(self.package.files) - set(UNLISTED)
        for name in sorted(present | set(listed)):
            if name not in listed:
                yield f"{name}: 不在清单中 / is not in the manifest"
            elif name not in present:
                yield f"{name}: 缺少此文件 / the file is missing"
            elif self.package.sha256(name) != listed[name]:
                yield differs(name, f"SHA-256 {listed[name]}", self.package.sha256(name))
        code = self.package.part("manifest.json")["round"]
        for name in ROUND_FILES:
            found = self.package.part(f"{name}.json")["round"]
            if found != code:
                yield differs(f"{name}.json[round]", code, found)
        self.seen = f"{code}：{len(listed)} 个文件 / {len(listed)} files as listed, none else"

    def signature(self) -> Iterator[str]:
        """The manifest is signed with the key given, or with the package's own."""
        key = self.package.key or hex_of(self.package, "public_key.txt", 32)
        signature = bytes.fromhex(hex_of(self.package, "manifest.sig", 64))
        message = self.package.raw("manifest.json")
        if not signature_holds(bytes.fromhex(key), message, signature):
            yield f"manifest.sig: 与公钥 {key} 不符 / does not hold under this public key"
        known = "与给出的公钥相符 / holds under the key given"
        own = f"公钥 {key}，请与公告栏核对 / compare this key with the notice board"
        self.seen = known if self.package.key else own

    def rules(self) -> Iterator[str]:
        """What the round is run by agrees with the dated values, each in force on its day."""
        rules = self.package.part("rules.json")
        day, values = rules["day"], rules["values"]
        yield from _once_in_order([row["parameter"] for row in values], "rules.json[values]")
        for row in values:
            if not row["from"] <= day <= (row["to"] or day):
                yield f"rules.json: {row['parameter']}: {day} 未生效 / is not in force on that day"
        held = {row["parameter"]: row["value"] for row in values}
        for name, right in terms(held, rules["mechanism"]).items():
            if rules[name] != right:
                yield differs(f"rules.json[{name}]", shown(right), shown(rules[name]))
        n, m = len(values), sum(row["provisional"] for row in values)
        self.seen = f"{n} 个参数，{m} 个暂定 / {n} dated values, {m} of them provisional"

    def roll(self) -> Iterator[str]:
        """Every household once, points adding up to the score, of the day of the freeze."""
        roll, rules = self.package.part("roll.json"), self.package.part("rules.json")
        yield from _once_in_order([row["id"] for row in roll["households"]], "roll.json")
        for row in roll["households"]:
            total = sum(points for _, points, _ in row["points"])
            if not re.fullmatch("[0-9a-f]{32}", row["id"]):
                yield f"roll.json: {row['id']}: 编号不合格式 / is no household id"
            if total != row["score"]:
                yield differs(f"roll.json: {row['id']}: 得分 score", str(total), str(row["score"]))
        moment = datetime.fromisoformat(instant(roll["frozen_at"], "roll.json[frozen_at]"))
        day = (moment + timedelta(hours=8)).date().isoformat()
        same = (("roll.json[day]", day, roll["day"]), ("rules.json[day]", day, rules["day"]))
        for place, right, found in (*same, ("rules.json[place]", roll["place"], rules["place"])):
            if found != right:
                yield differs(place, right, found)
        off, n = sum(roll["off_roll"].values()), len(roll["households"])
        digest = self.package.sha256("roll.json")
        self.seen = f"{n} 户，另 {off} 户不入册 / {n} households, {off} off the roll; {digest}"

    def units(self) -> Iterator[str]:
        """Every flat once, in a class that has room for just these."""
        units = self.package.part("units.json")
        names = [row["id"] for row in units["classes"]]
        yield from _once_in_order(names, "units.json[classes]")
        yield from _once_in_order([row["id"] for row in units["units"]], "units.json[units]")
        areas: dict[str, list[int]] = {name: [] for name in names}
        for row in units["units"]:
            areas.setdefault(row["class"], []).append(row["area"])
        for row in units["classes"]:
            held = areas.pop(row["id"], [])
            found = [row["capacity"], row["area_min"], row["area_max"]]
            right = [len(held), min(held, default=0), max(held, default=0)]
            if found != right:
                yield differs(f"units.json: {row['id']}", str(right), str(found))
        yield from (f"units.json: {name}: 类别未知 / unknown class" for name in areas)
        n, k = len(units["units"]), len(names)
        self.seen = f"{n} 套，{k} 个类别 / {n} flats in {k} classes"

    def seed(self) -> Iterator[str]:
        """The seed belongs to this roll and was drawn after it was frozen."""
        seed, roll = self.package.part("seed.json"), self.package.part("roll.json")
        if seed["roll_sha256"] != self.package.sha256("roll.json"):
            right = self.package.sha256("roll.json")
            yield differs("seed.json[roll_sha256]", right, seed["roll_sha256"])
        if seed["frozen_at"] != roll["frozen_at"]:
            yield differs("seed.json[frozen_at]", roll["frozen_at"], seed["frozen_at"])
        frozen, drawn, entered = (
            instant(seed[name], f"seed.json[{name}]")
            for name in ("frozen_at", "drawn_at", "entered_at")
        )
        if not frozen < drawn <= entered:
            words = "应依次为冻结、产生、录入 / must be frozen, drawn, entered in turn"
            yield f"seed.json: {frozen}, {drawn}, {entered}: {words}"
        source, bits = seed["source"], seed["bits"]
        values = self.package.part("rules.json")["values"]
        least = next((v["value"] for v in values if v["parameter"] == "seed_bits_least"), 0)
        if type(least) is int and bits < least:
            yield differs("seed.json[bits]", f"≥ {least}", str(bits))
        self.seen = f"{source}，{bits} 比特，冻结后产生 / {bits} bits, drawn after the freeze"

    def order(self) -> Iterator[str]:
        """Tier, score, accepted day and draw key give the published order."""
        yield from order_faults(self.package)
        n = len(self.package.part("order.json")["households"])
        self.seen = f"{n} 个摇号值重算一致 / {n} draw keys and places recomputed"

    def stages(self) -> Iterator[str]:
        """Every stage's problem follows from roll, units, rules and order."""
        yield from self.replay.problem_faults
        n = len(self.replay.keys)
        self.seen = f"{n} 个阶段由名册、房源与规则重建一致 / {n} problems rebuilt: "
        self.seen += "、".join(self.replay.keys)

    def plans(self) -> Iterator[str]:
        """check.py, which never sees the solver, finds nothing against any plan."""
        yield from self.replay.plan_faults
        mechanism = self.package.part("rules.json")["mechanism"]
        self.seen = f"{mechanism}：逐户核对证明 / the proof holds for every household (check.py)"

    def allocation(self) -> Iterator[str]:
        """Flats by the unit draw, nobody twice, no flat twice, nobody of tier 0 forgotten."""
        yield from allocation_faults(self.package, self.replay)
        found = self.package.part("allocation.json")
        n, due = len(found["assignments"]), len(found["subsidy_due"])
        self.seen = f"{n} 户各得一套，{due} 户救助对象发放补贴"
        self.seen += f" / {n} households housed, {due} rescue households due a subsidy"


def _in_both(seen: list[str]) -> str:
    """Sentences "中文 / English" as one of the same form."""
    halves = [sentence.partition(" / ") for sentence in seen]
    return "；".join(half[0] for half in halves) + " / " + "; ".join(half[2] for half in halves)


def _once_in_order(names: list[str], place: str) -> Iterator[str]:
    for i, name in enumerate(names[1:]):
        if names[i] >= name:
            yield f"{place}: {name}: 重复或未排序 / is there twice or out of order"


def household(package: Package, receipt: str, identity_number: str) -> str:
    """The line of the household that holds this receipt.

    Raises:
        Fault: it is not in the roll exactly once.
    """
    code, number = receipt.upper().translate(READ_AS), identity_number.strip().upper()
    text = "\n".join(("receipt", package.part("manifest.json")["round"], code, number))
    name = str(sha256(text.encode("utf-8")))[:32]
    found = sum(1 for row in package.part("roll.json")["households"] if row["id"] == name)
    if found != 1:
        words = "不入册的家庭请在查询页看原因 / if you are off the roll, the look-up page says why"
        raise Fault(f"{name}: 在名册中 {found} 次 / is in the roll {found} times; {words}")
    order = [row["id"] for row in package.part("order.json")["households"]]
    place = order.index(name) + 1
    rows = package.part("allocation.json")["assignments"]
    held = next((row for row in rows if row["household"] == name), None)
    outcome = f"{held['class']} {held['unit']}" if held else "未得房 left out"
    return f"{name}: 第 {place} 位，共 {len(order)} 位 / place {place} of {len(order)}: {outcome}"


def report(steps: Iterator[Step]) -> tuple[bool, list[str]]:
    """Whether everything holds, and the lines to print."""
    lines, holds = [], True
    for step in steps:
        holds = holds and not step.findings
        seen = "不符 / differs" if step.findings else step.seen
        lines.append(f"{'✗' if step.findings else '✓'} {step.name}: {seen}")
        lines += [f"    {finding}" for finding in step.findings[:MOST]]
        if len(step.findings) > MOST:
            lines.append(f"    另有 {len(step.findings) - MOST} 处 / more findings")
    result = "全部相符 / everything holds" if holds else "不符，见上 / it does not hold, see above"
    return holds, [*lines, f"结论 result: {result}"]


def main() -> int:
    """Verify and print; the exit status is 0 only if everything holds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("package", nargs="?", type=Path, default=Path(__file__).parent)
    arguments.add_argument("--key", help="the public key of the notice board, 64 hex digits")
    arguments.add_argument("--receipt", help="receipt code of your household")
    words = "of the applicant; asked for if left out"
    arguments.add_argument("--identity-number", default="", help=words)
    given = arguments.parse_args()
    if given.key and not re.fullmatch("[0-9a-f]{64}", given.key.strip().lower()):
        arguments.error("--key: 64 hex digits")
    key = given.key.strip().lower() if given.key else None
    try:
        package = Package(read(given.package), key)
        holds, lines = report(Verification(package).steps())
        if given.receipt:
            lines.append(household(package, given.receipt, given.identity_number or asked()))
    except Fault as fault:
        holds, lines = False, [str(fault)]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
