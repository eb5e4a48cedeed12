"""How long an office's work list takes to open, with few and with many open requests.

One office holds all of them; nine tenths as many answered ones lie beside them. The list of a
department's checks and the list of clocks are opened at the beginning, in the middle and at the
end, through the same queries as the pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks import machine
from housing.calendar import Measure
from housing.checks import queries
from housing.checks.models import IS_OPEN, CheckRequest
from housing.checks.queries import Mark
from housing.checks.states import CheckState
from housing.checks.words import Channel, Purpose
from housing.clocks.kinds import ClockKind, Outcome
from housing.clocks.models import CaseClock
from housing.clocks.queries import Wanted, work_list
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.households.words import Group
from housing.offices.models import Office

RESULTS = Path(__file__).parent / "results" / "work_lists.json"
PLACE, FIRST = "430199", date(2026, 9, 1)
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
DAYS, REPEATS, MOST_RATIO = 60, 60, 1.5
LISTS = ("checks", "clocks")
Told = dict[str, Any]


def fill(database: Database, count: int) -> int:
    """Add an office with `count` open requests and nine tenths as many answered; return its id."""
    with database.acts() as session, session.begin():
        office = Office(
            place=PLACE,
            kind=OfficeKind.CIVIL_AFFAIRS,
            code="MZ",
            name="civil affairs",
            opened_on=FIRST,
        )
        session.add(office)
        session.flush()
        rows = [_row(number, office.id, True) for number in range(count)]
        rows += [_row(number, office.id, False) for number in range(count, count + count * 9 // 10)]
        for start in range(0, len(rows), 5000):
            session.execute(insert(CheckRequest), rows[start : start + 5000])
            clocks = [_clock(row) for row in rows[start : start + 5000]]
            session.execute(insert(CaseClock), clocks)
        return office.id


def _row(number: int, office: int, is_open: bool) -> Told:
    answered: Told = {
        "channel": Channel.PAGE,
        "answered_at": MOMENT,
        "answered_by": "officer",
        "answer_sealed": b"sealed",
        "answer_sha256": "0" * 64,
    }
    return {
        "place": PLACE,
        "case_kind": "application",
        "case_id": number,
        "case_number": f"SQ{number:010d}",
        "purpose": Purpose.ADMISSION,
        "department": OfficeKind.CIVIL_AFFAIRS,
        "office_id": office,
        "request_id": UUID(int=number + 1),
        "people_sealed": b"sealed" * 60,
        "people_indexes": ["0" * 64, "1" * 64],
        "items": ["marriages", "income"],
        "rules": ["HN-14-4", "HN-14-6"],
        "group": Group.LOW_INCOME,
        "applied_on": FIRST,
        "due_on": FIRST + timedelta(days=number * 7919 % DAYS),
        "state": CheckState.SENT if is_open else CheckState.ANSWERED,
        "requested_at": MOMENT,
        "requested_by": "reviewer",
        "attempts": 0,
        "last_fault": "",
        "closed_by": "",
        "close_reason": "",
        **(dict.fromkeys(answered) if is_open else answered),
    }


def _clock(request: Told) -> Told:
    """The clock of a request, stopped when it was answered."""
    is_open, due_on = request["state"] is CheckState.SENT, request["due_on"]
    return {
        "place": PLACE,
        "case_kind": "application",
        "case_id": request["case_id"],
        "case_number": request["case_number"],
        "kind": ClockKind.DEPARTMENT_CHECK,
        "sub": request["case_id"] + 1,
        "office_id": request["office_id"],
        "role": Role.DEPARTMENT,
        "started_on": FIRST,
        "due_on": due_on,
        "remind_on": due_on,
        "overdue_from": due_on + timedelta(days=1),
        "provisional": False,
        "period": 5,
        "measure": Measure.WORKING_DAYS,
        "rolls_over": True,
        "lead": 3,
        "rules": ["HN-14-4"],
        "pause_reason": "",
        "paused_days": 0,
        "stopped_on": None if is_open else FIRST,
        "outcome": None if is_open else Outcome.DONE,
    }


def timed(database: Database, read: Callable[[Session], object]) -> float:
    """Return the milliseconds of the fastest of many reads, each in a session of its own."""
    spent = []
    for _ in range(REPEATS):
        with database.reads() as session:
            begun = time.perf_counter()
            read(session)
            spent.append(time.perf_counter() - begun)
    return round(min(spent) * 1000, 3)


def measure(database_url: str, count: int) -> list[Told]:
    """Return the milliseconds of the first, a middle and the last page of both lists."""
    database = open_database(database_url)
    upgrade(database.engine)
    office = fill(database, count)
    with database.reads() as session:
        places = {
            "first page": None,
            "middle": _mark(session, office, count // 2),
            "last page": _mark(session, office, count - queries.ROWS - 1),
        }
    checks = {
        name: timed(database, partial(queries.open_of_office, office_id=office, after=mark))
        for name, mark in places.items()
    }
    wanted = Wanted(offices=(office,))
    running = {
        name: timed(database, partial(work_list, place=PLACE, wanted=wanted, after=_key(mark)))
        for name, mark in places.items()
    }
    database.engine.dispose()
    return [
        {"list": "checks", "open": count, "milliseconds": checks},
        {"list": "clocks", "open": count, "milliseconds": running},
    ]


def _mark(session: Session, office: int, before: int) -> Mark:
    """Return where the page after the first `before` + 1 requests begins."""
    due_on, number = session.execute(
        select(CheckRequest.due_on, CheckRequest.id)
        .where(CheckRequest.office_id == office, IS_OPEN)
        .order_by(CheckRequest.due_on, CheckRequest.id)
        .offset(before)
        .limit(1)
    ).one()
    return Mark(due_on, number)


def _key(mark: Mark | None) -> str:
    """Return the same place in the list of clocks, whose rows have the same days and numbers."""
    return f"{mark.due_on.isoformat()}.{mark.id}" if mark else ""


def main() -> int:
    """Measure and write results/work_lists.json; 1 when many take over 1.5 times as long as few."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.work_lists", description=__doc__)
    reader.add_argument("--sizes", default="500,50000")
    given = reader.parse_args()
    rows: list[Told] = []
    for count in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            rows += measure(f"sqlite:///{folder}/work.db", count)
        print(json.dumps(rows[-2:]), flush=True)
    ratios = {each: _ratios([row for row in rows if row["list"] == each]) for each in LISTS}
    told = {
        "command": f"python -m benchmarks.work_lists {' '.join(sys.argv[1:])}".strip(),
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
        "rows": rows,
        "ratios": ratios,
    }
    print(json.dumps(ratios))
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(max(max(each.values()) for each in ratios.values()) > MOST_RATIO)


def _ratios(rows: list[Told]) -> dict[str, float]:
    """Return, for each page, how much longer the longest list takes than the shortest."""
    few, many = rows[0]["milliseconds"], rows[-1]["milliseconds"]
    return {name: round(many[name] / few[name], 2) for name in few}


if __name__ == "__main__":
    sys.exit(main())
