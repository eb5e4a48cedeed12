"""The outbox of letters: sending what is due, and counting what is there."""

from pathlib import Path

import click

from housing.cli.installation import open_installation
from housing.core.clock import system_clock
from housing.letters import queries
from housing.letters.outbox import deliver
from housing.letters.transports import transports_of


@click.group()
def outbox_command() -> None:
    """文书发件箱 / the outbox of letters."""


@outbox_command.command("run")
@click.pass_obj
def run_command(home: Path | None) -> None:
    """发送到期的文书 / send the letters that are due.

    Exit status 1 when a delivery was given up, which a person must look at.
    """
    here = open_installation(home)
    transports = transports_of(here.settings)
    done = deliver(here.database, here.keyring, transports, system_clock())
    click.echo(
        f"已送出 sent: {done.sent}；待重试 to be tried again: {done.failed}；"
        f"需人工处理 given up: {done.given_up}"
    )
    click.get_current_context().exit(1 if done.given_up else 0)


@outbox_command.command("count")
@click.pass_obj
def count_command(home: Path | None) -> None:
    """各状态的送达数 / how many deliveries are in each state."""
    with open_installation(home).reading() as session:
        for state, count in queries.counts(session).items():
            click.echo(f"{state.value}\t{count}")
