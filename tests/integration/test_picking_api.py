"""A hall over JSON: what the wall shows, and no more."""

from pathlib import Path

from housing.app import create_app
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from tests.conftest import PLACE
from tests.integration.halls import Hall
from tests.integration.small_county import County, usual


def test_everybody_may_read_the_hall_masked(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-21-7."""
    hall = Hall(County(sqlite_database, keyring).fill(*usual(keyring))).open()
    made = hall.pick()
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(
        settings, database=sqlite_database, keyring=keyring, clock=standing_clock(hall.latest)
    )
    address = f"/api/v1/rounds/{hall.a_round.code}/hall"
    told = app.test_client().get(address).json
    assert told is not None
    assert (told["had"], told["now"]["turn"], told["now"]["outcome"]) == (1, 2, None)
    assert told["done"][0]["unit_code"] == made.unit_code
    assert told["left"] == [{"unit_class": "P01-一居室-低-无障碍", "units": 1}]
    assert "SQ2025" not in app.test_client().get(address).text
    hall.finish()
    hall.end()
    told = app.test_client().get(address).json
    assert told is not None
    assert told["now"] is None
    assert told["ended_at"] is not None
    assert app.test_client().get("/api/v1/rounds/430199-2026-009/hall").status_code == 404
