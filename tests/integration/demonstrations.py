"""A demonstration on a small made-up county, run whole or until a step."""

from datetime import date
from pathlib import Path

from housing.core.db.session import Database
from housing.core.files import write_whole
from housing.core.keyring import Keyring
from housing.demo.job import MainJob, Place, Sheets
from housing.demo.sample import make_sample
from housing.demo.story_days import ROUND_DAYS, Calendar
from tests.conftest import PLACE

DAY = date(2026, 11, 20)
#: The days of a round on sheets of one\'s own.
STORY = Calendar(DAY, ROUND_DAYS)
PACKAGE = "打包并公布 package"
STEPS = (
    "导入两张表 import",
    "立项并冻结名册 freeze",
    "摇号与排序 draw",
    "分配与证明 engine",
    "独立复算 check",
    PACKAGE,
    "名单与回执 lists",
    "核验数据包 verify",
)


class Interrupted(Exception):
    """The power went."""


def small_sheets(
    folder: Path, households: int = 120, units: int = 36, story: Calendar = STORY
) -> Sheets:
    """Write two small sheets and return where they lie."""
    sample = make_sample(story.first_day, households, units)
    write_whole(folder / "households.csv", sample.households_csv())
    write_whole(folder / "units.csv", sample.units_csv())
    return Sheets(folder / "households.csv", folder / "units.csv")


def small_job(home: Path, database: Database, keyring: Keyring, until: str = "") -> MainJob:
    """Return a job that stops where the step named `until` would begin."""

    def progress(words: str) -> None:
        if words == until:
            raise Interrupted(words)

    where = Place(home, PLACE, database, keyring)
    sheets = home / "small"
    found = Sheets(sheets / "households.csv", sheets / "units.csv")
    if not (sheets / "units.csv").is_file():
        found = small_sheets(sheets)
    return MainJob(where, DAY, found, progress)


def run_until(home: Path, database: Database, keyring: Keyring, until: str) -> None:
    """Run the job up to a step."""
    try:
        small_job(home, database, keyring, until).run()
    except Interrupted:
        return
    raise AssertionError(f"the job has no step {until!r}")
