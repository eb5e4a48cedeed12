"""Accounts at the command line; whoever may use this machine's files may open the first ones."""

from pathlib import Path

import click

from housing.accounts import queries, service
from housing.cli.installation import Installation, open_installation
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import ROLE_NAMES, Role
from housing.core.clock import system_clock
from housing.core.work import working

AS = click.option("--as", "name", metavar="NAME", help="Acting account (default: this machine).")
PASSWORD = click.option(
    "--password",
    envvar="HOUSING_NEW_PASSWORD",
    prompt="新密码 / new password",
    hide_input=True,
    confirmation_prompt=True,
    help="From HOUSING_NEW_PASSWORD or asked for.",
)


@click.group()
def account_command() -> None:
    """账号 / accounts."""


@account_command.command("open")
@click.argument("account")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@PASSWORD
@AS
@click.pass_obj
def open_one(home: Path | None, account: str, role: str, password: str, name: str | None) -> None:
    """开立账号 / open an account."""
    here = open_installation(home)
    with working(here.database.acts, _actor(here, name), system_clock(), here.keyring) as work:
        service.open_account(work, account, Role(role), here.settings.place, password)
    click.echo(f"已开立 {account}（{ROLE_NAMES[Role(role)]}） / opened {role}")


@account_command.command("password")
@click.argument("account")
@PASSWORD
@AS
@click.pass_obj
def password_of(home: Path | None, account: str, password: str, name: str | None) -> None:
    """重设密码 / set a new password."""
    here = open_installation(home)
    with working(here.database.acts, _actor(here, name), system_clock(), here.keyring) as work:
        service.set_password(work, account, password)
    click.echo(f"{account} 的密码已重设 / password set")


@account_command.command("list")
@click.pass_obj
def list_all(home: Path | None) -> None:
    """账号一览 / all accounts."""
    here = open_installation(home)
    with here.reading() as session:
        for account in queries.accounts_of(session, here.settings.place):
            closed = "  已停用 closed" if account.closed_at else ""
            words = f"{ROLE_NAMES[Role(account.role)]} {account.role}"
            click.echo(f"{account.name}\t{words}\t{account.place}{closed}")


def _actor(here: Installation, name: str | None) -> Actor:
    return here.actor(name) if name else system_actor(here.settings.place)
