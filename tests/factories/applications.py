"""Families, workers and the people at the counter, in the fewest words."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from stdnum.cn.ric import calc_check_digit

from housing.applications import service
from housing.applications.files import missing_of
from housing.applications.models import Application
from housing.applications.words import Channel
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import ROLE_OFFICES, OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.documents import service as documents
from housing.documents.folder import Folder
from housing.households.words import Group
from tests.conftest import NOW, PLACE
from tests.factories.files import picture
from tests.factories.offices import STREET, open_offices

#: Sealed by nobody: an applicant's account name.
FAMILY, STRANGER = "sq0000000001", "sq0000000002"


def number(born: str = "1990-03-07", serial: int = 401) -> str:
    """Return a citizen's number of somebody born on that day."""
    body = f"430100{born.replace('-', '')}{serial:03d}"
    return body + str(calc_check_digit(body + "0"))


def member(name: str = "李安春", relation: str = "head", **changes: Any) -> dict[str, Any]:
    """Return a member as a step takes one; `born` and `serial` make the number."""
    born, serial = changes.pop("born", "1990-03-07"), changes.pop("serial", 401)
    return {
        "name": name,
        "relation": relation,
        "document_kind": "居民身份证",
        "identity_number": number(born, serial),
        "marital": "single",
        "capacity": "full",
        "income_fen": 180000,
        **changes,
    }


def people(*members: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the step `people` of a family (one person when none is named)."""
    return {
        "members": [dict(one) for one in members] or [member()],
        "address": "清溪街道安居路 1 号",
        "residence_address": "清溪街道安居路 1 号 3 栋 201",
        "street": STREET,
        "phone": "13800001111",
        "assistance": "flat",
        **changes,
    }


HOME: dict[str, Any] = {"present_area": 2000, "owned_area": 0}
INCOME: dict[str, Any] = {"assets_fen": 2000000, "rescue": "none"}
WORK: dict[str, Any] = {
    "employer_name": "清溪早点铺",
    "work_address": "清溪街道集市 5 号",
    "work_street": STREET,
    "employed_since": date(2023, 5, 4),
    "graduated_on": date(2025, 6, 30),
    "insurance_months": [f"2025-{month:02d}" for month in range(8, 13)]
    + [f"2026-{month:02d}" for month in range(1, 9)],
}


@dataclass
class Counter:
    """A county with its offices, a clock that tests move, and people who act."""

    database: Database
    keyring: Keyring
    folder: Folder
    now: datetime = NOW
    offices: dict[OfficeKind, int] = field(default_factory=dict)

    def actor(self, role: Role = Role.APPLICANT, name: str = "") -> Actor:
        """Return somebody of that role in the office that fits it."""
        kind = next(iter(ROLE_OFFICES.get(role, ())), None)
        default = FAMILY if role is Role.APPLICANT else role.value
        return Actor(name or default, role, PLACE, self.offices[kind] if kind else None, kind)

    @contextmanager
    def work(self, who: Actor | Role = Role.APPLICANT) -> Iterator[Work]:
        """Run one act; each comes a second after the one before."""
        actor = who if isinstance(who, Actor) else self.actor(who)
        self.now += timedelta(seconds=1)
        with working(self.database.acts, actor, standing_clock(self.now), self.keyring) as work:
            yield work

    def draft(
        self,
        *members: Mapping[str, Any],
        who: Actor | Role = Role.APPLICANT,
        group: Group = Group.LOW_INCOME,
        channel: Channel = Channel.HOUSEHOLD_STREET,
        **changes: Any,
    ) -> Application:
        """Return a draft in which everything has been filled in."""
        with self.work(who) as work:
            draft = service.start_draft(work, group=group, channel=channel)
            one = (draft.id, draft.version)
            steps = {"people": people(*members, **changes), "home": HOME, "income": INCOME}
            if group in (Group.NEW_EMPLOYEE, Group.MIGRANT_WORKER):
                steps["work"] = WORK
            for step, values in steps.items():
                draft = service.save_step(work, one[0], step, values, draft.version)
        return draft

    def submitted(self, *members: Mapping[str, Any], **options: Any) -> Application:
        """Return an application that has been handed in; options as for `draft`."""
        who = options.get("who", Role.APPLICANT)
        draft = self.draft(*members, **options)
        with self.work(who) as work:
            return service.submit(work, draft.id, draft.version, truthful=True)

    def bring_all(self, application_id: int, who: Actor | Role = Role.APPLICANT) -> Application:
        """Upload every missing paper and a signed consent of every member."""
        with self.work(who) as work:
            application = service.open_case(work, application_id)
            for at, missing in enumerate(missing_of(work, application)):
                if missing.key == "good_faith":
                    continue
                kind = "consent" if missing.key == "consent" else missing.key
                paper = self.paper(work, application, kind, missing.member_id, at)
                if missing.key == "consent" and missing.member_id is not None:
                    service.consent(work, application_id, missing.member_id, document_id=paper.id)
            return application

    def paper(
        self,
        work: Work,
        application: Application,
        kind: str,
        member_id: int | None = None,
        shade: int = 0,
    ) -> Any:
        """Upload one picture; `shade` makes its bytes differ."""
        content = io.BytesIO(picture(size=(200 + shade, 120)))
        return documents.keep(
            work, self.folder, application.case, kind, "扫描件.jpg", content, member_id
        )

    def accepted(self, *members: Mapping[str, Any], **options: Any) -> Application:
        """Return an application that the street has accepted."""
        application = self.submitted(*members, **options)
        application = self.bring_all(application.id, options.get("who", Role.APPLICANT))
        with self.work(Role.STREET) as work:
            return service.accept(work, application.id, application.version)


def open_counter(database: Database, keyring: Keyring, folder: Path) -> Counter:
    """Return the test county with one office of every kind."""
    counter = Counter(database, keyring, Folder(folder))
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        counter.offices = {kind: office.id for kind, office in open_offices(work).items()}
    return counter
