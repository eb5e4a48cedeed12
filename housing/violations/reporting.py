"""Reports of the public, of officers and of visits; and what is decided about each."""

import json
from datetime import date

from housing.accounts.rules import mobile_number
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule
from housing.core.texts import given
from housing.core.work import Work
from housing.exits import service as exits
from housing.exits.models import ExitCase
from housing.exits.states import Trigger
from housing.inspections import queries as inspections
from housing.inspections import service as visiting
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.policies.queries import book as values_in_force
from housing.violations import queries_beside as reports
from housing.violations.beside_states import CALLED, REPORT, ReportAct, ReportState
from housing.violations.models import Violation
from housing.violations.models_beside import ViolationReport
from housing.violations.opening import open_case
from housing.violations.steps import next_number
from housing.violations.words import CATEGORY_WORDS, Category, Source, ViolationKind

A = ReportAct
LONGEST_ADDRESS = 200


def report(
    work: Work,
    category: Category,
    *,
    address: str,
    what: str,
    happened_on: date | None = None,
    lease_number: str = "",
    name: str = "",
    phone: str = "",
) -> ViolationReport:
    """Keep a report; anybody may make one, and nobody has to say who they are.

    `name` and `phone` are sealed; whoever gives a phone is told what became of it.
    Basis: HN 32 (HN-32-1), HN 34 (HN-34-1), HN 36 (HN-36-1).

    Raises:
        NotAllowed: an officer without the right to report.
        BadInput: nothing is said, the day lies ahead, the phone is none, or there is no such lease.
    """
    source = Source.OFFICER if work.actor.may(Permission.REPORT_VIOLATION) else Source.PUBLIC
    words, where = given(what, "情况 / what happened"), given(address, "地址 / address")
    if len(where) > LONGEST_ADDRESS:
        raise BadInput("地址：最多 200 字 / address: at most 200 characters")
    if happened_on is not None and happened_on > work.day:
        raise BadInput(f"日期：{happened_on} 晚于今天 / day: {happened_on} lies ahead")
    lease = leases.by_number(work.session, work.place, lease_number.strip())
    if lease_number.strip() and lease is None:
        raise BadInput(
            f"合同编号：没有“{lease_number.strip()}” / there is no lease {lease_number.strip()}"
        )
    number = mobile_number(phone) if phone.strip() else ""
    who = {"name": " ".join(name.split()), "phone": number}
    made = ViolationReport(
        place=work.place,
        number=next_number(work, ViolationReport.number, "JB"),
        category=category,
        source=source,
        address=where,
        what=words,
        happened_on=happened_on,
        reporter_sealed=_sealed(work, who) if any(who.values()) else None,
        lease_id=lease.id if lease else None,
        state=ReportState.RECEIVED,
        reported_by=work.actor.name if source is Source.OFFICER else "",
        reported_on=work.day,
    )
    return _kept(work, made)


def report_of_visit(work: Work, finding_id: int, category: Category) -> ViolationReport:
    """Make a report of what was found on a visit, so that it is decided on like any other.

    Basis: HN 32 (HN-32-1), HN 34 (HN-34-1).

    Raises:
        NotAllowed: without the right to report.
        NotFound: no such finding.
        WrongState: another case has taken it up.
    """
    work.actor.must(Permission.REPORT_VIOLATION)
    finding, visit = inspections.finding(work.session, work.place, finding_id)
    lease = leases.get(work.session, work.place, visit.lease_id)
    made = ViolationReport(
        place=work.place,
        number=next_number(work, ViolationReport.number, "JB"),
        category=category,
        source=Source.INSPECTION,
        address=visit.unit_code,
        what=f"{visit.number}：{finding.detail}",
        happened_on=visit.made_on,
        lease_id=lease.id,
        state=ReportState.RECEIVED,
        reported_by=work.actor.name,
        reported_on=work.day,
    )
    kept = _kept(work, made)
    visiting.take_up(work, finding_id, kept.case.subject)
    return kept


def open_from(
    work: Work,
    report_id: int,
    lease_number: str,
    kind: ViolationKind,
    *,
    facts: str,
    reasons: str,
) -> Violation:
    """Open a case from a report, about the lease that it turned out to concern.

    `facts`: what the tenant is told, in an officer's words: what was reported may show by whom.
    What was reported as a sale becomes a case only where the facts are subletting or a change of
    use; the report keeps its own category. Basis: HN 34 (HN-34-1), HN 32 (HN-32-1).

    Raises:
        NotAllowed, WrongState, BrokenRule: see `opening.open_case`; a broker is no tenant.
        NotFound: no such report.
        BadInput: no reasons, or no such lease.
    """
    found = _to_be_decided(work, report_id, A.OPEN)
    why = given(reasons, "理由 / reasons")
    _must_be_of_tenant(found, kind)
    lease = _lease(work, lease_number)
    made = open_case(work, lease.id, kind, facts=facts, happened_on=found.happened_on)
    found.violation_id, found.lease_id = made.id, lease.id
    _decide(work, found, A.OPEN, why, f"已立案调查（{made.number}）")
    return made


def as_exit(work: Work, report_id: int, lease_number: str, *, facts: str) -> ExitCase:
    """Open an exit case for misuse: a sale, or what is none of the acts to be rectified.

    Basis: HN 32 (HN-32-1), HN 33 (HN-33-2).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: see `open_from` and `exits.service.open`.
        BrokenRule: a broker is no tenant.
    """
    found = _to_be_decided(work, report_id, A.REFER)
    _must_not_be_broker(found)
    lease = _lease(work, lease_number)
    made = exits.open(work, lease.id, Trigger.MISUSE, reason=facts, document=found.number)
    found.lease_id, found.referred_to = lease.id, f"退出案件 {made.number}"
    _decide(work, found, A.REFER, "按违规使用办理退出", "已按违规使用办理退出")
    return made


