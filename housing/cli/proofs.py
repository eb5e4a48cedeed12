"""Verifying a package."""

from pathlib import Path

import click

from housing.packages.proof import verify_archive


@click.command()
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--key", help="Public key of the notice board, 64 hex digits.")
@click.option("--receipt", help="Receipt code of a household.")
@click.option("--identity-number", help="Identity number of its applicant.")
@click.pass_context
def verify_command(
    ctx: click.Context,
    package: Path,
    key: str | None,
    receipt: str | None,
    identity_number: str | None,
) -> None:
    """核验数据包 / verify a round package (an archive or an unpacked folder)."""
    given = {"--key": key, "--receipt": receipt, "--identity-number": identity_number}
    options = [part for name, value in given.items() if value for part in (name, value)]
    verdict = verify_archive(package, *options)
    click.echo("\n".join(verdict.lines))
    ctx.exit(0 if verdict.holds else 1)
