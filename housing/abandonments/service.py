"""Acts on abandonments: report, hear the household, and decide by another person."""

from collections.abc import Collection
from datetime import date

from housing.abandonments import deciding, queries, reversing, telling
from housing.abandonments.models import Abandonment, AbandonmentPerson
from housing.abandonments.states import AbandonmentState
from housing.abandonments.terms import terms_of
from housing.abandonments.words import RULES, AbandonmentCase
from housing.applications import queries as applications
from housing.calendar import Measure, Period, due, load_calendar
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.households import queries as households
from housing.letters.kinds import LetterKind
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.recusals.service import must_be_free
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import case_of
from housing.waitlist.states import CALLED, LIFECYCLE, EntryAct
from housing.waitlist.whose import entries_of_account

confirm, excuse, set_aside = deciding.confirm, deciding.excuse, deciding.set_aside
reverse, drop_round = reversing.reverse, reversing.drop_round
LONGEST = 2_000


def report(
    work: Work,
    entry: WaitlistEntry,
    kind: AbandonmentCase,
    on: date,
    *,
    reason: str,
    document: str,
    plan_cases: Collection[str] = (),
) -> Abandonment:
    """Report that a household gave up what a round gave it; nothing follows until it is decided.

    `on`: the day of the event. `document` names the evidence: the attendance sheet, the signed
    statement, for `NOT_ATTENDED` the number of the letter that told time and place. `plan_cases`:
    what the plan of the round names as further cases; `OTHER` is refused without, and its
    `reason` begins with one of them. The household is told, and has the county's window to answer.
    Basis: HN 22 (HN-22-1, HN-22-4, HN-22-5, HN-22-6, HN-22-7, HN-22-8).

    Raises:
        NotAllowed: the actor may not report, or is recused.
        WrongState: the entry holds nothing from a round, or a report waits already.
        BadInput: a field is empty, or the day lies ahead or before the registration.
        BrokenRule: `OTHER` that the plan does not name.
        MissingPolicyValue: the county has not set the window, or no freeze is in force.
    """
    if work.actor.role is not None:
        work.actor.must(Permission.REPORT_ABANDONMENT)
    people = people_of(work, entry)
    must_be_free(work, people, case_of(entry))
    LIFECYCLE.step(entry.state, EntryAct.ABANDON, CALLED)
    if queries.reported_of(work.session, entry.id) is not None:
        raise WrongState(
            f"{entry.number} 已有待认定的放弃报告 / a report about this entry waits already"
        )
    reason, document = given(reason, "情况 / reason"), given(document, "依据文件 / document")
    _check(work, entry, kind, on, reason, plan_cases)
    made = _made(work, entry, kind, on, reason, document)
    made.people = [AbandonmentPerson(identity_index=index) for index in sorted(people)]
    work.session.add(made)
    work.session.flush()
    _start(work, made)
    after = {"case": kind.value, "on": on.isoformat(), "round": made.round_code}
    work.record(
        Entry(
            Tag.ABANDONMENT_REPORTED,
            case_of(entry).subject,
            after=after,
            reason=reason,
            document=document,
        ),
        entry.place,
    )
    return made


def answer(work: Work, abandonment_id: int, statement: str) -> Abandonment:
    """Keep what the household says about a report: its own words, or told to an officer.

    It may be said again until the last day; the latest words stand. Basis: HN 22 (HN-22-1).

    Raises:
        NotFound: no such abandonment in the place.
        NotAllowed: another household's.
        WrongState: it is decided, or the last day has passed.
        BadInput: nothing said, or more than 2,000 characters.
    """
    found = queries.get(work.session, work.place, abandonment_id)
    _must_be_theirs(work, found)
    if found.state is not AbandonmentState.REPORTED:
        raise WrongState("这件事已有认定结果 / this has been decided already")
    if work.day > found.statement_until:
        raise WrongState(
            f"说明情况的期限（{found.statement_until}）已过，仍可在收到通知书后申请复核"
            f" / the last day for a statement was {found.statement_until}; a review may be asked"
            " for after the decision"
        )
    words = given(statement, "情况说明 / statement")
    if len(words) > LONGEST:
        raise BadInput(
            f"情况说明：{len(words)} 字，最多 {LONGEST} 字"
            f" / statement: at most {LONGEST} characters"
        )
    found.statement, found.stated_on = words, work.day
    work.session.flush()
    subject = f"entry:{found.entry_number}"
    work.record(Entry(Tag.ABANDONMENT_ANSWERED, subject, reason=words), found.place)
    return found


