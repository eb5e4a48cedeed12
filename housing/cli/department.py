"""A department's own server at the command line, and the connector's round by hand."""

import os
from pathlib import Path

import click

from housing.checks.connector import open_client
from housing.checks.jobs import exchange
from housing.checks.signing import Key
from housing.cli.installation import open_installation
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.clock import system_clock
from housing.core.errors import BadInput
from housing.department_server.serving import Terms, served

SECRET = "HOUSING_DEPARTMENT_SECRET"  # noqa: S105  a variable's name


@click.command()
@click.option("--kind", type=click.Choice([kind.value for kind in CHECKING]), required=True)
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="CSV (UTF-8) of the department's records; see docs/department-interface.md.",
)
@click.option("--key-id", required=True, metavar="K", help="What both sides call the key.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=8090, show_default=True, help="TCP port; 0: a free one.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of its requests, keys and log (default: department-KIND beside the records).",
)
def department_server_command(
    kind: str, people: Path, key_id: str, host: str, port: int, folder: Path | None
) -> None:
    """部门核查服务 / answer a county's checks from a department's own records.

    The secret shared with the county comes from HOUSING_DEPARTMENT_SECRET.
    """
    secret = os.environ.get(SECRET, "")
    if not secret:
        raise BadInput(f"请在 {SECRET} 中给出密钥 / give the shared secret in {SECRET}")
    home = folder or people.resolve().parent / f"department-{kind}"
    terms = Terms(OfficeKind(kind), people, home, Key(key_id, secret), host, port)
    server = served(terms, system_clock())
    click.echo(f"http://{host}:{server.effective_port}  {kind}  （Ctrl+C 停止 / stops）")
    server.run()


@click.group()
def checks_command() -> None:
    """部门核查 / checks by departments."""


@checks_command.command("exchange")
@click.pass_obj
def exchange_once(home: Path | None) -> None:
    """与各部门接口交换一次 / carry what is due to the departments, once."""
    here = open_installation(home)
    with open_client() as client:
        done = exchange(here.database, here.keyring, system_clock(), client)
    click.echo(
        f"送达 {done.taken}，答复 {done.answered}，未成 {done.failed}，稍后 {done.postponed}"
        f" / taken {done.taken}, answered {done.answered}, failed {done.failed},"
        f" postponed {done.postponed}"
    )
