"""Importing sheets, and writing the sample county's."""

from datetime import date
from pathlib import Path

import click

from housing.cli.installation import acts_as, open_installation
from housing.core.clock import system_clock
from housing.core.files import PRIVATE, write_whole
from housing.demo.sample import make_sample
from housing.imports.columns import SheetKind
from housing.imports.examine import RowKey
from housing.imports.report_sheet import COLUMNS, report_rows
from housing.imports.service import Outcome, import_sheets
from housing.imports.sheet import SheetFile
from housing.web.workbook import workbook

MOST_TOLD = 20
SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--households", type=SHEET, help="Sheet of households (CSV or xlsx).")
@click.option("--units", type=SHEET, help="Sheet of flats (CSV or xlsx).")
@click.option(
    "--set-aside", "aside", multiple=True, metavar="households:17", help="Row to leave out."
)
@click.option("--reason", default="", help="Why rows are set aside.")
@acts_as
@click.pass_context
def import_command(
    ctx: click.Context,
    households: Path | None,
    units: Path | None,
    aside: tuple[str, ...],
    reason: str,
    name: str,
) -> None:
    """导入家庭表和房源表 / take sheets as a whole, or nothing.

    Exit status 0: taken; 1: faults, nothing was taken and the report's path is printed.
    """
    paths = {SheetKind.HOUSEHOLDS: households, SheetKind.UNITS: units}
    files = [SheetFile(kind, path.name, path.read_bytes()) for kind, path in paths.items() if path]
    if not files:
        raise click.UsageError("--households, --units: 至少给出一张表 / give at least one sheet")
    here = open_installation(ctx.obj)
    with here.acting(name) as work:
        outcome = import_sheets(work, files, {_row(text) for text in aside}, reason)
        report = write_report(here.settings.home, outcome)
    _tell(outcome, report, aside)
    ctx.exit(0 if outcome.is_taken else 1)


def write_report(home: Path, outcome: Outcome) -> Path:
    """Write the findings as a workbook below `home`, readable for its owner only."""
    rows = report_rows(outcome.report, list(outcome.findings))
    path = home / "imports" / f"report-{outcome.report.id}.xlsx"
    write_whole(path, workbook("导入报告", COLUMNS["zh"], rows), PRIVATE)
    return path


def _row(text: str) -> RowKey:
    kind, _, number = text.partition(":")
    if kind not in set(SheetKind) or not number.isdecimal():
        raise click.UsageError(f"--set-aside {text}: 应如 households:17 / write e.g. units:5")
    return SheetKind(kind), int(number)


def _tell(outcome: Outcome, report: Path, aside: tuple[str, ...]) -> None:
    if outcome.already:
        click.echo("与上次导入的文件相同，未作改动 / the same files as last time, nothing changed")
    if outcome.imports and aside:
        click.echo(f"已搁置 {len(aside)} 行 / rows set aside: {len(aside)}")
    for taken in outcome.imports:
        click.echo(
            f"{taken.kind}: {taken.rows} 行 rows，新增 new {taken.new}，"
            f"变更 changed {taken.changed}，未变 unchanged {taken.unchanged}"
        )
    if not outcome.is_taken:
        count = len(outcome.faults)
        click.echo(f"{count} 处错误，未导入任何一行 / {count} faults, nothing was taken", err=True)
        for fault in outcome.faults[:MOST_TOLD]:
            click.echo(f"  {fault.line()}", err=True)
        if count > MOST_TOLD:
            click.echo(f"  另有 {count - MOST_TOLD} 处 / more, see the report", err=True)
    notices = len(outcome.findings) - len(outcome.faults)
    click.echo(f"提示 notices: {notices}；报告 report: {report}", err=not outcome.is_taken)


@click.command()
@click.option("--households", "household_path", type=OUT, required=True)
@click.option("--units", "unit_path", type=OUT, required=True)
@click.option("--count", default=3000, show_default=True, help="Households.")
@click.option("--flats", default=620, show_default=True, help="Flats.")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the sheets (default: today)."
)
def sample_command(
    household_path: Path, unit_path: Path, count: int, flats: int, day: date | None
) -> None:
    """生成示例县的两张表 / write the made-up sheets of the sample county."""
    sample = make_sample(_day(day), count, flats)
    write_whole(household_path, sample.households_csv())
    write_whole(unit_path, sample.units_csv())
    click.echo(f"{household_path}: {count}\n{unit_path}: {flats}")


def _day(given: date | None) -> date:
    return date(given.year, given.month, given.day) if given else system_clock().today()
