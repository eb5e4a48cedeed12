"""Working days at the command line: when a period ends, and which days of a year are worked."""

from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import click

from housing.calendar import (
    Calendar,
    Deadline,
    Measure,
    Period,
    counted_back,
    due,
    load_calendar,
)
from housing.calendar.service import take_notice
from housing.cli.installation import acts_as, open_installation, settings_of
from housing.core.settings import config_folder
from housing.places import PlaceBook
from housing.policies import PolicyBook

DAY = click.DateTime(formats=["%Y-%m-%d"])
WEEKDAYS = "一二三四五六日"


@click.group()
def calendar_command() -> None:
    """工作日与期限 / working days, and when a period ends."""


@calendar_command.command("due")
@click.option("--from", "start", type=DAY, required=True, help="Its own day is not counted.")
@click.option("--working-days", type=int, help="工作日")
@click.option("--days", type=int, help="日、天")
@click.option("--months", type=int, help="月")
@click.option("--years", type=int, help="年")
@click.option("--before", is_flag=True, help="Count back from the day, as for 期满3个月前.")
@click.option("--place", help="Whose roll-over switch holds (default: the county served).")
@click.pass_obj
def due_day(
    home: Path | None,
    start: datetime,
    working_days: int | None,
    days: int | None,
    months: int | None,
    years: int | None,
    before: bool,
    place: str | None,
) -> None:
    """期限届满日 / the last day of a period, and how it was counted."""
    period = _period(
        {
            Measure.WORKING_DAYS: working_days,
            Measure.DAYS: days,
            Measure.MONTHS: months,
            Measure.YEARS: years,
        }
    )
    calendar, first = load_calendar(), start.date()
    if before:
        _print(calendar, counted_back(calendar, first, period))
        return
    rolls_over = period.measure is not Measure.WORKING_DAYS and _rolls_over(
        place or settings_of(home).place, first
    )
    _print(calendar, due(calendar, first, period, rolls_over))


@calendar_command.command("year")
@click.argument("year", type=click.IntRange(1950, 9990))
def year_of(year: int) -> None:
    """全年放假与补班 / the days of rest and the made-up working days of YEAR."""
    calendar = load_calendar()
    days = calendar.days_of(year)
    working = sum(day.working for day in days)
    click.echo(f"{year}年  工作日 {working} 天，休息日 {len(days) - working} 天 / working, rest")
    click.echo(f"依据 / source: {calendar.source(year)}")
    if calendar.is_provisional(year):
        click.echo("暂定：公布后用 housing calendar take 载入 / provisional until it is announced")
    click.echo("平常周末不列 / plain weekends are not listed")
    for (holiday, is_working), group in groupby(days, key=lambda day: (day.holiday, day.working)):
        if not holiday:
            continue
        named = [day.day for day in group]
        kind = "补班 made up " if is_working else "放假 rest    "
        last = f" — {_shown(named[-1])}" if len(named) > 1 else ""
        click.echo(f"{kind}  {_shown(named[0])}{last}  {holiday}")


@calendar_command.command("take")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace a notice that is on file already.")
@acts_as
@click.pass_obj
def take(home: Path | None, file: Path, replace: bool, name: str) -> None:
    """载入一年的放假安排 / check a year's notice (<year>.toml) and put it on file."""
    folder = config_folder() / "calendar"
    with open_installation(home).acting(name) as work:
        notice = take_notice(work, folder, file.name, file.read_bytes(), replace=replace)
    click.echo(
        f"已载入 {notice.year} 年：放假 {len(notice.rest)} 天，补班 {len(notice.working)} 天"
        f" / on file: {folder / file.name}"
    )


def _period(given: dict[Measure, int | None]) -> Period:
    named = [(measure, length) for measure, length in given.items() if length is not None]
    if len(named) != 1:
        raise click.UsageError(
            "请给出一种期限 / give exactly one of --working-days, --days, --months, --years"
        )
    measure, length = named[0]
    return Period(length, measure)


def _rolls_over(place: str, day: date) -> bool:
    PlaceBook.load().find(place, day)
    return bool(PolicyBook.load().value("last_day_rolls_over", place, day).value == 1)


def _print(calendar: Calendar, deadline: Deadline) -> None:
    mark = "  暂定 provisional" if deadline.provisional else ""
    click.echo(f"{_shown(deadline.day)}{mark}")
    click.echo(deadline.reason)
    click.echo(f"依据 / source: {calendar.source(deadline.day.year)}")


def _shown(day: date) -> str:
    return f"{day.isoformat()} 周{WEEKDAYS[day.weekday()]}"
