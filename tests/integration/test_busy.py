"""On SQLite one act writes at a time; whoever waits too long is told so, and nothing is lost."""

from pathlib import Path

import pytest
from sqlalchemy import select

from housing.core.audit.models import RegisterRow
from housing.core.db.session import open_database
from housing.core.errors import Busy
from housing.web.errors import status_of
from tests.migrated import migrated_sqlite


def test_an_act_that_waits_too_long_is_told_so_and_reading_goes_on(tmp_path: Path) -> None:
    first = migrated_sqlite(tmp_path / "housing.db")
    second = open_database(f"sqlite:///{tmp_path / 'housing.db'}", patience=0.05)
    with first.acts() as held, held.begin():
        held.execute(select(RegisterRow.number))
        with pytest.raises(Busy, match="系统正忙") as told, second.acts() as waiting:
            waiting.execute(select(RegisterRow.number))
        with second.reads() as reading:
            assert reading.scalars(select(RegisterRow.number)).all() == []
    assert status_of(told.value) == 503
    with second.acts() as later, later.begin():
        later.execute(select(RegisterRow.number))
    for database in (first, second):
        database.engine.dispose()
