"""The four departments of the demonstration: their records, served over HTTP on this machine."""

import secrets
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session
from waitress.server import BaseWSGIServer

from housing.checks.signing import Key
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.clock import Clock
from housing.core.files import PRIVATE, write_whole
from housing.core.work import Work
from housing.demo.families import EMPLOYER_NAME, FAMILIES, STAFF, Family, Person, insured_months
from housing.department_server.records import COLUMNS
from housing.department_server.serving import Terms, served
from housing.households.words import Group
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.offices.service import connect_office

HOST = "127.0.0.1"


@dataclass(slots=True)
class Departments:
    """Servers that run while `up`; their records lie in `folder`. Their clock is the story's."""

    folder: Path
    clock: Clock
    _running: dict[OfficeKind, BaseWSGIServer] = field(default_factory=dict)

    @property
    def is_up(self) -> bool:
        """Whether the servers were started."""
        return bool(self._running)

    def start(self, work: Work, day: date) -> None:
        """Write the records, start the servers and tell the county where they listen.

        Each start has secrets of its own.
        """
        self.write(day)
        for kind in CHECKING:
            office = offices.checking(work.session, work.place, kind)
            if office is None:
                continue
            key = Key(f"demo-{kind.value}"[:32], secrets.token_urlsafe(32))
            home = self.folder / kind.value
            terms = Terms(kind, self._path(kind), home, key, HOST, 0, threads=1)
            server = served(terms, self.clock)
            threading.Thread(target=_serve, args=(server,), daemon=True).start()
            self._running[kind] = server
            url = f"http://{HOST}:{server.effective_port}"
            connect_office(work, office.id, url, key.id, key.secret)

    def write(self, day: date, corrected: Collection[Family] = ()) -> None:
        """Write the records as they stand on `day`; those of `corrected` were put right."""
        for kind in CHECKING:
            lines = [",".join(COLUMNS[kind])]
            for family in (*FAMILIES, *STAFF):
                lines += _rows(kind, family, day, family in corrected)
            write_whole(self._path(kind), ("\n".join(lines) + "\n").encode(), PRIVATE)

    def stop(self, kind: OfficeKind) -> None:
        """Stop one server: nobody listens on its port any more."""
        if kind in self._running:
            server = self._running.pop(kind)
            server.close()
            server.task_dispatcher.shutdown(timeout=1)

    def stop_all(self) -> None:
        """Stop every server that runs."""
        for kind in tuple(self._running):
            self.stop(kind)

    def _path(self, kind: OfficeKind) -> Path:
        return self.folder / f"{kind.value}.csv"


def connected(session: Session, place: str) -> Iterator[Office]:
    """Yield the departments of a place that have an address."""
    for kind in CHECKING:
        office = offices.checking(session, place, kind)
        if office is not None and office.connector_url:
            yield office


def disconnect(work: Work) -> None:
    """Forget the addresses: from now on the departments answer on their page."""
    for office in connected(work.session, work.place):
        connect_office(work, office.id, "", "", "")


def _serve(server: BaseWSGIServer) -> None:
    """Serve until the sockets are closed, which waitress meets as a bad file."""
    with suppress(OSError):
        server.run()


def _rows(kind: OfficeKind, family: Family, day: date, is_corrected: bool) -> Iterable[str]:
    if kind is OfficeKind.CIVIL_AFFAIRS:
        return [_civil(family, person, is_corrected) for person in family.people]
    if kind is OfficeKind.PUBLIC_SECURITY:
        household = f"H{family.applicant.number[-6:]}"
        return [
            f"{person.number},{person.name},{household},yes,{person.relation}"
            for person in family.people
        ]
    if kind is OfficeKind.SOCIAL_SECURITY and family.is_worker:
        employer = EMPLOYER_NAME if family in STAFF else "清溪早点铺"
        return [f"{family.applicant.number},{employer},yes,{';'.join(insured_months(day))}"]
    return []


def _civil(family: Family, person: Person, is_corrected: bool) -> str:
    couple = [each.number for each in family.people if each.marital == "married"]
    spouse = next((number for number in couple if number != person.number), "")
    spouse = spouse if person.marital == "married" else ""
    is_head = person is family.applicant
    vehicles = ";".join(map(str, family.vehicles)) if is_head and not is_corrected else ""
    band = family.band or ("low" if family.group is Group.LOW_INCOME else "lower_middle")
    assets = 2000000 if is_head else 0
    return (
        f"{person.number},{person.marital},{spouse},{person.income_fen},{band},"
        f"{assets},{vehicles},none"
    )