def refer(work: Work, report_id: int, *, to: str, reasons: str) -> ViolationReport:
    """Refer a report to the authority in charge: of brokers, or of what is no matter of ours.

    A broker is referred by letter. Basis: HN 36 (HN-36-1).

    Raises:
        NotAllowed: the actor does not review tenancies.
        NotFound, WrongState: no such report, or it is decided.
        BadInput: no reasons, or nobody to refer it to.
    """
    found = _to_be_decided(work, report_id, A.REFER)
    why, whom = given(reasons, "理由 / reasons"), given(to, "移送给 / referred to")
    if found.category is Category.BROKER:
        facts = {
            "address": found.address,
            "reported_on": found.reported_on,
            "lines": found.what.splitlines(),
        }
        cites = values_in_force(work.session).cited(("HN-36-1",), found.place, work.day)
        letters.send(work, LetterKind.BROKER_REFERRAL, found.case, Recipient(whom), facts, cites)
    found.referred_to = whom
    _decide(work, found, A.REFER, why, f"已移送{whom}")
    return found


def drop(work: Work, report_id: int, *, reasons: str) -> ViolationReport:
    """Find that a report gives no ground for a case.

    Raises:
        NotAllowed: the actor does not review tenancies.
        NotFound, WrongState: no such report, or it is decided.
        BadInput: no reasons.
    """
    found = _to_be_decided(work, report_id, A.DROP)
    _decide(work, found, A.DROP, given(reasons, "理由 / reasons"), "不予立案")
    return found


def reveal(work: Work, report_id: int) -> dict[str, str]:
    """Return name and phone of whoever reported, written into the register.

    Raises:
        NotAllowed: the actor may not see personal data.
        NotFound: no such report.
    """
    work.actor.must(Permission.SEE_PERSONAL_DATA)
    found = reports.report(work.session, work.place, report_id)
    work.record(Entry(TenancyTag.VIOLATION_REPORTER_SHOWN, found.case.subject), found.place)
    return _reporter(work, found)


def _sealed(work: Work, who: dict[str, str]) -> bytes:
    return work.keyring.seal(json.dumps(who, ensure_ascii=False))


def _reporter(work: Work, found: ViolationReport) -> dict[str, str]:
    if found.reporter_sealed is None:
        return {"name": "", "phone": ""}
    read: dict[str, str] = json.loads(work.keyring.unseal(found.reporter_sealed))
    return read


def _kept(work: Work, made: ViolationReport) -> ViolationReport:
    work.session.add(made)
    work.session.flush()
    after = {"category": made.category.value, "source": made.source.value}
    work.record(Entry(TenancyTag.VIOLATION_REPORTED, made.case.subject, after=after), made.place)
    return made


def _lease(work: Work, lease_number: str) -> Lease:
    lease = leases.by_number(work.session, work.place, lease_number.strip())
    if lease is None:
        raise BadInput(
            f"合同编号：没有“{lease_number.strip()}” / there is no lease {lease_number.strip()}"
        )
    return lease


def _must_not_be_broker(found: ViolationReport) -> None:
    if found.category is Category.BROKER:
        raise BrokenRule(
            "房地产经纪的线索须移送主管部门，不能对承租人立案；承租人另有违规的请另行报告"
            " / a broker is referred to the authority in charge; report the tenant's act apart",
            rules=("HN-36-1",),
        )


def _must_be_of_tenant(found: ViolationReport, kind: ViolationKind) -> None:
    _must_not_be_broker(found)
    as_sale = (ViolationKind.SUBLET, ViolationKind.CHANGED_USE)
    if found.category is Category.SOLD and kind not in as_sale:
        raise BrokenRule(
            "转卖不在责令整改的行为之内：事实符合转租或者改变用途的，按该项立案；"
            "否则请按违规使用办理退出"
            " / a sale is none of the acts to be rectified: open it as subletting or change of use"
            " where the facts fit, else as an exit case for misuse",
            rules=("HN-32-1", "HN-33-2"),
        )


def _to_be_decided(work: Work, report_id: int, act: ReportAct) -> ViolationReport:
    work.actor.must(Permission.REVIEW_TENANCY)
    found = reports.report(work.session, work.place, report_id, lock=True)
    REPORT.step(found.state, act, CALLED)
    return found


def _decide(work: Work, found: ViolationReport, act: ReportAct, why: str, outcome: str) -> None:
    """Decide a report, and tell whoever gave a phone."""
    found.state = REPORT.step(found.state, act, CALLED).target
    found.decided_on, found.decided_by, found.reasons = work.day, work.actor.name, why
    work.session.flush()
    after = {"state": found.state.value, "referred_to": found.referred_to}
    entry = Entry(TenancyTag.VIOLATION_REPORT_DECIDED, found.case.subject, None, after, why)
    work.record(entry, found.place)
    who = _reporter(work, found)
    if not who["phone"]:
        return
    facts = {
        "reported_on": found.reported_on,
        "category": CATEGORY_WORDS[found.category],
        "outcome": outcome.partition("（")[0],
        "reasons": "感谢您的反映，处理结果如上。",
    }
    to = Recipient(who["name"] or "举报人", phone=who["phone"])
    cites = values_in_force(work.session).cited(("HN-34-1",), found.place, work.day)
    letters.send(work, LetterKind.REPORT_ANSWER, found.case, to, facts, cites)
