"""The register at the command line: its chain, its daily digests, and the proof by kept ones."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from housing.cli.installation import open_installation
from housing.core.audit.record import verify
from housing.core.clock import system_clock
from housing.core.errors import BadInput
from housing.digests import queries
from housing.digests.contents import KeptDigest, read_digest
from housing.digests.models import RegisterDigest
from housing.digests.proof import digest_faults, kept_faults
from housing.digests.service import folder_of, make_digests

MOST_TOLD = 20


@click.group()
def audit_command() -> None:
    """登记簿 / the register."""


@audit_command.command("verify")
@click.option("--place", help="County (default: settings).")
@click.option(
    "--digest",
    "paths",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A digest that was kept elsewhere, or a folder of them; may be given again.",
)
@click.pass_context
def verify_register(ctx: click.Context, place: str | None, paths: tuple[Path, ...]) -> None:
    """核验登记簿 / walk the hash chain and name every fault.

    With kept digests, also whether the chain still holds what they say: a register that was
    rewritten as a whole is found by them and by nothing else.
    """
    here = open_installation(ctx.obj)
    kept = list(_kept(paths))
    with here.reading() as session:
        of_place = place or here.settings.place
        findings = verify(session, of_place)
        faults = [*findings.faults, *digest_faults(session, queries.by_place(session, of_place))]
        differing = [list(kept_faults(session, of_place, digest)) for digest in kept]
    _tell([*faults, *chain.from_iterable(differing)])
    if kept:
        holding = sum(not differences for differences in differing)
        click.echo(f"{len(kept)} 份摘要中 {holding} 份相符 / {holding} of {len(kept)} digests hold")
    click.echo(f"{findings.rows} 行 / rows; {findings.head}")
    ctx.exit(1 if faults or any(differing) else 0)


@audit_command.command("digest")
@click.pass_context
def make_digest(ctx: click.Context) -> None:
    """生成尚缺的每日摘要 / make the daily digests that are missing, of every place.

    Exit status 1 when a new digest says that its register has faults.
    """
    here = open_installation(ctx.obj)
    folder = folder_of(here.settings.home)
    made = make_digests(here.database, system_clock().now(), folder)
    for digest in made:
        click.echo(_line(digest))
    if not made:
        click.echo(f"没有缺少的摘要 / no digest is missing: {folder}")
    ctx.exit(1 if any(digest.faults for digest in made) else 0)


def _tell(faults: list[str]) -> None:
    told = list(dict.fromkeys(faults))
    for fault in told[:MOST_TOLD]:
        click.echo(fault, err=True)
    if len(told) > MOST_TOLD:
        click.echo(f"另有 {len(told) - MOST_TOLD} 处 / more of them", err=True)


def _line(digest: RegisterDigest) -> str:
    head = f"{digest.place}  {digest.day}  +{digest.rows}  {digest.number}  {digest.hash}"
    return f"{head}  {digest.faults} × {digest.first_fault}" if digest.faults else head


def _kept(paths: tuple[Path, ...]) -> Iterator[KeptDigest]:
    for path in paths:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not files:
            raise BadInput(f"{path} 中没有摘要文件 / there is no digest in {path}")
        for file in files:
            yield read_digest(file.read_bytes(), str(file))
