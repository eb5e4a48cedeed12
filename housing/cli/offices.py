"""`housing offices`: the bodies that have something to do, loaded, listed and closed."""

from datetime import datetime
from pathlib import Path

import click

from housing.accounts.queries import staff
from housing.cli.installation import open_installation
from housing.core.access.actor import system_actor
from housing.core.access.offices import OFFICE_NAMES
from housing.core.clock import system_clock
from housing.core.errors import NotFound
from housing.core.work import working
from housing.offices import queries, service, sheet

AS = click.option("--as", "name", metavar="NAME", help="Acting account (default: this machine).")


@click.group()
def offices_command() -> None:
    """机构 / offices."""


@offices_command.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS
@click.pass_obj
def load(home: Path | None, file: Path, name: str | None) -> None:
    """按表设立机构 / open the offices of a CSV file: all of them, or none."""
    here = open_installation(home)
    actor = here.actor(name) if name else system_actor(here.settings.place)
    with working(here.database.acts, actor, system_clock(), here.keyring) as work:
        opened = sheet.load_offices(work, file.name, file.read_bytes())
    click.echo(f"已设立 {len(opened)} 个机构 / {len(opened)} offices opened")


@offices_command.command("list")
@click.argument("place", required=False)
@click.pass_obj
def list_all(home: Path | None, place: str | None) -> None:
    """机构一览 / the offices of a place (default: this installation's)."""
    here = open_installation(home)
    with here.reading() as session:
        for office in queries.listed(session, place or here.settings.place, closed=True):
            people = len(staff(session, office.id))
            closed = f"  {office.closed_on} 起撤销 / closed" if office.closed_on else ""
            words = f"{OFFICE_NAMES[office.kind]} {office.kind}"
            click.echo(f"{office.code}\t{office.name}\t{words}\t{people} 人{closed}")


@offices_command.command("close")
@click.argument("code")
@click.option(
    "--on",
    "day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    required=True,
    help="The first day without it.",
)
@click.option("--reason", required=True)
@AS
@click.pass_obj
def close(home: Path | None, code: str, day: datetime, reason: str, name: str | None) -> None:
    """撤销机构 / close an office."""
    here = open_installation(home)
    actor = here.actor(name) if name else system_actor(here.settings.place)
    with working(here.database.acts, actor, system_clock(), here.keyring) as work:
        office = queries.by_code(work.session, here.settings.place, code)
        if office is None:
            raise NotFound(f"没有代码为 {code} 的机构 / there is no office {code}")
        service.close_office(work, office.id, day.date(), reason=reason)
    click.echo(f"{code} 自 {day.date()} 起撤销 / closed from {day.date()} on")
