"""Ways to cheat with a package; most even by one who can sign the manifest anew."""

import json
from collections.abc import Callable
from typing import Any

from housing.core.canonical import canonical_bytes
from housing.core.keyring import Keyring
from housing.packages.archive import signed
from tests.unit.package_rounds import CODE

Files = dict[str, bytes]
Json = Any


def edited(name: str, change: Callable[[Json], object]) -> Callable[[Files], Files]:
    """Change one file's value and write it canonically."""

    def tamper(files: Files) -> Files:
        value = json.loads(files[name])
        change(value)
        return {**files, name: canonical_bytes(value)}

    return tamper


def replaced(name: str, change: Callable[[bytes], bytes]) -> Callable[[Files], Files]:
    """Change one file's bytes."""
    return lambda files: {**files, name: change(files[name])}


def _swap(rows: list[Json], i: int, j: int, field: str = "") -> None:
    if field:
        rows[i][field], rows[j][field] = rows[j][field], rows[i][field]
    else:
        rows[i], rows[j] = rows[j], rows[i]


def _swap_classes(plan: Json) -> None:
    names = sorted(plan["assignment"])
    first = names[0]
    other = next(n for n in names if plan["assignment"][n] != plan["assignment"][first])
    _swap_keys(plan["assignment"], first, other)


def _swap_keys(table: dict[str, Json], first: str, other: str) -> None:
    table[first], table[other] = table[other], table[first]


def _swap_units(allocation: Json) -> None:
    rows = allocation["assignments"]
    i, j = next(
        (i, j) for i in range(len(rows)) for j in range(i) if rows[i]["class"] == rows[j]["class"]
    )
    _swap(rows, i, j, "unit")


def _left_out_in_place(plan: Json) -> None:
    name = sorted(plan["assignment"])[0]
    plan["assignment"]["f" * 32] = plan["assignment"].pop(name)


def _twin(roll: Json) -> None:
    roll["households"].insert(1, roll["households"][0])


def _lists_wish(problem: Json) -> Json:
    return next(row for row in problem["households"] if row["acceptable"])


