"""Occupancy at the command line: every project beside its targets, and the count."""

from datetime import datetime
from pathlib import Path

import click

from housing.calendar import load_calendar
from housing.cli.installation import open_installation
from housing.core.clock import system_clock
from housing.occupancy import jobs, queries
from housing.occupancy.rules import targets
from housing.occupancy.words import Standing
from housing.policies import queries as policies

WORDS = {
    Standing.NOT_KNOWN: "缺少日期 no date",
    Standing.RUNNING: "期内 running",
    Standing.ALERT: "六个月内到期 due within six months",
    Standing.REACHED: "已达到 reached",
    Standing.MISSED: "到期未达到 missed",
}


@click.group("occupancy", invoke_without_command=True)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As on this day.")
@click.pass_context
def occupancy_command(ctx: click.Context, day: datetime | None) -> None:
    """各项目的分配入住率 / occupancy of each project against its targets."""
    if ctx.invoked_subcommand is not None:
        return
    here = open_installation(ctx.obj)
    place, on = here.settings.place, day.date() if day else system_clock().today()
    with here.reading() as session:
        terms = queries.terms_of(policies.book(session), place, on)
        projects = queries.projects(session, place)
    calendar = load_calendar()
    for project in projects:
        cells = [project.code, project.name, f"{project.occupied}/{project.units}"]
        for target in targets(calendar, project, terms, on) if terms else ():
            cells.append(f"{target.rule} {target.ends_on or '—'} {WORDS[target.standing]}")
        click.echo("\t".join(cells))


@occupancy_command.command("count")
@click.pass_obj
def count(home: Path | None) -> None:
    """统计已到期的项目，可重复运行 / count what has fallen due; safe to run again."""
    here = open_installation(home)
    made = jobs.count(here.database, here.keyring, system_clock())
    click.echo(f"新统计 {made} 项 / {made} counts made")
