"""What kept places cost: looking one up among few and many, and reckoning after many changes.

A county of made-up households is reckoned once. Then the place of some of them is looked up, with
its ledger, as the page of a family does it; and 1,000 changes (families housed, families that came,
families with other facts) are reckoned twice from the same state: by what has changed, and from
nothing. Both must give the same places. Times are the smaller of elapsed and processor time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from benchmarks import machine
from housing.core.access.actor import system_actor
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.work import Work
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.waitlist import ledger, places, placing
from housing.waitlist.models import ClassPlace, KeptPlace, WaitlistEntry
from housing.waitlist.states import EntryState

RESULTS = Path(__file__).parent / "results" / "waitlist.json"
PLACE, MOMENT = "430199", datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FIRST, LAST = date(2024, 1, 1), date(2026, 8, 1)
CHANGES, LOOKED_UP, REPEATS, MOST_RATIO, CLASSES, AT_ONCE = 1000, 200, 5, 1.5, 120, 5000
Row = dict[str, Any]


class Stopwatch:
    """Seconds since it was made: the smaller of elapsed and of this process's own."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def seconds(self) -> float:
        """Return the seconds so far."""
        elapsed, own = self._begun
        return min(time.perf_counter() - elapsed, time.process_time() - own)


def fill(database: Database, count: int, seed: int = 1) -> None:
    """Add `count` households that wait and CHANGES / 4 that do not yet, all with their entries."""
    chance = random.Random(seed)
    numbers = range(count + CHANGES // 4)
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        with database.acts() as session, session.begin():
            session.execute(insert(Household), [_household(each, chance) for each in some])
            session.execute(insert(WaitlistEntry), [_entry(each, count) for each in some])


def _household(number: int, chance: random.Random) -> Row:
    accepted = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    wishes = chance.sample(range(CLASSES), chance.randint(1, 5))
    return {
        "id": number + 1,
        "place": PLACE,
        "application_number": f"SQ{number:010d}",
        "name": "made up",
        "document_kind": "居民身份证",
        "identity_sealed": b"sealed" * 8,
        "identity_index": f"{number:064d}",
        "birth_on": date(1950 + chance.randrange(55), 1 + chance.randrange(12), 1),
        "street": f"S{chance.randrange(12)}",
        "group": chance.choice([Group.LOW_INCOME, *[Group.LOWER_MIDDLE] * 3]),
        "size": chance.randint(1, 5),
        "rescue": Rescue.MINIMUM_ALLOWANCE if chance.random() < 0.02 else Rescue.NONE,
        "priority_groups": [],
        "income_fen": 150000,
        "assets_fen": 0,
        "present_area": chance.choice([0, 1000, 2500, 4000]),
        "employer": "",
        "accepted_on": accepted,
        "registered_on": accepted,
        "needs_accessible": False,
        "assistance": Assistance.FLAT,
        "wishes": [[f"P{each:03d}-两居室-中-普通"] for each in wishes],
    }


def _entry(number: int, waiting: int) -> Row:
    return {
        "id": number + 1,
        "place": PLACE,
        "household_id": number + 1,
        "number": f"SQ{number:010d}",
        "state": EntryState.WAITING if number < waiting else EntryState.FROZEN,
        "assistance": Assistance.FLAT,
        "rescue": False,
        "points": [],
        "registered_on": LAST,
        "cap_on": LAST + timedelta(days=1095),
        "cap_provisional": False,
        "review_opened_by": "",
        "review_reason": "",
        "closing_reason": "",
    }


def change(session: Session, count: int, seed: int = 2) -> list[int]:
    """Change CHANGES entries: half housed, a quarter come, a quarter with other facts."""
    chosen = random.Random(seed).sample(range(1, count + 1), CHANGES * 3 // 4)
    housed, other = chosen[: CHANGES // 2], chosen[CHANGES // 2 :]
    come = list(range(count + 1, count + CHANGES // 4 + 1))
    for ids, state in ((housed, EntryState.HOUSED), (come, EntryState.WAITING)):
        session.execute(update(WaitlistEntry).where(WaitlistEntry.id.in_(ids)).values(state=state))
    session.execute(update(Household).where(Household.id.in_(other)).values(present_area=500))
    return [*housed, *come, *other]


def look_up(database: Database, count: int) -> float:
    """Return the median milliseconds of one look-up: entry, places, ledger, in a new session."""
    chance, spent = random.Random(3), []
    for _ in range(LOOKED_UP * REPEATS):
        entry_id = chance.randint(1, count)
        begun = Stopwatch()
        with database.reads() as session:
            entry = session.get_one(WaitlistEntry, entry_id)
            if places.places_of(session, entry) is None or not ledger.moves_of(session, entry_id):
                raise RuntimeError(f"entry {entry_id} has no place")
        spent.append(begun.seconds())
    return round(sorted(spent)[len(spent) // 2] * 1000, 4)


def reckon(
    database: Database, keyring: Keyring, count: int, run: Callable[[Work, list[int]], object]
) -> tuple[float, str]:
    """Return the seconds of one reckoning of the changes, and the digest of the places; undone."""
    with database.acts() as session:
        work = Work(session, system_actor(PLACE), MOMENT, keyring)
        changed = change(session, count)
        session.flush()
        begun = Stopwatch()
        run(work, changed)
        session.flush()
        seconds = begun.seconds()
        found = digest(session)
        session.rollback()
    return round(seconds, 3), found


def digest(session: Session) -> str:
    """Return the SHA-256 of all kept places, in the county and in the classes."""
    hashed = hashlib.sha256()
    county = select(KeptPlace.entry_id, KeptPlace.position).order_by(KeptPlace.entry_id)
    classes = select(ClassPlace.entry_id, ClassPlace.unit_class, ClassPlace.position)
    ordered = classes.order_by(ClassPlace.entry_id, ClassPlace.unit_class)
    for rows in (county, ordered):
        for row in session.execute(rows.execution_options(yield_per=AT_ONCE)):
            hashed.update(repr(tuple(row)).encode())
    return hashed.hexdigest()


def prepared(database_url: str, keyring: Keyring, count: int) -> tuple[Database, float | None]:
    """Return a county of `count` entries with their places, and the seconds of reckoning them.

    None where the database was there before, from an earlier run.
    """
    database = open_database(database_url)
    upgrade(database.engine)
    with database.reads() as session:
        if session.scalars(select(KeptPlace.entry_id).limit(1)).first() is not None:
            return database, None
    fill(database, count)
    begun = Stopwatch()
    with database.acts() as session, session.begin():
        placing.replace_all(Work(session, system_actor(PLACE), MOMENT, keyring))
    return database, round(begun.seconds(), 3)


def measure(database_url: str, folder: Path, count: int, *, changed: bool) -> Row:
    """Return what a county of `count` entries costs; `changed`: with the reckonings of changes."""
    keyring = open_keyring(folder)
    database, first = prepared(database_url, keyring, count)
    row: Row = {"entries": count, "look_up_milliseconds": look_up(database, count)}
    if first is not None:
        row["first_reckoning_seconds"] = first
    if changed:
        row |= _reckonings(database, keyring, count)
    database.engine.dispose()
    return row


def _reckonings(database: Database, keyring: Keyring, count: int) -> Row:
    by_change, one = reckon(database, keyring, count, placing.apply)
    from_nothing, other = reckon(
        database, keyring, count, lambda work, _: placing.replace_all(work)
    )
    if one != other:
        raise RuntimeError(f"{count} entries: the two reckonings give different places")
    return {
        "changes": CHANGES,
        "by_what_changed_seconds": by_change,
        "from_nothing_seconds": from_nothing,
        "from_nothing_over_by_change": round(from_nothing / by_change, 2),
    }


def main() -> int:
    """Measure and write results/waitlist.json; 1 when a look-up among many takes too long."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.waitlist", description=__doc__)
    reader.add_argument("--sizes", default="1000,20000,100000,1000000")
    reader.add_argument("--most-changed", type=int, default=100000, help="the largest reckoned")
    reader.add_argument("--keep", type=Path, help="a folder for the databases, used again")
    given = reader.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    if min(sizes) < CHANGES:
        reader.error(f"--sizes: {CHANGES} entries change, so that no fewer can wait")
    rows: list[Row] = []
    for count in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = given.keep or Path(made)
            url = f"sqlite:///{folder / f'waitlist-{count}.db'}"
            changed = count <= given.most_changed
            rows.append(measure(url, Path(made) / "keys", count, changed=changed))
        print(json.dumps(rows[-1]), flush=True)
    few, many = rows[0]["look_up_milliseconds"], rows[-1]["look_up_milliseconds"]
    told = {
        "command": f"python -m benchmarks.waitlist {' '.join(sys.argv[1:])}".strip(),
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
        "rows": rows,
        "look_up_ratio": round(many / few, 2),
    }
    print(json.dumps({"look_up_ratio": told["look_up_ratio"]}))
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(many / few > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
