"""The command line: every act of the system without a browser."""

import sys
from importlib import import_module
from pathlib import Path

import click

from housing import VERSION
from housing.core.errors import HousingError

#: Where each command lives; loaded when asked for, so that `housing --help` answers at once.
COMMANDS = {
    "demo": "housing.cli.demonstration",
    "serve": "housing.cli.site",
    "scheduler": "housing.cli.site",
    "migrate": "housing.cli.site",
    "import": "housing.cli.sheets",
    "sample": "housing.cli.sheets",
    "round": "housing.cli.rounds",
    "verify": "housing.cli.proofs",
    "audit": "housing.cli.register",
    "account": "housing.cli.accounts",
    "offices": "housing.cli.offices",
    "rules": "housing.cli.law",
    "policy": "housing.cli.policy",
    "calendar": "housing.cli.calendar",
    "places": "housing.cli.places",
    "checks": "housing.cli.department",
    "department-server": "housing.cli.department",
    "outbox": "housing.cli.outbox",
    "clocks": "housing.cli.clocks",
    "occupancy": "housing.cli.occupancy",
}


class Commands(click.Group):
    """Finds commands by name, and says a refusal in words instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading its module; None when there is none of that name."""
        home = COMMANDS.get(cmd_name)
        if home is None:
            return None
        found = getattr(import_module(home), f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(found, click.Command)  # noqa: S101  true for every entry above
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a refusal becomes its message and exit status 1."""
        try:
            return super().invoke(ctx)
        except (HousingError, OSError) as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=Commands)
@click.version_option(VERSION)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of database, keys and files (default: HOUSING_HOME or ./var).",
)
@click.pass_context
def group(ctx: click.Context, home: Path | None) -> None:
    """公租房系统 / public rental housing: from sheets to a published round."""
    ctx.obj = home


def main() -> None:
    """Run the command line; the exit status is 0 done, 1 refused, 2 wrongly called."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    group.main(prog_name="housing")
