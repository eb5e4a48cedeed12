"""Publicity of the case: what is put up, for how long, masked, and when it is over (HN 15)."""

from collections.abc import Sequence
from datetime import date

from housing.applications.models import Application
from housing.clocks.kinds import ClockKind
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.households.masking import masked_identity, masked_name
from housing.households.words import GROUP_WORDS
from housing.letters.kinds import LetterKind
from housing.notices import queries as notices
from housing.notices import service as publishing
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.objections import queries as objections
from housing.offices import queries as offices
from housing.reviews.models import Decision, Opinion
from housing.reviews.telling import county_office, due_on, tell
from housing.reviews.words import OUTCOME_NAMES

OPINION_RULES = ("HN-15-2", "HN-15-3")
QUALIFIED_RULES = ("HN-15-9",)
REGISTERED_RULES = ("HN-15-10", "HN-15-11")
PARK_RULES = ("HN-15-15", "HN-15-16")

Shown = list[list[str]]


def shown(work: Work, application: Application) -> Shown:
    """Return what a notice shows of a family: enough for neighbours, too little to search by."""
    applicant = application.applicant
    if applicant is None:
        raise BrokenRule(f"{application.case.number} 没有申请人 / has no applicant")
    return [
        ["申请人", masked_name(applicant.name)],
        ["证件号码", masked_identity(work.keyring.unseal(applicant.identity_sealed))],
        ["申请类别", GROUP_WORDS[application.group]],
        ["家庭人口", str(len(application.members))],
    ]


def post_opinion(work: Work, application: Application, opinion: Opinion) -> Notice:
    """Put the street's opinion up until its clock ends, and tell the applicant.

    Basis: HN 15 (HN-15-3).
    """
    street = offices.get(work.session, application.street_office_id)
    if street is None:
        raise BrokenRule(f"{application.case.number} 没有受理街道 / has no street office")
    until = due_on(work, application, ClockKind.STREET_PUBLICITY)
    told = [*shown(work, application), ["初审意见", OUTCOME_NAMES[opinion.outcome]]]
    notice = _post(
        work, application, NoticeKind.STREET_PRELIMINARY, street.id, told, OPINION_RULES, until
    )
    facts = {
        "opinion": f"{OUTCOME_NAMES[opinion.outcome]}。{opinion.reason}",
        "publicity_from": work.day,
        "publicity_to": until,
        "site": street.name,
    }
    tell(work, application, LetterKind.STREET_OPINION, OPINION_RULES, facts, street)
    return notice


def post_qualified(work: Work, application: Application, decision: Decision) -> Notice:
    """Put a qualified applicant up for the county's period, and tell them.

    Basis: HN 15 (HN-15-9): 7 days; the day of posting is not counted.
    """
    county = county_office(work, application.place)
    until = due_on(work, application, ClockKind.COUNTY_PUBLICITY)
    told = [*shown(work, application), ["审核结果", OUTCOME_NAMES[decision.outcome]]]
    notice = _post(work, application, NoticeKind.QUALIFIED, county.id, told, QUALIFIED_RULES, until)
    facts = {
        "decided_on": decision.decided_on,
        "publicity_from": work.day,
        "publicity_to": until,
    }
    tell(work, application, LetterKind.QUALIFIED, ("HN-15-7", "HN-15-9"), facts, county)
    return notice


def post_registered(work: Work, application: Application, office_id: int) -> Notice:
    """Make a new place in the queue known to the public; no end. Basis: HN 15 (HN-15-11)."""
    kind, rules = NoticeKind.REGISTERED, REGISTERED_RULES
    if application.park_office_id == office_id:
        kind, rules = NoticeKind.PARK_REGISTERED, PARK_RULES
    told = [*shown(work, application), ["登记日期", work.day.isoformat()]]
    return _post(work, application, kind, office_id, told, rules, None)


def must_be_over(work: Work, application: Application) -> None:
    """Refuse to go on while the case's publicity runs or an objection is open.

    Basis: HN 15 (HN-15-3, HN-15-10).

    Raises:
        BrokenRule: names the last day, or how many objections wait.
    """
    running = [notice for notice in live(work, application) if notice.ends_on is not None]
    for notice in running:
        if notice.ends_on is not None and work.day <= notice.ends_on:
            raise BrokenRule(
                f"公示至 {notice.ends_on} 止，期满后才能办理"
                f" / on public display until {notice.ends_on}; wait for its end",
                rules=("HN-15-3", "HN-15-9"),
            )
    waiting = objections.open_of_case(work.session, application.case)
    if waiting:
        raise BrokenRule(
            f"还有 {len(waiting)} 件异议没有处理，请先处理"
            f" / {len(waiting)} objections are open; decide them first",
            rules=("HN-15-10",),
        )


def live(work: Work, application: Application) -> Sequence[Notice]:
    """Return the notices of a case that were not taken down."""
    found = notices.of_case(work.session, application.case)
    return [notice for notice in found if notice.withdrawn_at is None]


def take_down(work: Work, application: Application, reason: str) -> None:
    """Take down what is up about a case, since it is no longer so."""
    for notice in live(work, application):
        publishing.withdraw(work, notice.id, reason)


def _post(
    work: Work,
    application: Application,
    kind: NoticeKind,
    office_id: int,
    told: Shown,
    rules: Sequence[str],
    until: date | None,
) -> Notice:
    title = f"{TITLES[kind]}（{application.case.number}）"
    return publishing.publish(
        work,
        application.case,
        kind,
        office_id=office_id,
        title=title,
        shown=told,
        rules=rules,
        starts_on=work.day,
        ends_on=until,
    )


TITLES = {
    NoticeKind.STREET_PRELIMINARY: "公租房申请初审公示",
    NoticeKind.QUALIFIED: "公租房申请审核合格公示",
    NoticeKind.REGISTERED: "公租房轮候对象公布",
    NoticeKind.PARK_REGISTERED: "园区公租房轮候对象公布",
}
