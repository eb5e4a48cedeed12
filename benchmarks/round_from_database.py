"""What each step of a round costs when everything comes from the database and goes back into it.

A county of made-up households and flats is written into a new SQLite database. Then one round is
walked from the freeze of its roll to its publication and its package, each act in a transaction of
its own as an officer's click does it. The engine's share is measured by a clock around the one
function through which rounds reach it. Times are processor seconds of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

import allocation
from benchmarks import machine
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.work import Work, working
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.offices.facts import OfficeFacts
from housing.offices.service import open_office
from housing.packages.archive import pack
from housing.packages.service import package_of
from housing.rounds import service
from housing.units.models import Project, Unit
from housing.units.states import UnitState

RESULTS = Path(__file__).parent / "results" / "round_from_database.json"
PLACE, BEGUN = "430199", datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FIRST, LAST, AT_ONCE, PROJECTS = date(2024, 1, 1), date(2026, 8, 1), 5000, 30
LAYOUTS = (("一居室", 3460), ("两居室", 4950), ("三居室", 5900))
BANDS = ("低", "中", "高")
SEED = "3561242513661243512346123"
Row = dict[str, Any]


class Meter:
    """Processor seconds by step; `engine` counts what was spent inside the engine meanwhile."""

    def __init__(self) -> None:
        self.steps: list[Row] = []
        self.engine = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure one step."""
        before, begun = self.engine, time.process_time()
        yield
        seconds = time.process_time() - begun
        self.steps.append({"step": name, "seconds": seconds, "engine": self.engine - before})
        print(f"{name:>16} {seconds:8.2f} s, engine {self.engine - before:6.2f} s", flush=True)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Put a clock around the engine."""
        plain = allocation.solve

        def timed(*given: Any, **options: Any) -> Any:
            begun = time.process_time()
            try:
                return plain(*given, **options)
            finally:
                self.engine += time.process_time() - begun

        allocation.solve = timed
        try:
            yield
        finally:
            allocation.solve = plain


class County:
    """The officers of the made-up county."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring

    def act(self, role: Role, name: str, at: datetime, do: Callable[[Work], Any]) -> Any:
        """Do one act in one transaction."""
        who, clock = Actor(name, role, PLACE), standing_clock(at)
        with working(self.database.acts, who, clock, self.keyring) as work:
            return do(work)


def fill(county: County, households: int, units: int, seed: int = 1) -> list[str]:
    """Write the county; return its classes."""
    chance = random.Random(seed)
    clock = standing_clock(BEGUN)
    with working(county.database.acts, system_actor(PLACE), clock, county.keyring) as work:
        kind = OfficeKind.HOUSING_DEPARTMENT
        open_office(work, OfficeFacts(PLACE, kind, "ZHUJIAN", "住建局"))
        names = [f"P{number:02d}" for number in range(PROJECTS)]
        work.session.execute(insert(Project), [_project(name) for name in names])
    flats = [_unit(number, chance) for number in range(units)]
    _write(county.database, Unit, flats)
    classes = sorted({flat["unit_class"] for flat in flats})
    numbers = range(households)
    people = (_household(number, classes, county.keyring, chance) for number in numbers)
    _write(county.database, Household, people)
    return classes


def _write(database: Database, table: type[Any], rows: Any) -> None:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == AT_ONCE:
            _flush(database, table, held)
            held = []
    _flush(database, table, held)


def _flush(database: Database, table: type[Any], rows: list[Row]) -> None:
    if rows:
        with database.acts() as session, session.begin():
            session.execute(insert(table), rows)


def _project(name: str) -> Row:
    return {"place": PLACE, "code": name, "name": f"小区{name}", "street": "东岸街道"}


def _unit(number: int, chance: random.Random) -> Row:
    project = f"P{min(int(chance.expovariate(0.12)), PROJECTS - 1):02d}"
    layout, area = chance.choice(LAYOUTS)
    band, accessible = chance.choice(BANDS), chance.random() < 0.03
    return {
        "place": PLACE,
        "code": f"{project}-{number:06d}",
        "project_code": project,
        "building": "1栋",
        "entrance": "1单元",
        "room": f"{number:06d}",
        "floor": 1,
        "floors": 18,
        "layout": layout,
        "area": area,
        "accessible": accessible,
        "lift": True,
        "owner": "县住建局",
        "reserved_for": "",
        "completed_on": FIRST,
        "rent_fen": 480,
        "state": UnitState.VACANT,
        "unit_class": f"{project}-{layout}-{band}-{'无障碍' if accessible else '普通'}",
    }


