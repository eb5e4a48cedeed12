"""Accounts at the command line; whoever may use this machine's files may open the first ones."""

from pathlib import Path

import click

from housing.accounts import queries, service
from housing.cli.installation import Installation, open_installation
from housing.core.access.actor import Actor, system_actor
from housing.core.access.names import ROLE_NAMES
from housing.core.access.offices import ROLE_OFFICES
from housing.core.access.permissions import Role
from housing.core.clock import system_clock
from housing.core.errors import BadInput, NotFound
from housing.core.work import Work, working
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.places import PlaceBook

#: Applicants open their accounts themselves, by mobile number.
OFFICERS = [role for role in Role if role is not Role.APPLICANT]
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
@click.option("--role", type=click.Choice([role.value for role in OFFICERS]), required=True)
@click.option("--office", metavar="CODE", help="Its office; may be left out where only one fits.")
@PASSWORD
@AS
@click.pass_obj
def open_one(
    home: Path | None, account: str, role: str, office: str, password: str, name: str | None
) -> None:
    """开立账号 / open an account."""
    here = open_installation(home)
    with working(here.database.acts, _actor(here, name), system_clock(), here.keyring) as work:
        found = _office(work, Role(role), office)
        place = found.place if found else here.settings.place
        service.open_account(
            work, account, Role(role), place, password, found.id if found else None
        )
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


def _office(work: Work, role: Role, code: str | None) -> Office | None:
    """Return the office named, or the only one of the county, or above it, that fits the role."""
    places = [place.code for place in PlaceBook.load().chain(work.place, work.day)]
    if code:
        named = [offices.by_code(work.session, place, code) for place in places]
        found = [office for office in named if office is not None]
        if not found:
            raise NotFound(f"没有代码为 {code} 的机构 / there is no office {code}")
        return found[0]
    fitting = [
        office
        for place in places
        for kind in ROLE_OFFICES.get(role, ())
        for office in offices.of_kind(work.session, place, kind)
    ]
    if len(fitting) > 1:
        codes = "、".join(office.code for office in fitting)
        raise BadInput(f"请用 --office 选择机构：{codes} / choose one with --office: {codes}")
    return fitting[0] if fitting else None


def _actor(here: Installation, name: str | None) -> Actor:
    return here.actor(name) if name else system_actor(here.settings.place)