#: Signed anew after the change: only recomputation can find these.
FORGERIES: dict[str, Callable[[Files], Files]] = {
    "a household's score is raised": edited(
        "roll.json", lambda v: v["households"][3].update(score=v["households"][3]["score"] + 100)
    ),
    "a household is in the roll twice": edited("roll.json", _twin),
    "a household's tier is changed": edited(
        "roll.json", lambda v: v["households"][3].update(tier=v["households"][3]["tier"] + 1)
    ),
    "the roll is of another day": edited("roll.json", lambda v: v.update(day="2026-08-31")),
    "the roll has a field too many": edited("roll.json", lambda v: v.update(note="x")),
    "the roll is no object": lambda files: {**files, "roll.json": b"[]"},
    "the roll is cut off": replaced("roll.json", lambda raw: raw[: len(raw) // 2]),
    "the roll holds a fraction": replaced(
        "roll.json", lambda raw: raw.replace(b":1,", b":1.0,", 1)
    ),
    "the roll holds a truth value": replaced(
        "roll.json", lambda raw: raw.replace(b'"format":1', b'"format":true')
    ),
    "the roll has a key twice": replaced("roll.json", lambda raw: b'{"day":"x",' + raw[1:]),
    "the order has a space": replaced("order.json", lambda raw: raw + b"\n"),
    "the order begins with a mark": replaced("order.json", lambda raw: b"\xef\xbb\xbf" + raw),
    "the order is not UTF-8": replaced("order.json", lambda raw: raw[:-1] + b"\xff}"),
    "two households change places": edited("order.json", lambda v: _swap(v["households"], 4, 9)),
    "a draw key is made up": edited(
        "order.json", lambda v: v["households"][5]["priority"].__setitem__(3, "0" * 64)
    ),
    "the seed is another": edited("seed.json", lambda v: v.update(text=v["text"] + "1")),
    "the seed is empty": edited("seed.json", lambda v: v.update(text="")),
    "the seed is older than the roll": edited(
        "seed.json", lambda v: v.update(drawn_at="2026-08-31T16:29:59+00:00")
    ),
    "the seed has no time": edited("seed.json", lambda v: v.update(drawn_at="yesterday")),
    "the seed has an impossible day": edited(
        "seed.json", lambda v: v.update(drawn_at="2026-13-41T16:29:59+00:00")
    ),
    "the seed names another roll": edited("seed.json", lambda v: v.update(roll_sha256="0" * 64)),
    "the rules allow striking": edited("rules.json", lambda v: v.update(strike_classes=1)),
    "the rules make less suitable": edited("rules.json", lambda v: v["suitability"].pop()),
    "the rules say otherwise than their values": edited(
        "rules.json", lambda v: v.update(ordinary_for_accessible_need="never")
    ),
    "a value of the rules is of another year": edited(
        "rules.json", lambda v: v["values"][0].update(to="2025-12-31")
    ),
    "nobody approved the method": edited("rules.json", lambda v: v["values"].pop(0)),
    "the seed can be found by trying": edited("seed.json", lambda v: v.update(bits=20)),
    "the rules have an unknown choice": edited(
        "rules.json", lambda v: v.update(ordinary_for_accessible_need="perhaps")
    ),
    "a flat is hidden": edited("units.json", lambda v: v["units"].pop()),
    "a flat is of an unknown class": edited(
        "units.json", lambda v: v["units"][0].update({"class": "x"})
    ),
    "a class has more flats than there are": edited(
        "units.json", lambda v: v["classes"][0].update(capacity=9)
    ),
    "a wish is struck out": edited(
        "stages/4/problem.json", lambda v: _lists_wish(v)["acceptable"].pop(0)
    ),
    "a class is enlarged": edited(
        "stages/4/problem.json", lambda v: v["classes"][0].update(capacity=50)
    ),
    "a household is kept out of a stage": edited(
        "stages/4/problem.json", lambda v: v["households"].pop(2)
    ),
    "a stage is left out": edited("stages.json", lambda v: v["stages"].pop()),
    "two stages change places": edited("stages.json", lambda v: _swap(v["stages"], 2, 3)),
    "a stage is there twice": edited("stages.json", lambda v: v["stages"].append(v["stages"][3])),
    "a plan is of another problem": edited(
        "stages/4/plan.json", lambda v: v.update(problem_sha256="0" * 64)
    ),
    "two households swap classes": edited("stages/4/plan.json", _swap_classes),
    "a housed household is dropped": edited(
        "stages/4/plan.json", lambda v: v["assignment"].popitem()
    ),
    "a stranger is housed": edited("stages/4/plan.json", _left_out_in_place),
    "a plan has no assignment": edited("stages/4/plan.json", lambda v: v.pop("assignment")),
    "a plan is no object": lambda files: {**files, "stages/4/plan.json": b"7"},
    "two households swap flats": edited("allocation.json", _swap_units),
    "a flat is given twice": edited(
        "allocation.json",
        lambda v: v["assignments"][0].update(unit=v["assignments"][1]["unit"]),
    ),
    "an assignment is dropped": edited("allocation.json", lambda v: v["assignments"].pop()),
    "a rescue household is forgotten": edited("allocation.json", lambda v: v["subsidy_due"].pop()),
    "the allocation is of another round": edited(
        "allocation.json", lambda v: v.update(round="430199-2026-002")
    ),
    "a file is missing": lambda files: {k: v for k, v in files.items() if k != "order.json"},
}

#: Not signed anew: manifest and signature find these.
DAMAGE: dict[str, Callable[[Files], Files]] = {
    "one byte of a program": replaced("check.py", lambda raw: raw[:-1] + b" "),
    "one byte of the run": replaced("run.json", lambda raw: b"[]"),
    "a file is missing": lambda files: {k: v for k, v in files.items() if k != "run.json"},
    "a file too many": lambda files: {**files, "note.txt": b"trust me"},
    "the manifest is of another round": edited("manifest.json", lambda v: v.update(round="x")),
    "the manifest forgets a file": edited("manifest.json", lambda v: v["files"].pop("roll.json")),
    "the signature is another's": replaced(
        "manifest.sig", lambda raw: (b"1" if raw[:1] != b"1" else b"2") + raw[1:]
    ),
    "the signature is no signature": lambda files: {**files, "manifest.sig": b"trust me"},
    "the signature's second half is too large": replaced(
        "manifest.sig", lambda raw: raw[:64] + b"f" * 64
    ),
    "there is no signature": lambda files: {k: v for k, v in files.items() if k != "manifest.sig"},
    "there is no manifest": lambda files: {k: v for k, v in files.items() if k != "manifest.json"},
    "the key is another's": lambda files: {**files, "public_key.txt": b"02" * 32},
}


def forged(files: Files, kind: str, keyring: Keyring) -> Files:
    """Return the package with one forgery and a fresh, valid manifest and signature."""
    own = ("manifest.json", "manifest.sig", "public_key.txt")
    rest = {name: raw for name, raw in FORGERIES[kind](files).items() if name not in own}
    return signed(rest, CODE, keyring)