def _household(number: int, classes: list[str], keyring: Keyring, chance: random.Random) -> Row:
    identity = f"4301{number:013d}X"
    accepted = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    wishes = chance.sample(classes, min(len(classes), chance.randint(1, 8)))
    return {
        "place": PLACE,
        "application_number": f"SQ{number:010d}",
        "name": "某某",
        "document_kind": "居民身份证",
        "identity_sealed": keyring.seal(identity),
        "identity_index": keyring.blind(identity),
        "birth_on": date(1950 + chance.randrange(55), 1, 1),
        "street": f"街道{chance.randrange(12)}",
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
        "needs_accessible": chance.random() < 0.01,
        "assistance": Assistance.FLAT,
        "wishes": [[each] for each in wishes],
    }


def walk(county: County, meter: Meter) -> Row:
    """Walk one round from the freeze to its package; return what came of it."""
    centre, later = (Role.CENTRE, "zhongxin"), BEGUN + timedelta(days=9)
    a_round = county.act(
        *centre,
        BEGUN,
        lambda work: service.prepare(
            work, name="第一批", approval_document="批1号", seed_source="dice"
        ),
    )
    key = a_round.id
    county.act(*centre, BEGUN, lambda work: service.adopt_roll(work, key, document="审1号"))
    with meter.step("freeze"):
        county.act(*centre, BEGUN, lambda work: service.freeze(work, key))
    drawn = BEGUN + timedelta(hours=1)
    with meter.step("enter seed"):
        county.act(
            Role.COUNTY_REVIEWER,
            "fuhe",
            BEGUN + timedelta(hours=2),
            lambda work: service.enter_seed(
                work, key, text=SEED, drawn_at=drawn, witnesses="公证处"
            ),
        )
    shown = BEGUN + timedelta(hours=3)
    with meter.step("order"):
        county.act(*centre, shown, lambda work: service.make_order(work, key))
    with meter.step("compare and show"):
        county.act(*centre, shown, lambda work: service.publish_order(work, key))
    with meter.step("allocate"):
        county.act(*centre, later, lambda work: service.allocate(work, key))
    with meter.step("check"):
        county.act(*centre, later, lambda work: service.check(work, key))
    head = (Role.COUNTY_HEAD, "fabu")
    with meter.step("package"):
        contents = county.act(*head, later, lambda work: package_of(work, key))
        archive = pack(contents)
    with meter.step("publish"):
        county.act(*head, later, lambda work: service.publish(work, key, package_sha256="ab" * 32))
    allotted = json.loads(contents["allocation.json"])["assignments"]
    return {"housed": len(allotted), "package_bytes": len(archive)}


def main(arguments: list[str] | None = None) -> int:
    """Fill, walk, tell, and keep the result."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--households", type=int, default=100_000)
    asked.add_argument("--units", type=int, default=20_000)
    asked.add_argument("--keep", action="store_true", help=f"write {RESULTS.name}")
    given = asked.parse_args(arguments)
    meter = Meter()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = open_database(f"sqlite:///{home / 'round.db'}")
        upgrade(database.engine)
        county = County(database, open_keyring(home / "keys"))
        classes = fill(county, given.households, given.units)
        with meter.watching():
            came = walk(county, meter)
        database.engine.dispose()
    total = sum(row["seconds"] for row in meter.steps)
    result = {
        "machine": machine.facts(),
        "households": given.households,
        "units": given.units,
        "classes": len(classes),
        "seconds": round(total, 2),
        "engine_share": round(meter.engine / total, 3),
        "steps": [
            {
                "step": row["step"],
                "seconds": round(row["seconds"], 2),
                "engine": round(row["engine"], 2),
                "share": round(row["seconds"] / total, 3),
            }
            for row in meter.steps
        ],
        **came,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if given.keep:
        RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