def people_of(work: Work, entry: WaitlistEntry) -> frozenset[str]:
    """Return the identity indexes of everybody whom the freeze would follow."""
    household = households.get(work.session, entry.place, entry.household_id)
    held = {household.identity_index}
    if entry.application_id is not None:
        application = applications.get(work.session, entry.application_id)
        held |= {member.identity_index for member in application.members}
    return frozenset(held)


def _check(
    work: Work,
    entry: WaitlistEntry,
    kind: AbandonmentCase,
    on: date,
    reason: str,
    plan_cases: Collection[str],
) -> None:
    if not entry.registered_on <= on <= work.day:
        raise BadInput(
            f"发生日期：{on}，应在 {entry.registered_on} 至 {work.day} 之间"
            f" / day of the event: {on}; give one from {entry.registered_on} to {work.day}"
        )
    if kind is AbandonmentCase.OTHER and not any(reason.startswith(each) for each in plan_cases):
        named = "、".join(plan_cases) or "无"
        raise BrokenRule(
            f"其他放弃情况须由本轮分配方案列明，情况须以其中之一开头；本轮列明：{named}"
            " / a further case counts only if the plan of the round names it; begin with it",
            rules=(RULES[kind],),
        )


def _made(
    work: Work, entry: WaitlistEntry, kind: AbandonmentCase, on: date, reason: str, document: str
) -> Abandonment:
    book = values_in_force(work.session)
    days = int(book.value("abandonment_statement_window", entry.place, work.day).value)
    until = due(load_calendar(), work.day, Period(days, Measure.WORKING_DAYS)).day
    return Abandonment(
        place=entry.place,
        entry_id=entry.id,
        entry_number=entry.number,
        household_id=entry.household_id,
        round_code=entry.round_code or "",
        kind=kind,
        happened_on=on,
        reason=reason,
        document=document,
        reported_by=work.actor.name,
        reported_on=work.day,
        statement_until=until,
        statement="",
        state=AbandonmentState.REPORTED,
        excuse="",
        decided_by="",
        reasons="",
        cites=[],
        terms=[],
    )


def _start(work: Work, made: Abandonment) -> None:
    """Start the household's time to answer, and tell it."""
    book = values_in_force(work.session)
    office = offices.of_kind(work.session, made.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    clocks.start(
        work,
        made.case,
        ClockKind.ABANDONMENT_STATEMENT,
        office_id=office[0].id if office else None,
        role=Role.COUNTY_HEAD,
    )
    facts = {
        **telling.event_of(made),
        "reason": made.reason,
        "statement_until": made.statement_until,
        "freeze": terms_of(book, made.place, work.day).freeze,
    }
    cites = book.cited(("HN-22-1", RULES[made.kind]), made.place, work.day)
    telling.tell(work, made, LetterKind.ABANDONMENT_REPORTED, facts, cites)


def _must_be_theirs(work: Work, found: Abandonment) -> None:
    if work.actor.role is not Role.APPLICANT:
        work.actor.must(Permission.REPORT_ABANDONMENT)
        return
    own = {entry.id for entry in entries_of_account(work.session, work.actor.name)}
    if found.entry_id not in own:
        raise NotAllowed("这不是您家庭的记录 / this is not about your household")
