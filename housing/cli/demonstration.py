"""`housing demo`: the main job on the sample county, or on two sheets of one's own.

On the sample county admission follows: some families from their application to the queue.
"""

from datetime import date, datetime
from pathlib import Path

import click
from tqdm import tqdm

from housing.cli.installation import revision_of, settings_of
from housing.cli.sheets import write_report
from housing.core.clock import day_of, system_clock
from housing.core.db.session import open_database
from housing.core.errors import HousingError
from housing.core.keyring import open_keyring
from housing.demo.admission import Admission
from housing.demo.job import MainJob, Place, Sheets
from housing.demo.officers import has_offices
from housing.demo.stage import Stage
from housing.demo.tenancies import Tenancies
from housing.demo.timings import Timings, start_up
from housing.demo.told import told
from housing.rounds.models import Round

SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)
STEPS = 11
DAY = "The demonstration is over by this day, e.g. 2026-11-22 (default: today)."


@click.command()
@click.option(
    "--home",
    "own_home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the demonstration (default: HOUSING_HOME or ./var).",
)
@click.option("--households", type=SHEET, help="Sheet of households (default: the sample county).")
@click.option("--units", type=SHEET, help="Sheet of flats (default: the sample county).")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=DAY)
@click.option("--timings", type=click.Path(dir_okay=False, path_type=Path), help="Timing file.")
@click.pass_obj
def demo_command(
    home: Path | None,
    own_home: Path | None,
    households: Path | None,
    units: Path | None,
    day: datetime | None,
    timings: Path | None,
) -> None:
    """演示主要业务 / the main job, from two sheets to a published round."""
    spent = Timings()
    begun = start_up()
    spent.add("interpreter", begun, begun)
    if (households is None) != (units is None):
        raise click.UsageError("--households, --units: 两张表须一并给出 / give both or neither")
    where = _place(own_home or home)
    look = {"bar_format": "{desc} {bar} {n_fmt}/{total_fmt}", "leave": False, "disable": None}
    with tqdm(total=STEPS, **look) as bar:

        def progress(words: str) -> None:
            bar.set_description_str(words)
            bar.update()

        job = MainJob(where, _day(day), Sheets(households, units), progress, spent)
        a_round = _run(job)
        more = Timings()
        with more.step("admission"):
            admission = _admission(job, a_round)
    settings = settings_of(where.home)
    click.echo("\n".join(told(job, a_round, f"http://{settings.host}:{settings.port}", admission)))
    has_changed = job.has_changed or (admission is not None and admission.stage.has_changed)
    where.database.engine.dispose()  # The whole database lies in one file from here on.
    facts = {
        "was_finished": int(not has_changed),
        "admission_milliseconds": more.total,
        "admission_processor_milliseconds": more.worked["admission"],
    }
    spent.write(timings or where.home / "timings.json", facts)
    if job.verdict is None or not job.verdict.holds:
        click.echo("\n".join(job.verdict.lines if job.verdict else []), err=True)
        raise click.ClickException("数据包核验不符 / the package does not verify")


def _run(job: MainJob) -> Round:
    try:
        return job.run()
    except HousingError:
        if job.outcome is not None and not job.outcome.is_taken:
            report = write_report(job.where.home, job.outcome)
            click.echo(f"全部错误见 / all faults: {report}", err=True)
        raise


def _admission(job: MainJob, a_round: Round) -> Admission | None:
    """Play admission after the round, where the sample county itself was drawn."""
    where = job.where
    if job.sheets.households or a_round.published_at is None or not has_offices(where.place):
        return None
    job.progress("准入与租赁：申请、审核、登记，收租、维修、续租 admission, tenancy")
    stage, published_on = Stage(where), day_of(a_round.published_at)
    tenancies = Tenancies(stage, published_on)
    admission = Admission(stage, published_on, job.day, tenancies.one_day)
    admission.run()
    return admission


def _place(home: Path | None) -> Place:
    """The demonstration keeps to an embedded SQLite in its own folder, whatever else is set."""
    settings = settings_of(home)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = f"sqlite:///{settings.home / 'housing.db'}"
    database = open_database(url)
    revision_of(database)
    keyring = open_keyring(settings.home / "keys")
    return Place(settings.home, settings.place, database, keyring)


def _day(given: datetime | None) -> date:
    return given.date() if given else system_clock().today()
