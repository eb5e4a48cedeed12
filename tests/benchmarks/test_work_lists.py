"""The benchmark of work lists really opens pages of both lists, and its results hold."""

import json
from pathlib import Path

from benchmarks.work_lists import LISTS, MOST_RATIO, RESULTS, fill, measure
from housing.checks.queries import open_of_office
from housing.clocks.queries import Wanted, work_list
from housing.core.db.migrate import upgrade
from housing.core.db.session import open_database


def test_the_lists_hold_the_open_ones_only(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'few.db'}")
    upgrade(database.engine)
    office = fill(database, 60)
    with database.reads() as session:
        assert open_of_office(session, office).total == 60
        assert work_list(session, "430199", Wanted(offices=(office,))).total == 60
    database.engine.dispose()


def test_each_list_is_opened_at_three_places(tmp_path: Path) -> None:
    rows = measure(f"sqlite:///{tmp_path / 'work.db'}", 120)
    assert [row["list"] for row in rows] == list(LISTS)
    for row in rows:
        assert set(row["milliseconds"]) == {"first page", "middle", "last page"}


def test_fifty_thousand_open_as_fast_as_five_hundred() -> None:
    told = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert {row["open"] for row in told["rows"]} == {500, 50000}
    assert max(max(each.values()) for each in told["ratios"].values()) <= MOST_RATIO
