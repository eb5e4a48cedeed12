"""The officers of the demonstration: role names, no people, with passwords made on this machine."""

import secrets
from collections.abc import Collection, Mapping
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
#: Who runs the round.
OFFICERS = {
    CENTRE: Role.CENTRE,
    REVIEWER: Role.COUNTY_REVIEWER,
    HEAD: Role.COUNTY_HEAD,
    AUDITOR: Role.AUDITOR,
}
STREET, COMMUNITY, SECOND_HEAD, PARK, SECOND_PARK, EMPLOYER, PREFECTURE = (
    *("jiedao", "shequ", "fuyi", "yuanqu", "yuanshen", "danwei", "shizhou"),
)
#: Who takes part in admission besides, with role and office of the sample county.
SEATS = {
    STREET: (Role.STREET, "QINGXI"),
    COMMUNITY: (Role.COMMUNITY, "QINGXI-1"),
    SECOND_HEAD: (Role.COUNTY_HEAD, "ZHUJIAN"),
    "budongchan": (Role.DEPARTMENT, "BUDONGCHAN"),
    "minzheng": (Role.DEPARTMENT, "MINZHENG"),
    "gongan": (Role.DEPARTMENT, "GONGAN"),
    "renshe": (Role.DEPARTMENT, "RENSHE"),
    PARK: (Role.PARK, "GAOXIN"),
    SECOND_PARK: (Role.PARK, "GAOXIN"),
    EMPLOYER: (Role.EMPLOYER, "XIANGXIN"),
    PREFECTURE: (Role.PREFECTURE, "SHI-ZHUJIAN"),
}
#: The applicant who has an account: signs in with this number, which belongs to nobody.
FAMILY_PHONE = "13800430199"


def has_offices(place: str) -> bool:
    """Return whether a place has a set of sample offices, without which there is no admission."""
    return _offices_file(place).is_file()


def officer(name: str, place: str) -> Actor:
    """Return an officer of the demonstration's round as the acting person."""
    return Actor(name=name, role=OFFICERS[name], place=place)


def open_accounts(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    place: str,
    path: Path,
    names: Collection[str] = tuple(OFFICERS),
) -> bool:
    """Open the accounts of `names` that do not exist yet; return whether there were any.

    Their passwords stand in `path` (mode 0600).

    Raises:
        BrokenRule: the installation has accounts of its own; a demonstration must not touch it.
    """
    with database.reads() as session:
        missing = _missing(session, place, names)
    if not missing:
        return False
    passwords = passwords_in(path, {name: _role(name) for name in missing})
    with working(database.acts, system_actor(place), clock, keyring) as work:
        _open_sample_offices(work)
        for name in missing:
            role, own_place, office_id = _seat(work, name)
            service.open_account(work, name, role, own_place, passwords[name], office_id)
    return True


def passwords_in(path: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the passwords in the file, in which those of `wanted` (name to role) then stand.

    It is written before any account is opened, so that no password is ever lost.
    """
    held = _read(path) if path.is_file() else {}
    missing = [name for name in wanted if name not in held]
    if missing:
        lines = path.read_text(encoding="utf-8").splitlines() if held else []
        lines += [f"{name}\t{secrets.token_urlsafe(12)}\t{wanted[name]}" for name in missing]
        write_whole(path, ("\n".join(lines) + "\n").encode(), PRIVATE)
    return _read(path)


def _offices_file(place: str) -> Path:
    return config_folder() / "offices" / f"{place}.csv"


def _open_sample_offices(work: Work) -> None:
    """Open the offices of the sample county; a place with offices, or without a set, stays."""
    path = _offices_file(work.place)
    if path.is_file() and not offices.listed(work.session, work.place, closed=True):
        load_offices(work, path.name, path.read_bytes())


def _role(name: str) -> Role:
    return SEATS[name][0] if name in SEATS else OFFICERS[name]


def _seat(work: Work, name: str) -> tuple[Role, str, int]:
    """Return role, place and office of an officer; an office is opened where there is none."""
    if name in SEATS:
        role, code = SEATS[name]
        place = f"{work.place[:4]}00" if role is Role.PREFECTURE else work.place
        found = offices.by_code(work.session, place, code)
        if found is None:
            raise BrokenRule(
                f"此处没有机构 {code}，请用 --home 另选文件夹"
                f" / there is no office {code} here; choose another folder with --home"
            )
        return role, place, found.id
    role = OFFICERS[name]
    kind = ROLE_OFFICES[role][0]
    held = offices.of_kind(work.session, work.place, kind)
    if not held:
        facts = OfficeFacts(work.place, kind, kind.upper(), OFFICE_NAMES[kind])
        held = [open_office(work, facts)]
    return role, work.place, held[0].id


def _missing(session: Session, place: str, names: Collection[str]) -> list[str]:
    known = {account.name for account in queries.accounts_of(session, place)}
    foreign = sorted(known - set(OFFICERS) - set(SEATS))
    if foreign:
        raise BrokenRule(
            f"此处已在使用（账号 {'、'.join(foreign)}），演示不得写入，请用 --home 另选文件夹"
            " / this installation is in use; choose another folder with --home"
        )
    return [name for name in names if queries.by_name(session, name) is None]


def _read(path: Path) -> dict[str, str]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows}
