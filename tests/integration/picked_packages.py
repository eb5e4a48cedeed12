"""The package of a round that was picked in person, honest and forged."""

import json
from collections.abc import Callable
from typing import Any

from housing.core.canonical import canonical_bytes
from housing.core.keyring import Keyring
from housing.packages.archive import signed
from housing.packages.service import package_of
from tests.integration.halls import EVENING, Hall
from tests.integration.small_county import HEAD, County

Files = dict[str, bytes]
Json = Any


def picked_package(county: County, mechanism: str) -> Files:
    """Return the signed files of a round with picks, an absence, a give-up and nothing left."""
    hall = Hall(county, mechanism).open()
    hall.pick()
    hall.absent()
    while (now := hall.now()) is not None:
        if not now.units:
            hall.pass_by()
            continue
        made = hall.pick()
        if made.turn == 3:
            hall.give_up(made)
    hall.end()
    hall.check()
    return county.act(HEAD, max(EVENING, hall.latest), lambda work: package_of(work, hall.id))


def _picks(change: Callable[[list[Json]], object]) -> Callable[[Json], object]:
    return lambda content: change(content["picks"])


def _another_flat(rows: list[Json]) -> None:
    first, second = [row for row in rows if row["outcome"] == "picked"][:2]
    first["unit"], second["unit"] = second["unit"], first["unit"]


def _came_after_all(rows: list[Json]) -> None:
    absent = next(row for row in rows if row["outcome"] == "absent")
    absent["outcome"] = "none_left"


def _kept_after_all(rows: list[Json]) -> None:
    given_up = next(row for row in rows if row["outcome"] == "given_up")
    given_up["outcome"] = "picked"


#: What one who can sign the manifest might change in what was picked.
FORGERIES: dict[str, Callable[[Json], object]] = {
    "another flat": _picks(_another_flat),
    "out of turn": _picks(lambda rows: rows.reverse()),
    "came after all": _picks(_came_after_all),
    "kept after all": _picks(_kept_after_all),
    "a turn forgotten": _picks(lambda rows: rows.pop(0)),
    "another order": lambda content: content.update(order_sha256="0" * 64),
    "another round": lambda content: content.update(round="x"),
    "a stranger": _picks(lambda rows: rows[-1].update(household="f" * 32)),
    "no such outcome": _picks(lambda rows: rows[-1].update(outcome="late")),
}


def forged(files: Files, kind: str, keyring: Keyring) -> Files:
    """Return the package with a forged picks.json, signed anew."""
    content = json.loads(files["picks.json"])
    code = content["round"]
    FORGERIES[kind](content)
    changed = {**files, "picks.json": canonical_bytes(content)}
    bare = {
        name: body
        for name, body in changed.items()
        if name not in ("manifest.json", "manifest.sig", "public_key.txt")
    }
    return signed(bare, code, keyring)
