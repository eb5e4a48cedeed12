"""A county of ordinary size, made up but whole: 3,000 households and 620 flats in one round."""

import json
from collections import Counter
from typing import Any

import pytest

from housing.core.clock import day_of
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.demo.sample import make_sample
from housing.imports.columns import SheetKind
from housing.imports.service import import_sheets
from housing.imports.sheet import SheetFile
from housing.rounds import queries
from housing.rounds.models import Round
from housing.rounds.results import Status
from tests.conftest import NOW
from tests.integration.small_county import CENTRE, County


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    made = County(sqlite_database, keyring)
    sheets = make_sample(day_of(NOW), 3000, 620)
    files = [
        SheetFile(SheetKind.HOUSEHOLDS, "households.csv", sheets.households_csv()),
        SheetFile(SheetKind.UNITS, "units.csv", sheets.units_csv()),
    ]
    taken = made.act(CENTRE, NOW, lambda work: import_sheets(work, files))
    assert taken.is_taken
    return made


def content(county: County, round_id: int) -> dict[str, Any]:
    with county.database.reads() as session:
        bodies = queries.package_files(session, round_id)
    return {name: json.loads(body) for name, body in bodies.items()}


def test_a_county_round_of_three_thousand(county: County) -> None:
    """HN-17-1, HN-18-1, HN-18-2, HN-19-1, HN-19-2, HN-21-3: the articles hold for everybody."""
    a_round = county.published()
    files = content(county, a_round.id)
    roll = {line["id"]: line for line in files["roll.json"]["households"]}
    classes = {row["id"]: row for row in files["units.json"]["classes"]}
    given = files["allocation.json"]["assignments"]
    assert len(roll) + sum(files["roll.json"]["off_roll"].values()) == 3000
    assert len({row["unit"] for row in given}) == len({row["household"] for row in given})
    used = Counter(row["class"] for row in given)
    assert all(count <= classes[name]["capacity"] for name, count in used.items())
    stages = {row["number"]: row["key"] for row in files["stages.json"]["stages"]}
    for row in given:
        line, unit_class = roll[row["household"]], classes[row["class"]]
        key = stages[row["stage"]]
        if key.startswith("pool:"):
            assert unit_class["pool"] in line["pools"]
        if key == "accessible":
            assert line["needs_accessible"] == unit_class["accessible"] == 1
    housed = {row["household"] for row in given}
    left_rescue = {name for name, line in roll.items() if line["tier"] == 0 and name not in housed}
    assert left_rescue == set(files["allocation.json"]["subsidy_due"])
    _every_loser_has_reasons_and_no_personal_word(county, a_round)


def _every_loser_has_reasons_and_no_personal_word(county: County, a_round: Round) -> None:
    """Whoever got nothing can read why."""
    with county.database.reads() as session:
        total, lines = queries.masked_results(session, a_round.id, size=40, status="left_out")
        figures = queries.figures(session, a_round.id)
        outcomes = [
            queries.outcome(session, county.keyring, a_round.id, line.roll_id, "zh")
            for line in lines
        ]
    assert total == figures.left_out - figures.subsidy_due
    for found, line in zip(outcomes, lines, strict=True):
        assert found.status is Status.LEFT_OUT
        assert found.position == line.position
        assert found.stages[-1].basis == ("HN-19-4", "HN-21-5")
        assert len(found.reasons) >= 2
        assert "*" in found.name
