"""Publishing a round: nothing is public unless the package says by itself that it holds."""

from dataclasses import dataclass
from pathlib import Path

from housing.core.access.permissions import Permission
from housing.core.canonical import sha256_hex
from housing.core.errors import BrokenRule, NotFound
from housing.core.files import write_whole
from housing.core.work import Work
from housing.packages.archive import pack, programs, signed
from housing.packages.proof import Verdict, verify_archive, verify_files
from housing.packages.run_facts import run_json
from housing.packages.summary import summaries
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.rounds.moves import step_from
from housing.rounds.states import RoundAct

PACKAGE = "package.zip"


@dataclass(frozen=True, slots=True)
class Published:
    """The archive that was written, its hash, and what verify.py said of its contents."""

    path: Path
    sha256: str
    verdict: Verdict


def round_folder(home: Path, code: str) -> Path:
    """Return where the public files of a round lie: package.zip and the lists."""
    return home / "rounds" / code


def publish_round(work: Work, round_id: int, folder: Path) -> Published:
    """Build and sign the package, let its own verify.py judge it, and publish the round.

    `folder` gets package.zip. Basis: HN 21 (HN-21-8).

    Raises:
        NotAllowed, NotFound, WrongState: as `rounds.service.publish`.
        BrokenRule: verify.py does not agree; carries what it printed. Nothing is published.
    """
    work.actor.must(Permission.PUBLISH_ROUND)
    step_from(queries.get(work.session, round_id).state, RoundAct.PUBLISH)
    contents = package_of(work, round_id)
    verdict = verify_files(contents)
    if not verdict.holds:
        raise BrokenRule(
            "数据包未通过自身的 verify.py，不得公布 / the package does not pass its own verify.py,"
            " nothing is published:\n" + "\n".join(verdict.lines)
        )
    archive = pack(contents)
    digest = sha256_hex(archive)
    service.publish(work, round_id, package_sha256=digest)
    write_whole(folder / PACKAGE, archive)
    return Published(folder / PACKAGE, digest, verdict)


def package_of(work: Work, round_id: int) -> dict[str, bytes]:
    """Return the signed files of a round's package, by name."""
    a_round = queries.get(work.session, round_id)
    files = queries.package_files(work.session, round_id)
    steps = queries.steps(work.session, round_id)
    extra = {"run.json": run_json(a_round, steps, work.now), **summaries(files), **programs()}
    return signed({**files, **extra}, a_round.code, work.keyring)


def verify_published(a_round: Round, folder: Path) -> Verdict:
    """Verify the archive of a published round once more, and that it is the one published.

    Raises:
        NotFound: the archive is not in `folder`.
        BrokenRule: it is another archive than the one that was published; names both hashes.
    """
    path = folder / PACKAGE
    if not path.is_file():
        raise NotFound(f"没有数据包 {path}，请从备份恢复 / no package {path}; restore the backup")
    found = sha256_hex(path.read_bytes())
    if found != a_round.package_sha256:
        raise BrokenRule(
            f"{path} 不是公布的数据包：公布为 {a_round.package_sha256}，现为 {found}"
            f" / is not the package that was published: was {a_round.package_sha256}, is {found}"
        )
    return verify_archive(path)
