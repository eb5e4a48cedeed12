"""How long a county officer's page of cases takes to open, with few and with many open cases.

Run `python -m benchmarks.case_list [--sizes 500,50000]`; writes `results/case_list.json`. The whole
page is asked of the application as a browser would ask it: who is signed in, the list by its legal
clock, the counts, the rendering; and searches by a scrap. SQLite on disk; the fastest of many
requests.
"""

import json
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask.testing import FlaskClient
from sqlalchemy import insert

from benchmarks import machine
from housing.accounts import queries
from housing.accounts.service import open_account
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.applications.models import Application, Member
from housing.applications.states import ApplicationState
from housing.applications.words import AppliesAs, Capacity, Channel, Marital, Relation
from housing.calendar import Measure
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.households.words import Assistance, Group
from housing.offices.facts import OfficeFacts
from housing.offices.service import open_office

RESULTS = Path(__file__).parent / "results" / "case_list.json"
PLACE, FIRST = "430199", date(2026, 9, 1)
MOMENT = datetime(2026, 9, 1, 1, tzinfo=UTC)
DAYS, REPEATS, CHUNK, MOST_RATIO = 60, 25, 5000, 1.5
PAGES = {
    "whose turn it is": "/desk/cases",
    "the whole county": "/desk/cases?whose=all",
    "overdue": "/desk/cases?due=overdue",
}
#: A search is posted, so that no name stays in an address.
SEARCHES = {
    "search by a whole number": "SQ0000000007",
    "search by a whole name": "示例甲7",
    "search by the last four": "0007",
    "search by a part of an address": "路 7 号",
    "search that finds nothing": "没有这样的地方",
}
Told = dict[str, Any]


def county(database: Database, keyring: Keyring) -> int:
    """Open the housing department and its reviewer; return the id of the office."""
    with working(database.acts, system_actor(PLACE), standing_clock(MOMENT), keyring) as work:
        facts = OfficeFacts(PLACE, OfficeKind.HOUSING_DEPARTMENT, "ZJ", "housing department")
        office = open_office(work, facts).id
        open_account(work, "fuhe", Role.COUNTY_REVIEWER, PLACE, "a sentence to measure", office)
    return office


def fill(database: Database, office: int, count: int) -> None:
    """Add `count` cases that wait for the county's recheck, each with one member and its clock."""
    with database.acts() as session, session.begin():
        for start in range(1, count + 1, CHUNK):
            numbers = range(start, min(start + CHUNK, count + 1))
            session.execute(insert(Application), [_application(number) for number in numbers])
            session.execute(insert(Member), [_member(number) for number in numbers])
            session.execute(insert(CaseClock), [_clock(number, office) for number in numbers])


def _application(number: int) -> Told:
    return {
        "id": number,
        "place": PLACE,
        "number": f"SQ{number:010d}",
        "group": Group.LOW_INCOME,
        "channel": Channel.HOUSEHOLD_STREET,
        "state": ApplicationState.COUNTY_RECEIVED,
        "applies_as": AppliesAs.HEAD,
        "assistance": Assistance.FLAT,
        "income_fen": 100000,
        "assets_fen": 0,
        "present_area": 0,
        "address": f"示例街道示例路{number}号",
        "residence_address": f"示例街道示例路{number}号",
        "phone_sealed": b"sealed",
        "phone_index": f"{number:064d}",
        "version": 8,
        "opened_by": "sq0000000001",
        "opened_at": MOMENT,
        "submitted_at": MOMENT,
        "accepted_on": FIRST,
    }


def _member(number: int) -> Told:
    return {
        "application_id": number,
        "position": 1,
        "name": f"示例甲{number}",
        "relation": Relation.HEAD,
        "document_kind": "居民身份证",
        "identity_sealed": b"sealed" * 8,
        "identity_index": f"{number:064d}",
        "identity_tail_index": f"{number % 997:064d}",
        "birth_on": date(1980, 1, 1),
        "marital": Marital.SINGLE,
        "capacity": Capacity.FULL,
        "is_applicant": True,
        "live": True,
    }


def _clock(number: int, office: int) -> Told:
    due_on = FIRST + timedelta(days=number * 7919 % DAYS - DAYS // 10)
    return {
        "place": PLACE,
        "case_kind": "application",
        "case_id": number,
        "case_number": f"SQ{number:010d}",
        "kind": ClockKind.COUNTY_RECHECK,
        "sub": 0,
        "office_id": office,
        "role": Role.COUNTY_REVIEWER,
        "started_on": FIRST - timedelta(days=DAYS),
        "due_on": due_on,
        "remind_on": due_on,
        "overdue_from": due_on + timedelta(days=1),
        "provisional": False,
        "period": 15,
        "measure": Measure.WORKING_DAYS,
        "rolls_over": True,
        "lead": 3,
        "rules": ["HN-15-5"],
    }


def measure(count: int) -> Told:
    """Return the milliseconds of each page with `count` open cases."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"HOUSING_HOME": folder, "HOUSING_PLACE": PLACE})
        database, keyring = open_database(settings.database_url), open_keyring(Path(folder))
        upgrade(database.engine)
        fill(database, county(database, keyring), count)
        clock = standing_clock(MOMENT)
        app = create_app(settings, database=database, keyring=keyring, clock=clock)
        client = app.test_client()
        _sign_in(client, database)
        app.config["WTF_CSRF_ENABLED"] = False
        spent = {name: _fastest(client, path) for name, path in PAGES.items()}
        for name, words in SEARCHES.items():
            spent[name] = _fastest(client, "/desk/cases", words)
        database.engine.dispose()
    return {"open": count, "milliseconds": spent}


def _sign_in(client: FlaskClient, database: Database) -> None:
    with database.reads() as session:
        account = queries.by_name(session, "fuhe")
    if account is None:
        raise SystemExit("the officer's account is not there")
    with client.session_transaction() as held:
        held["_user_id"] = SignedIn(queries.actor_of(account), account.stamp, "fuhe").get_id()


def _fastest(client: FlaskClient, path: str, words: str | None = None) -> float:
    spent = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        answer = client.get(path) if words is None else client.post(path, data={"words": words})
        spent.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status}")
    return round(min(spent) * 1000, 2)


@click.command()
@click.option("--sizes", default="500,50000", show_default=True)
def main(sizes: str) -> None:
    """Measure and write the result; exit status 1 when a page takes over 1.5 times as long."""
    rows = [measure(int(size)) for size in sizes.split(",")]
    few, many = rows[0]["milliseconds"], rows[-1]["milliseconds"]
    ratios = {name: round(many[name] / few[name], 2) for name in few}
    told = {
        "command": f"python -m benchmarks.case_list --sizes {sizes}",
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
        "rows": rows,
        "ratios": ratios,
    }
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(json.dumps({"rows": rows, "ratios": ratios}, indent=1))
    # A search reads up to 2,000 cases for a part of a word, more than there are of the few.
    sys.exit(int(max(ratios[name] for name in PAGES) > MOST_RATIO))


if __name__ == "__main__":
    main()
