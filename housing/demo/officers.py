"""The officers of the demonstration: role names, no people, with passwords made on this machine."""

import secrets
from pathlib import Path

from sqlalchemy.orm import Session

from housing.accounts import queries, service
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OFFICE_NAMES, ROLE_OFFICES
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.files import PRIVATE, write_whole
from housing.core.keyring import Keyring
from housing.core.settings import config_folder
from housing.core.work import Work, working
from housing.offices import queries as offices
from housing.offices.facts import OfficeFacts
from housing.offices.service import open_office
from housing.offices.sheet import load_offices

CENTRE, REVIEWER, HEAD, AUDITOR = "zhongxin", "fuhe", "fabu", "shenji"
OFFICERS = {
    CENTRE: Role.CENTRE,
    REVIEWER: Role.COUNTY_REVIEWER,
    HEAD: Role.COUNTY_HEAD,
    AUDITOR: Role.AUDITOR,
}


def officer(name: str, place: str) -> Actor:
    """Return an officer of the demonstration as the acting person."""
    return Actor(name=name, role=OFFICERS[name], place=place)


def open_accounts(
    database: Database, keyring: Keyring, clock: Clock, place: str, path: Path
) -> None:
    """Open the accounts that do not exist yet; their passwords stand in `path` (mode 0600).

    Raises:
        BrokenRule: the installation has accounts of its own; a demonstration must not touch it.
    """
    with database.reads() as session:
        missing = _missing(session, place)
    if not missing:
        return
    passwords = _passwords(path)
    with working(database.acts, system_actor(place), clock, keyring) as work:
        _open_sample_offices(work)
        for name in missing:
            role = OFFICERS[name]
            service.open_account(work, name, role, place, passwords[name], _seat(work, role))


def _open_sample_offices(work: Work) -> None:
    """Open the offices of the sample county; a place with offices, or without a set, stays."""
    path = config_folder() / "offices" / f"{work.place}.csv"
    if path.is_file() and not offices.listed(work.session, work.place, closed=True):
        load_offices(work, path.name, path.read_bytes())


def _seat(work: Work, role: Role) -> int:
    """Return the office of the first kind that fits a role, opened where there is none."""
    kind = ROLE_OFFICES[role][0]
    found = offices.of_kind(work.session, work.place, kind)
    if not found:
        facts = OfficeFacts(work.place, kind, kind.upper(), OFFICE_NAMES[kind])
        found = [open_office(work, facts)]
    return found[0].id


def _missing(session: Session, place: str) -> list[str]:
    known = {account.name for account in queries.accounts_of(session, place)}
    foreign = sorted(known - set(OFFICERS))
    if foreign:
        raise BrokenRule(
            f"此处已在使用（账号 {'、'.join(foreign)}），演示不得写入，请用 --home 另选文件夹"
            " / this installation is in use; choose another folder with --home"
        )
    return [name for name in OFFICERS if name not in known]


def _passwords(path: Path) -> dict[str, str]:
    """Return the passwords in the file, which is written before any account is opened."""
    if not path.is_file():
        lines = [f"{name}\t{secrets.token_urlsafe(12)}\t{OFFICERS[name]}" for name in OFFICERS]
        write_whole(path, ("\n".join(lines) + "\n").encode(), PRIVATE)
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows}
