"""A round at the command line: one command for each act, the same services as the pages."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from housing.cli.installation import acts_as, open_installation
from housing.core.clock import ZONE, system_clock
from housing.core.work import Work
from housing.lists.service import write_lists, write_receipts
from housing.offers import service as offers
from housing.packages.service import publish_round, round_folder
from housing.picking import service as picking
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.rounds.states import RoundState
from housing.rounds.words import ACT_WORDS, STATE_WORDS
from housing.web.role_words import ROLE_WORDS

MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def round_command() -> None:
    """分配轮次 / rounds. CODE is e.g. 430199-2026-001."""


@round_command.command()
@click.option("--title", required=True, help="Name of the round.")
@click.option("--document", required=True, help="Number of the approved plan.")
@click.option("--source", required=True, help="Announced source of the seed: ssq, dlt, pl5, dice.")
@click.option("--mechanism", help="Default: the county's approved method.")
@acts_as
@click.pass_obj
def prepare(
    home: Path | None, title: str, document: str, source: str, mechanism: str | None, name: str
) -> None:
    """立项 / prepare a round."""
    with open_installation(home).acting(name) as work:
        a_round = service.prepare(
            work,
            name=title,
            approval_document=document,
            seed_source=source,
            mechanism=mechanism,
        )
    click.echo(_where(a_round))


def _where(a_round: Round) -> str:
    """Return code and state of a round, the state in words and as the formats name it."""
    return f"{a_round.code}  {STATE_WORDS[a_round.state]} {a_round.state}"


def _act(home: Path | None, code: str, name: str, act: Callable[[Work, int], object]) -> None:
    """Let the account do one act on the round, and say where it stands then."""
    here = open_installation(home)
    with here.acting(name) as work:
        act(work, queries.by_code(work.session, work.place, code).id)
    with here.reading() as session:
        a_round = queries.by_code(session, here.settings.place, code)
    click.echo(_where(a_round))


def _plain(name: str, words: str, act: Callable[[Work, int], object]) -> None:
    """Add the command of an act that asks for nothing more."""

    @round_command.command(name, help=words)
    @click.argument("code")
    @acts_as
    @click.pass_obj
    def command(home: Path | None, code: str, name: str) -> None:
        _act(home, code, name, act)


_plain("freeze", "冻结名册 / freeze the roll.", service.freeze)
_plain("order", "排序 / make the order.", service.make_order)
_plain("publish-order", "公示排序 / show the order to the public.", service.publish_order)
_plain("allocate", "分配 / decide who gets which flat.", service.allocate)
_plain("check", "独立复算 / the second opinion.", service.check)
_plain("open-picking", "开始选房 / open the hall.", picking.open_hall)
_plain("end-picking", "结束选房 / close the hall and write its result.", picking.end)
_plain("open-signing", "开始签约 / offer what the round gave.", offers.make_all)
_plain("reoffer", "依次递补 / offer what came free to the next.", offers.reoffer)
_plain("close", "结束轮次 / close the round.", offers.close)


@round_command.command()
@click.argument("code")
@click.option("--document", required=True, help="Number of the paper that ended the re-review.")
@acts_as
@click.pass_obj
def adopt(home: Path | None, code: str, document: str, name: str) -> None:
    """采用已复审的名册 / take the imported sheets as the re-reviewed roll."""
    _act(home, code, name, lambda work, id_: service.adopt_roll(work, id_, document=document))


@round_command.command()
@click.argument("code")
@click.option("--text", required=True, help="The seed, exactly as drawn.")
@click.option("--drawn-at", type=MOMENT, required=True, help="When it was drawn, local time.")
@click.option("--witnesses", required=True, help="Who saw it, or the notary's document.")
@acts_as
@click.pass_obj
def seed(
    home: Path | None, code: str, text: str, drawn_at: datetime, witnesses: str, name: str
) -> None:
    """录入种子 / enter the public seed."""
    moment = drawn_at.replace(tzinfo=ZONE)
    _act(
        home,
        code,
        name,
        lambda work, id_: service.enter_seed(
            work, id_, text=text, drawn_at=moment, witnesses=witnesses
        ),
    )


@round_command.command()
@click.argument("code")
@acts_as
@click.pass_obj
def publish(home: Path | None, code: str, name: str) -> None:
    """打包、核验并公布 / package, verify and publish."""
    here = open_installation(home)
    folder = round_folder(here.settings.home, code)
    with here.acting(name) as work:
        a_round = queries.by_code(work.session, work.place, code)
        published = publish_round(work, a_round.id, folder)
    click.echo("\n".join(published.verdict.lines))
    _write_lists(home, code)
    click.echo(f"{code}  结果已公布 published  {published.path}  {published.sha256}")


@round_command.command()
@click.argument("code")
@click.option("--reason", required=True)
@click.option("--document", required=True, help="Number of the decision.")
@acts_as
@click.pass_obj
def annul(home: Path | None, code: str, reason: str, document: str, name: str) -> None:
    """作废，不能撤销 / annul for ever."""
    _act(
        home,
        code,
        name,
        lambda work, id_: service.annul(work, id_, reason=reason, document=document),
    )


@round_command.command("list")
@click.pass_obj
def list_all(home: Path | None) -> None:
    """轮次一览 / all rounds."""
    here = open_installation(home)
    with here.reading() as session:
        for a_round in queries.rounds_of(session, here.settings.place):
            click.echo(f"{_where(a_round)}  {a_round.name}")


@round_command.command()
@click.argument("code")
@click.pass_obj
def show(home: Path | None, code: str) -> None:
    """一轮的步骤与数字 / steps, hashes and numbers of one round."""
    here = open_installation(home)
    with here.reading() as session:
        a_round = queries.by_code(session, here.settings.place, code)
        click.echo(f"{_where(a_round)}  {a_round.name}  {a_round.mechanism}")
        for step in queries.steps(session, a_round.id):
            at = step.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
            what, role = ACT_WORDS.get(step.act, step.act), ROLE_WORDS.get(step.role, step.role)
            click.echo(
                f"  {at}  {what} → {STATE_WORDS[RoundState(step.target)]}  {role}  {step.basis}"
            )
        for field, value in _hashes(a_round).items():
            click.echo(f"  {field} {value}")
        numbers = queries.figures(session, a_round.id)
        click.echo(
            f"  在册 on the roll {numbers.households}，房源 flats {numbers.units}，得房 housed"
            f" {numbers.housed}，应发补贴 subsidy due {numbers.subsidy_due}"
        )


@round_command.command()
@click.argument("code")
@click.pass_obj
def lists(home: Path | None, code: str) -> None:
    """名单（xlsx、pdf） / write the masked lists."""
    for path in _write_lists(home, code):
        click.echo(path)


@round_command.command()
@click.argument("code")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@acts_as
@click.pass_obj
def receipts(home: Path | None, code: str, out: Path, name: str) -> None:
    """回执（不公开，留痕） / receipt slips, private and logged."""
    here = open_installation(home)
    with here.acting(name) as work:
        a_round = queries.by_code(work.session, work.place, code)
        count = write_receipts(work, a_round.id, out, here.settings.home / "fonts")
    click.echo(f"{out}: {count}")


def _write_lists(home: Path | None, code: str) -> list[Path]:
    here = open_installation(home)
    settings = here.settings
    with here.reading() as session:
        a_round = queries.by_code(session, settings.place, code)
        folder = round_folder(settings.home, code)
        now = system_clock().now()
        return write_lists(session, a_round.id, folder, now, settings.home / "fonts")


def _hashes(a_round: Round) -> dict[str, Any]:
    fields = ("roll", "units", "rules", "seed", "order", "stages", "allocation", "package")
    found = {field: getattr(a_round, f"{field}_sha256") for field in fields}
    return {field: value for field, value in found.items() if value}
