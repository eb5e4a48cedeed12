"""Lists filed for the record: the county's to the prefecture, the park's to the county (HN 15)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import ApplicationAct, ApplicationState
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.policies import queries as policies
from housing.reviews import queries
from housing.reviews.cases import taken
from housing.reviews.models import FiledCase, Filing
from housing.reviews.telling import cited, county_office
from housing.reviews.words import FILING_NAMES, FilingKind, OpinionStage

SHORT = {FilingKind.PREFECTURE: "SB", FilingKind.PARK: "YB"}
RULES = {FilingKind.PREFECTURE: ("HN-15-6",), FilingKind.PARK: ("HN-15-16",)}


def prefecture_office(work: Work, place: str) -> Office | None:
    """Return the department of the prefecture above a county that its cases are filed with.

    None where the place is a prefecture itself, or borrows the procedure without this filing
    (Hanzhong).

    Raises:
        BrokenRule: there is a prefecture above, and its department is not on file.
    """
    above = place[:4] + "00"
    borrowed = policies.book(work.session).procedure(place)
    if above == place or (borrowed and "prefecture_filing_period" in borrowed.without):
        return None
    found = offices.of_kind(work.session, above, OfficeKind.PREFECTURE_DEPARTMENT, work.day)
    if not found:
        raise BrokenRule(
            f"{above} 没有登记市州住建部门，不能报送备案，请先在机构中开设"
            f" / the housing department of prefecture {above} is not on file; open it",
            rules=("HN-15-6",),
        )
    return found[0]


def start_clock(work: Work, application: Application) -> None:
    """Let the period for telling the prefecture run, once; it suspends nothing.

    Basis: HN 15 (HN-15-6).
    """
    if prefecture_office(work, application.place) is None:
        return
    if not queries.is_filed(work.session, application.id, FilingKind.PREFECTURE):
        office = county_office(work, application.place)
        kind, role = ClockKind.PREFECTURE_FILING, Role.COUNTY_REVIEWER
        clocks.start(work, application.case, kind, office_id=office.id, role=role)


def must_be_filed(work: Work, application: Application) -> None:
    """Refuse to register a case that the prefecture was not told of. Basis: HN 15 (HN-15-6).

    Raises:
        BrokenRule: it is on no filed list.
    """
    if prefecture_office(work, application.place) is None:
        return
    if not queries.is_filed(work.session, application.id, FilingKind.PREFECTURE):
        raise BrokenRule(
            "复核意见和材料还没有报市州住建部门备案，备案后才能登记"
            " / file the case with the prefecture first, then register it",
            rules=("HN-15-6",),
        )


def file_with_prefecture(work: Work, application_ids: Sequence[int]) -> Filing:
    """File the recheck opinions of several cases as one list. Basis: HN 15 (HN-15-6).

    Raises:
        NotAllowed, NotFound: as the words say.
        BadInput: no cases, or one twice.
        WrongState: a case was not rechecked, or is on a list already; names it.
        BrokenRule: the prefecture's department is not on file.
    """
    cases = [taken(work, each, Permission.RECHECK_CASE) for each in _each_once(application_ids)]
    office = prefecture_office(work, work.place)
    if office is None:
        raise BrokenRule(f"{work.place} 之上没有市州 / there is no prefecture above {work.place}")
    lines = [_prefecture_line(work, case) for case in cases]
    filing = _file(work, FilingKind.PREFECTURE, office, cases, lines)
    for case in cases:
        clocks.stop(work, case.case, ClockKind.PREFECTURE_FILING)
    return filing


def file_park_list(work: Work, application_ids: Sequence[int]) -> Filing:
    """File those the park has admitted with the county. Basis: HN 15 (HN-15-16).

    Raises:
        NotAllowed, NotFound, BadInput, WrongState: as the words say.
    """
    cases = [taken(work, each, Permission.REVIEW_AT_PARK) for each in _each_once(application_ids)]
    lines = [_line(case) for case in cases]
    office = county_office(work, work.place)
    for case in cases:
        advance(work, case, ApplicationAct.FILE_PARK)
    return _file(work, FilingKind.PARK, office, cases, lines)


def receive(work: Work, filing_id: int, receipt_number: str) -> Filing:
    """Note that a list was received, and under which number; a filing is no approval.

    Basis: HN 15 (HN-15-6, HN-15-16).

    Raises:
        NotAllowed: not the office it was sent to.
        NotFound, WrongState, BadInput: as the words say.
    """
    filing = queries.filing(work.session, work.actor, filing_id)
    right = Permission.RECEIVE_FILING
    if filing.kind is FilingKind.PARK:
        right = Permission.RECHECK_CASE
    work.actor.must(right)
    if work.actor.office != filing.to_office_id:
        raise NotAllowed("这份备案报送给别的机构 / this list was filed with another office")
    if filing.received_at is not None:
        raise WrongState(
            f"已于 {filing.received_at:%Y-%m-%d} 由 {filing.received_by} 接收"
            f" / received already by {filing.received_by}"
        )
    given(receipt_number, "备案回执号 / receipt number")
    filing.received_at, filing.received_by = work.now, work.actor.name
    filing.receipt_number = receipt_number.strip()
    after = {"receipt": filing.receipt_number, "sha256": filing.sha256}
    work.record(Entry(Tag.FILING_RECEIVED, f"filing:{filing.number}", after=after), filing.place)
    return filing


def _file(
    work: Work,
    kind: FilingKind,
    office: Office,
    cases: Sequence[Application],
    lines: Sequence[dict[str, Any]],
) -> Filing:
    for case in cases:
        if queries.is_filed(work.session, case.id, kind):
            raise WrongState(f"{case.case.number} 已经报备 / {case.case.number} is filed already")
    number = _number(work, kind)
    filing = Filing(
        place=work.place,
        kind=kind,
        number=number,
        from_office_id=work.actor.office or county_office(work, work.place).id,
        to_office_id=office.id,
        sha256=sha256_hex(canonical_bytes(list(lines))),
        filed_by=work.actor.name,
        filed_at=work.now,
        receipt_number="",
    )
    work.session.add(filing)
    work.session.flush()
    for case, line in zip(cases, lines, strict=True):
        filed = FiledCase(filing_id=filing.id, kind=kind, application_id=case.id, line=line)
        work.session.add(filed)
    numbers = [case.case.number for case in cases]
    after = {"cases": numbers, "sha256": filing.sha256, "to": office.code}
    work.record(Entry(Tag.LIST_FILED, f"filing:{number}", after=after))
    _tell(work, kind, office, numbers)
    return filing


def _tell(work: Work, kind: FilingKind, office: Office, numbers: Sequence[str]) -> None:
    facts = {"matter": FILING_NAMES[kind], "lines": list(numbers), "filed_on": work.day}
    issuer = offices.get(work.session, work.actor.office)
    if issuer is not None:
        facts |= {"issuer": issuer.name, "contact": issuer.phone}
    to = Recipient(name=office.name, email=office.email)
    letters.send(work, LetterKind.FILING, None, to, facts, cited(work, RULES[kind], work.place))


def _number(work: Work, kind: FilingKind) -> str:
    count = select(func.count()).select_from(Filing)
    used = work.session.scalar(count.where(Filing.place == work.place, Filing.kind == kind)) or 0
    return f"{work.place}-{work.day.year}-{SHORT[kind]}-{used + 1:05d}"


def _each_once(application_ids: Sequence[int]) -> list[int]:
    if not application_ids or len(set(application_ids)) != len(application_ids):
        raise BadInput("案件：至少选一件，不能重复 / cases: choose at least one, each once")
    return sorted(application_ids)


def _line(application: Application) -> dict[str, Any]:
    return {
        "number": application.case.number,
        "group": application.group.value,
        "size": len(application.members),
        "accepted_on": application.accepted_on.isoformat() if application.accepted_on else None,
    }


def _prefecture_line(work: Work, application: Application) -> dict[str, Any]:
    opinion = queries.last_opinion(work.session, application.id, OpinionStage.COUNTY)
    if opinion is None or application.state is ApplicationState.WITHDRAWN:
        raise WrongState(
            f"{application.case.number} 还没有复核意见 / {application.case.number} is not rechecked"
        )
    return {**_line(application), "opinion": opinion.outcome.value, "reason": opinion.reason}
