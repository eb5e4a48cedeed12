"""Collective filing: one sheet of an employer, one application for each worker, all or none.

Basis: HN 13 (HN-13-2 staff through their employer, HN-13-4 stock of parks and employers).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from housing.applications import queries, service
from housing.applications.models import Application, Collective
from housing.applications.refusals import FieldRefusal
from housing.applications.staff_facts import people_filed, steps_filed
from housing.applications.staff_rows import COLUMN_OF, StaffApplication, read_staff
from housing.applications.words import Channel
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.work import Work
from housing.documents import service as documents
from housing.documents.examine import Examined
from housing.documents.folder import Folder
from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, fault, shown
from housing.imports.limits import limits_of
from housing.imports.sheet import Sheet, SheetFile, read_sheet
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.policies import queries as policies

#: Under which key of the county's document list a signed consent is kept.
CONSENT = "consent"
_MEMBER = re.compile(r"members-([0-9]+)-(.+)")
_INTAKES = (OfficeKind.STREET, OfficeKind.PARK)


@dataclass(frozen=True, slots=True)
class StaffUpload:
    """What an employer sends: the sheet, where it goes, and the scan of the signed consents."""

    name: str
    raw: bytes
    office_id: int
    consents: Examined


def file_staff(work: Work, folder: Folder, upload: StaffUpload) -> Collective:
    """File an application for every worker of the sheet, or for nobody; keep the report.

    A sheet with faults is kept with its findings and without a day of filing.
    Basis: HN 13 (HN-13-2, HN-13-4).

    Raises:
        NotAllowed: the actor files for no employer.
        BadInput: the chosen office receives no applications, or this very file was filed before.
    """
    employer, intake = _offices(work, upload.office_id)
    _refuse_again(work, employer, sha256_hex(upload.raw))
    sheet = read_sheet(SheetFile(SheetKind.STAFF, upload.name, upload.raw))
    staff, findings = _read(work, sheet)
    if staff:
        attempt = work.session.begin_nested()
        collective = _kept(work, employer, intake, sheet, findings)
        filed, refused = _filed(work, collective, intake, employer, staff)
        findings += refused
        if not refused:
            attempt.commit()
            return _finished(work, folder, upload.consents, collective, filed)
        attempt.rollback()
    collective = _kept(work, employer, intake, sheet, findings)
    told = {"sha256": sheet.sha256, "faults": sum(not found.is_notice for found in findings)}
    work.record(Entry(Tag.COLLECTIVE_REFUSED, f"collective:{collective.id}", after=told))
    return collective


def _offices(work: Work, office_id: int) -> tuple[Office, Office]:
    work.actor.must(Permission.FILE_COLLECTIVE)
    employer = offices.get(work.session, work.actor.office)
    if employer is None or employer.kind is not OfficeKind.EMPLOYER:
        raise NotAllowed("账号没有对应的用人单位 / this account belongs to no employer")
    intake = offices.get(work.session, office_id)
    if intake is None or intake.place != work.place or intake.kind not in _INTAKES:
        raise BadInput(
            "受理机构：请选择本地的街道（镇乡）或园区"
            " / choose a street, town or park of this county"
        )
    return employer, intake


def _refuse_again(work: Work, employer: Office, digest: str) -> None:
    if queries.collective_filed(work.session, work.place, employer.id, digest) is not None:
        raise BadInput(
            "这个文件已经提交过，每位职工都有了申请；补报其他人请另做一张表"
            " / this very file was filed before; file others with a sheet of their own"
        )


def _read(work: Work, sheet: Sheet) -> tuple[list[StaffApplication], list[Fault]]:
    findings = list(sheet.findings)
    if not sheet.is_readable:
        return [], findings
    limits = limits_of(policies.book(work.session), work.place, work.day)
    staff, found = read_staff(sheet.rows, limits, work.day)
    findings += found
    return (staff if all(each.is_notice for each in findings) else []), findings


def _kept(
    work: Work, employer: Office, intake: Office, sheet: Sheet, findings: Sequence[Fault]
) -> Collective:
    collective = Collective(
        place=work.place,
        employer_office_id=employer.id,
        office_id=intake.id,
        park=intake.kind is OfficeKind.PARK,
        name=shown("", sheet.name),
        sha256=sheet.sha256,
        rows=len(sheet.rows),
        findings=[found.to_json() for found in findings],
        sent_by=work.actor.name,
        sent_at=work.now,
    )
    work.session.add(collective)
    work.session.flush()
    return collective


def _filed(
    work: Work,
    collective: Collective,
    intake: Office,
    employer: Office,
    staff: Sequence[StaffApplication],
) -> tuple[list[Application], list[Fault]]:
    """File everybody; who cannot be filed is named, and the others are still tried."""
    filed: list[Application] = []
    refused: list[Fault] = []
    for one in staff:
        attempt = work.session.begin_nested()
        try:
            filed.append(_application(work, collective, intake, employer, one))
            attempt.commit()
        except FieldRefusal as refusal:
            attempt.rollback()
            refused += _at_cells(one, refusal.fields)
        except (BadInput, BrokenRule) as refusal:
            attempt.rollback()
            refused += _at_cells(one, {"members-0-identity_number": str(refusal)})
    return filed, refused


def _application(
    work: Work, collective: Collective, intake: Office, employer: Office, one: StaffApplication
) -> Application:
    channel = Channel.PARK if collective.park else Channel.EMPLOYER
    group = one.worker.values["group"]
    draft = service.start_draft(work, group=group, channel=channel, collective=collective)
    people = people_filed(one, work.day)
    draft = service.save_step(work, draft.id, "people", people, draft.version)
    for step, values in steps_filed(one, draft, employer.name, intake.street).items():
        draft = service.save_step(work, draft.id, step, values, draft.version)
    for member, person in zip(_in_order(draft), (one.worker, *one.family), strict=True):
        service.consent(work, draft.id, member.id, paper=person.values["consent_paper"])
    return service.submit(work, draft.id, draft.version, truthful=True)


def _in_order(application: Application) -> list[Any]:
    return sorted(application.members, key=lambda each: each.position)


def _at_cells(one: StaffApplication, refused: Mapping[str, str]) -> Iterator[Fault]:
    people = [one.worker, *one.family]
    for name, words in refused.items():
        found = _MEMBER.fullmatch(name)
        at = int(found[1]) if found else 0
        person = people[at] if at < len(people) else one.worker
        field = found[2] if found else name.rpartition(".")[2]
        column = COLUMN_OF.get(field, "")
        value = person.values.get(field, "")
        why = " / ".join(half.strip().rstrip("。.") for half in words.split(" / "))
        yield fault(
            FaultKind.NOT_ACCEPTABLE, SheetKind.STAFF, person.number, column, value, why=why
        )


def _finished(
    work: Work,
    folder: Folder,
    consents: Examined,
    collective: Collective,
    filed: Sequence[Application],
) -> Collective:
    """Date the filing, keep the signed consents for all of it, and say so in writing."""
    collective.filed_at = work.now
    documents.keep_examined(work, folder, collective.case, CONSENT, consents)
    told = {
        "sha256": collective.sha256,
        "applications": [str(application.number) for application in filed],
    }
    work.record(Entry(Tag.COLLECTIVE_FILED, f"collective:{collective.id}", after=told))
    _say_so(work, collective, len(filed))
    return collective


def _say_so(work: Work, collective: Collective, people: int) -> None:
    employer = offices.get(work.session, collective.employer_office_id)
    intake = offices.get(work.session, collective.office_id)
    if employer is None or intake is None:
        return
    rules = ("HN-13-4",) if collective.park else ("HN-13-2",)
    cites = policies.book(work.session).cited(rules, collective.place, work.day)
    letters.send(
        work,
        LetterKind.COLLECTIVE_RECEIPT,
        None,
        letters.Recipient(employer.name, employer.phone, employer.email, work.actor.name),
        {
            "people": people,
            "filed_on": work.day,
            "file_sha256": collective.sha256,
            "issuer": intake.name,
            "contact": intake.phone,
        },
        cites,
        office_id=intake.id,
    )
