"""Deadlines at the command line: what is due, and the sweep."""

from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from housing.cli.installation import open_installation
from housing.clocks import queries
from housing.clocks.jobs import sweep
from housing.clocks.kinds import KINDS
from housing.clocks.models import CaseClock
from housing.clocks.queries import Wanted
from housing.core.access.names import ROLE_NAMES
from housing.core.clock import system_clock
from housing.core.errors import NotFound
from housing.offices import queries as offices


@click.group("clocks", invoke_without_command=True)
@click.option("--office", "code", metavar="CODE", help="Only of this office.")
@click.option("--overdue", is_flag=True, help="Only what is overdue today.")
@click.option("--rows", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.pass_context
def clocks_command(ctx: click.Context, code: str | None, overdue: bool, rows: int) -> None:
    """时限一览，最早到期的在前 / deadlines, the nearest last day first."""
    if ctx.invoked_subcommand is not None:
        return
    here = open_installation(ctx.obj)
    place, day = here.settings.place, system_clock().today()
    with here.reading() as session:
        office = _office(session, place, code)
        wanted = Wanted(
            offices=None if office is None else [office],
            overdue_on=day if overdue else None,
        )
        page = queries.work_list(session, place, wanted, rows=rows)
        for clock in page.rows:
            click.echo(_line(session, clock, day))
    more = "+" if page.capped else ""
    click.echo(f"共 {page.total}{more} 件 / {page.total}{more} in all")


@clocks_command.command("sweep")
@click.pass_obj
def sweep_now(home: Path | None) -> None:
    """提醒与逾期登记，可重复运行 / remind and note what is overdue; safe to run again."""
    here = open_installation(home)
    done = sweep(here.database, here.keyring, system_clock())
    click.echo(
        f"提醒 {done.reminded}，逾期 {done.overdue}，按放假安排改期 {done.moved}"
        f" / reminded {done.reminded}, overdue {done.overdue}, moved {done.moved}"
    )


def _office(session: Session, place: str, code: str | None) -> int | None:
    if code is None:
        return None
    found = offices.by_code(session, place, code)
    if found is None:
        raise NotFound(f"没有代码为 {code} 的机构 / there is no office {code}")
    return found.id


def _line(session: Session, clock: CaseClock, day: date) -> str:
    office = offices.get(session, clock.office_id)
    state = "暂停 paused" if clock.paused_on else "逾期 overdue" if clock.is_overdue(day) else ""
    held = f"{office.name if office else '—'} {ROLE_NAMES[clock.role]}"
    cells = [str(clock.due_on), KINDS[clock.kind].title, clock.case_number, held, state]
    return "\t".join(cells).rstrip()
