"""Changes that a household reports while it waits, and what a person makes of them."""

from datetime import date

from housing.confirmations import queries as confirmations
from housing.confirmations import service as confirming
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.rechecks import reports
from housing.rechecks.models import ChangeReport, Recheck
from housing.rechecks.opening import begin_many
from housing.rechecks.states import Purpose
from housing.rechecks.words import Change, ReportState
from housing.waitlist import queries as entries_of
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import CALLED
from housing.waitlist.whose import own_entry

MOST_WORDS = 2000


def report(work: Work, entry_id: int, kind: Change, happened_on: date, words: str) -> ChangeReport:
    """Report that something has changed: the family signed in, or an officer who was told.

    Nothing happens to the place in the order by it; the county looks at it and says what follows.
    Basis: HN 16 (HN-16-4).

    Raises:
        NotAllowed: the officer may not. NotFound: it is another family's entry.
        BadInput: nothing is said, or the day lies ahead.
        WrongState: the household waits no more.
    """
    entry = _entry(work, entry_id)
    if not words.strip() or len(words) > MOST_WORDS:
        raise BadInput(
            f"变化的情况：请用不超过 {MOST_WORDS} 字写明"
            f" / what has changed: say it in 1 to {MOST_WORDS} characters"
        )
    if happened_on > work.day:
        raise BadInput(
            f"发生日期：{happened_on} 晚于今天，请在变化发生后报告"
            f" / day: {happened_on} lies ahead; report it once it has happened"
        )
    made = ChangeReport(
        place=entry.place,
        entry_id=entry.id,
        number=entry.number,
        kind=kind,
        happened_on=happened_on,
        words=words.strip(),
        state=ReportState.NEW,
        reported_by=work.actor.name,
        reported_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    after = {"report": made.id, "kind": kind.value, "happened_on": happened_on.isoformat()}
    work.record(Entry(Tag.CHANGE_REPORTED, made.case.subject, None, after), entry.place)
    return made


def recheck(work: Work, report_id: int, reason: str) -> Recheck:
    """Begin a recheck for a reported change; the entry is under review, its place kept.

    Basis: HN 16 (HN-16-4).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput, BrokenRule: see `opening.begin_many`.
    """
    found = _new(work, report_id)
    entry = entries_of.get(work.session, found.place, found.entry_id)
    made = begin_many(work, [entry], Purpose.CHANGE, reason=reason)[0]
    found.state, found.recheck_id = ReportState.RECHECKED, made.id
    found.handled_by, found.handled_on = work.actor.name, work.day
    work.session.flush()
    return made


def after_silence(work: Work, confirmation_id: int, reason: str) -> Recheck:
    """Begin a recheck of a household that nobody reached in the grace: a person's judgement.

    Basis: HN 16 (HN-16-4).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput, BrokenRule: see `opening.begin_many`.
    """
    asked = confirmations.get(work.session, work.place, confirmation_id, lock=True)
    entry = entries_of.get(work.session, asked.place, asked.entry_id)
    confirming.hand_on(work, asked, reason)
    return begin_many(work, [entry], Purpose.CHANGE, reason=reason)[0]


def note(work: Work, report_id: int, reason: str) -> ChangeReport:
    """Note that nothing follows from a reported change, and why. Basis: HN 16 (HN-16-4).

    Raises:
        NotAllowed: the actor may not. NotFound, WrongState: as the words say.
        BadInput: no reason.
    """
    work.actor.must(Permission.RECHECK_CASE)
    found = _new(work, report_id)
    given(reason, "理由 / reason")
    found.state, found.handled_reason = ReportState.NOTED, reason.strip()
    found.handled_by, found.handled_on = work.actor.name, work.day
    work.session.flush()
    after = {"report": found.id, "state": found.state.value}
    told = Entry(Tag.CHANGE_NOTED, found.case.subject, None, after, reason=reason.strip())
    work.record(told, found.place)
    return found


def _entry(work: Work, entry_id: int) -> WaitlistEntry:
    if work.actor.role is Role.APPLICANT:
        entry = own_entry(work.session, work.actor.name, entry_id)
    else:
        work.actor.must(Permission.CONFIRM_WISH)
        entry = entries_of.get(work.session, work.place, entry_id)
    if entry.closed_on is not None:
        raise WrongState(
            f"{entry.number} 已不在轮候（{CALLED[entry.state]}），无需报告"
            " / this household has left the waitlist"
        )
    return entry


def _new(work: Work, report_id: int) -> ChangeReport:
    found = reports.get(work.session, work.place, report_id)
    if found.state is not ReportState.NEW:
        raise WrongState("这项情况变化已经处理 / this report has been dealt with")
    return found
