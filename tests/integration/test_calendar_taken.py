"""An officer takes the State Council's notice of a year; the register knows, and only once."""

from datetime import date
from pathlib import Path

import pytest

from housing.calendar.book import load_calendar
from housing.calendar.service import take_notice
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.keyring import Keyring
from housing.core.work import working
from tests.conftest import NOW, actor

NOTICE = """
year = 2027
source = "国办发明电〔2026〕7号"
[[rest]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
[[working]]
name = "元旦"
day = 2027-01-09
"""


class Desk:
    """An officer who takes notices into a folder."""

    def __init__(self, database: Database, keyring: Keyring, folder: Path) -> None:
        """Keep what an act needs."""
        self.database, self.keyring, self.folder = database, keyring, folder

    def take(self, text: str = NOTICE, *, replace: bool = False, role: Role = Role.CENTRE) -> None:
        """Take a notice of 2027."""
        with working(self.database.acts, actor(role), standing_clock(NOW), self.keyring) as work:
            take_notice(work, self.folder, "2027.toml", text.encode(), replace=replace)


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officer's desk on an empty folder."""
    return Desk(database, keyring, tmp_path)


def test_a_provisional_year_becomes_exact(desk: Desk) -> None:
    assert load_calendar(desk.folder).is_provisional(2027)
    desk.take()
    calendar = load_calendar(desk.folder)
    assert not calendar.is_provisional(2027)
    assert calendar.is_working_day(date(2027, 1, 9))


def test_another_notice_of_the_year_needs_the_word_replace(desk: Desk) -> None:
    desk.take()
    desk.take()
    other = NOTICE.replace("2027-01-09", "2027-01-10")
    with pytest.raises(BrokenRule, match="替换"):
        desk.take(other)
    desk.take(other, replace=True)
    assert load_calendar(desk.folder).is_working_day(date(2027, 1, 10))


def test_what_is_no_notice_leaves_the_file_as_it_was(desk: Desk) -> None:
    desk.take()
    with pytest.raises(BadInput, match="2027-13"):
        desk.take(NOTICE.replace("2027-01-09", '"2027-13-09"'), replace=True)
    assert load_calendar(desk.folder).is_working_day(date(2027, 1, 9))


def test_not_everybody_may(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.take(role=Role.AUDITOR)
