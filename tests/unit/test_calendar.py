"""Which days are worked: 2026 day by day, notices on file, and years nobody has announced."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from housing.calendar import Calendar, Notice, load_calendar
from housing.core.settings import config_folder

# The State Council's notice of 2025-11-04, typed from its text.
REST_2026 = [
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
]
WORKED_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
NOTICE = """
year = {year}
source = "a notice"
[[rest]]
name = "元旦"
from = {first}
to = {year}-01-03
[[working]]
name = "元旦"
day = {worked}
"""


def notice_file(folder: Path, year: int, first: str, worked: str) -> None:
    text = NOTICE.format(year=year, first=first, worked=worked)
    (folder / f"{year}.toml").write_text(text, encoding="utf-8")


def by_the_notice() -> dict[date, bool]:
    """Every day of 2026: is it worked."""
    first = date(2026, 1, 1)
    days = {first + timedelta(days=n): True for n in range(365)}
    for day in days:
        days[day] = day.weekday() < 5
    for start, end in REST_2026:
        day = date.fromisoformat(f"2026-{start}")
        while day <= date.fromisoformat(f"2026-{end}"):
            days[day] = False
            day += timedelta(days=1)
    return days | {date.fromisoformat(f"2026-{text}"): True for text in WORKED_2026}


@pytest.mark.parametrize("calendar", [load_calendar(), Calendar()], ids=["on file", "published"])
def test_every_day_of_2026_is_as_the_notice_has_it(calendar: Calendar) -> None:
    found = {day.day: day.working for day in calendar.days_of(2026)}
    assert found == by_the_notice()
    assert sum(found.values()) == 248
    assert not any(day.provisional for day in calendar.days_of(2026))


def test_the_notice_on_file_and_the_published_calendar_name_the_same_holidays() -> None:
    published = {day.day: day.holiday for day in Calendar().days_of(2026) if day.holiday}
    on_file = {day.day: day.holiday for day in load_calendar().days_of(2026) if day.holiday}
    assert {day: on_file[day] for day in published} == published


def test_only_weekend_days_that_are_worked_are_made_up() -> None:
    made_up = [day.day for day in load_calendar().days_of(2026) if day.is_made_up]
    assert made_up == [date.fromisoformat(f"2026-{text}") for text in WORKED_2026]


def test_a_year_nobody_announced_is_marked_and_judged_by_its_weekends() -> None:
    calendar = Calendar()
    assert calendar.is_provisional(2090)
    assert not calendar.is_provisional(2026)
    days = calendar.days_of(2090)
    assert all(day.provisional for day in days)
    assert [day.working for day in days] == [day.day.weekday() < 5 for day in days]
    assert "尚无放假安排" in calendar.source(2090)


def test_a_notice_on_file_ends_the_doubt(tmp_path: Path) -> None:
    notice_file(tmp_path, 2090, "2090-01-01", "2090-01-07")
    calendar = Calendar.of(tmp_path)
    assert not calendar.is_provisional(2090)
    assert calendar.source(2090) == "a notice"
    assert calendar.is_working_day(date(2090, 1, 7))
    assert not calendar.is_working_day(date(2090, 1, 2))
    assert not calendar.day(date(2090, 6, 1)).provisional
    assert calendar.is_provisional(2091)


def test_a_notice_goes_before_the_published_calendar_for_its_whole_year(tmp_path: Path) -> None:
    notice_file(tmp_path, 2026, "2026-01-01", "2026-01-04")
    calendar = Calendar.of(tmp_path)
    assert calendar.is_working_day(date(2026, 2, 17))
    assert not calendar.is_working_day(date(2026, 2, 14))
    assert not calendar.is_working_day(date(2025, 10, 1))


def test_a_notice_may_speak_of_the_december_before(tmp_path: Path) -> None:
    """2026's own file says nothing of its last days; the next year's notice may."""
    shipped = config_folder() / "calendar" / "2026.toml"
    (tmp_path / "2026.toml").write_bytes(shipped.read_bytes())
    assert load_calendar(tmp_path).is_working_day(date(2026, 12, 31))
    notice_file(tmp_path, 2027, "2026-12-31", "2026-12-26")
    calendar = load_calendar(tmp_path)
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.is_working_day(date(2026, 12, 26))
    assert calendar.is_working_day(date(2026, 12, 30))


def test_of_two_notices_the_later_year_decides_on_a_day_both_name() -> None:
    day = date(2026, 12, 26)
    earlier = Notice(2026, "a notice", rest={day: "国庆节"}, working={})
    later = Notice(2027, "another", rest={}, working={day: "元旦"})
    for notices in ([earlier, later], [later, earlier]):
        assert Calendar(notices).is_working_day(day)


def test_a_notice_is_seen_without_starting_again(tmp_path: Path) -> None:
    assert load_calendar(tmp_path).is_provisional(2090)
    notice_file(tmp_path, 2090, "2090-01-01", "2090-01-07")
    assert not load_calendar(tmp_path).is_provisional(2090)


def test_every_file_shipped_agrees_with_the_published_calendar() -> None:
    for path in (config_folder() / "calendar").glob("*.toml"):
        year = int(path.stem)
        if Calendar().is_provisional(year):
            continue
        published = {day.day: day.working for day in Calendar().days_of(year)}
        assert {day.day: day.working for day in load_calendar().days_of(year)} == published
