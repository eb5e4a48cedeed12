"""Acts on entries: register, change the form of assistance, review, keep, cancel."""

from collections.abc import Sequence
from datetime import date

from housing.applications import queries as open_applications
from housing.applications import service as applications
from housing.bans import queries as bans
from housing.bans.rules import check_not_banned
from housing.calendar import load_calendar
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.texts import given, given_lines
from housing.core.work import Work
from housing.households import queries as households
from housing.households.models import Household
from housing.households.words import Assistance, Rescue
from housing.policies.book import PolicyBook
from housing.policies.queries import book as values_in_force
from housing.waitlist import queries, rules
from housing.waitlist.letter import tell_cancellation
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import CALLED, LIFECYCLE, EntryAct, EntryState

#: A cancellation rests on these, besides the conditions that are no longer met.
CANCELLATION = ("HN-16-4", "HN-16-5")


def case_of(entry: WaitlistEntry) -> CaseRef:
    """Return an entry as other features name it."""
    return CaseRef("entry", entry.id, entry.place, entry.number)


def register(
    work: Work, household: Household, *, application_id: int | None = None
) -> WaitlistEntry:
    """Give a registered household its entry; the wait must be over by `cap_on`.

    Basis: HN 15 (HN-15-10), HN 16 (HN-16-1, HN-16-2, HN-16-3).

    Raises:
        NotAllowed: the actor may not register.
        MissingPolicyValue: the county has set no waiting period.
        BrokenRule: it has set one beyond the limit.
        WrongState: the household waits already.
    """
    if work.actor.role is not None:
        work.actor.must(Permission.REGISTER_ENTRY)
    if queries.live_of(work.session, household.id) is not None:
        raise WrongState(
            f"{household.application_number} 已在轮候 / this household is on the waitlist already"
        )
    entry = made(values_in_force(work.session), household, application_id, work.day)
    work.session.add(entry)
    work.session.flush()
    after = {"state": entry.state.value, "cap_on": entry.cap_on.isoformat()}
    work.record(Entry(Tag.ENTRY_REGISTERED, case_of(entry).subject, after=after), entry.place)
    return entry


def made(
    book: PolicyBook, household: Household, application_id: int | None, today: date
) -> WaitlistEntry:
    """Return a new entry of a household, by the values of the day of its registration.

    Where the county has none on file for so early a day, that of `today` holds, and the cap is
    provisional. Basis: HN 16 (HN-16-1, HN-16-2, HN-16-3).

    Raises:
        MissingPolicyValue: there is none for today either.
        BrokenRule: the period is beyond the limit.
    """
    place, day = household.place, household.registered_on
    of_the_day = book.find("waiting_period_local", place, day)
    months = int((of_the_day or book.value("waiting_period_local", place, today)).value)
    rules.check_waiting_period(months, int(book.value("waiting_period_max", place, today).value))
    cap = rules.cap_of(load_calendar(), day, months)
    return WaitlistEntry(
        place=place,
        household_id=household.id,
        application_id=application_id,
        number=household.application_number,
        state=EntryState.REGISTERED,
        assistance=household.assistance,
        rescue=household.rescue is not Rescue.NONE,
        points=[],
        registered_on=day,
        cap_on=cap.day,
        cap_provisional=cap.provisional or of_the_day is None,
        review_opened_by="",
        review_reason="",
        closing_reason="",
        place_due_on=today,
    )


def change_assistance(
    work: Work, entry_id: int, assistance: Assistance, *, reason: str, document: str
) -> WaitlistEntry:
    """Change between a flat and a subsidy, on the household's paper.

    Basis: HN 9 (HN-9-1), HN 17 (HN-17-2).

    Raises:
        NotAllowed: the actor may not.
        BadInput: no reason, no document, or nothing would change.
        WrongState: the household does not wait.
    """
    work.actor.must(Permission.REGISTER_ENTRY)
    entry = queries.get(work.session, work.place, entry_id)
    _must_wait(entry)
    if assistance is entry.assistance:
        raise BadInput("保障方式：与现在相同 / the form of assistance is what it was")
    household = households.get(work.session, entry.place, entry.household_id)
    before, household.assistance = entry.assistance, assistance
    entry.assistance, entry.place_due_on = assistance, work.day
    _record(
        work,
        entry,
        Tag.ENTRY_ASSISTANCE_CHANGED,
        {"assistance": before.value},
        {"assistance": assistance.value},
        given(reason, "理由 / reason"),
        given(document, "依据文件 / document"),
    )
    return entry


def open_review(work: Work, entry_id: int, *, reason: str, document: str = "") -> WaitlistEntry:
    """Begin to review whether a household that waits still meets the conditions.

    Basis: HN 16 (HN-16-4): when income, housing or other circumstances change.
    """
    work.actor.must(Permission.RECHECK_CASE)
    entry = queries.get(work.session, work.place, entry_id)
    entry.review_reason = given(reason, "理由 / reason")
    entry.review_opened_by = work.actor.name
    move(work, entry, EntryAct.OPEN_REVIEW, Tag.ENTRY_REVIEW_OPENED, reason, document)
    return entry


def keep(work: Work, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Keep an entry after its review; decided by another person than began it.

    Basis: HN 16 (HN-16-4).
    """
    entry = _to_be_decided(work, entry_id)
    move(work, entry, EntryAct.KEEP, Tag.ENTRY_KEPT, given(reason, "理由 / reason"))
    return entry


def cancel(
    work: Work, entry_id: int, *, reasons: Sequence[str], conditions: Sequence[str] = ()
) -> WaitlistEntry:
    """Cancel the qualification to wait, and tell the household in writing with reasons.

    `conditions` are the ids of the rules that are no longer met (HN-12-4, …).
    Basis: HN 16 (HN-16-4, HN-16-5).

    Raises:
        NotAllowed: the actor may not decide, or began the review.
        BadInput: no reason.
        MissingPolicyValue: no legal basis on file to cite.
        WrongState: no review is open.
    """
    entry = _to_be_decided(work, entry_id)
    said = given_lines(reasons, "取消的理由 / reasons")
    reason = "；".join(said)
    book = values_in_force(work.session)
    cites = book.cited((*CANCELLATION, *conditions), entry.place, work.day)
    move(work, entry, EntryAct.CANCEL, Tag.ENTRY_CANCELLED, reason)
    leave(work, entry, reason)
    tell_cancellation(work, entry, case_of(entry), said, cites)
    return entry


def leave(work: Work, entry: WaitlistEntry, reason: str) -> None:
    """Take a household off the list: free to apply again; those behind it move up over night."""
    entry.closed_on, entry.closing_reason = work.day, reason
    households.get(work.session, entry.place, entry.household_id).left_on = work.day
    if entry.application_id is not None:
        application = open_applications.get(work.session, entry.application_id)
        clocks.void_all(work, application.case, reason)
        applications.set_live(work, application, live=False)
    work.session.flush()


def house(work: Work, entry: WaitlistEntry, reason: str) -> None:
    """Close the entry of a household that has been given a flat: the duty is met.

    Basis: HN 16 (HN-16-3).
    """
    move(work, entry, EntryAct.HOUSE, Tag.ENTRY_HOUSED, reason)
    _end(work, entry, reason)


def _end(work: Work, entry: WaitlistEntry, reason: str) -> None:
    """The wait is over; the clock of its cap stops."""
    entry.closed_on, entry.closing_reason = work.day, reason
    if entry.application_id is not None:
        application = open_applications.get(work.session, entry.application_id)
        if running.open_clock(work.session, application.case, ClockKind.WAITLIST_CAP):
            clocks.stop(work, application.case, ClockKind.WAITLIST_CAP)
    work.session.flush()


def subsidise(work: Work, entry_id: int, document: str) -> WaitlistEntry:
    """Record that a household is granted the rental subsidy: the duty to it is met.

    On the day of the cap this is the way out where no flat fits; a rescue household gets it when
    no flat is left for it, also while an abandonment keeps flats from it. The payments are made
    elsewhere. Basis: HN 16 (HN-16-3), HN 18 (HN-18-2).

    Raises:
        NotAllowed: the actor may not decide.
        BadInput: no document of the grant.
        WrongState: the household does not wait.
        BrokenRule: one of its people is banned, from a subsidy as from a flat (HN-34-2).
    """
    work.actor.must(Permission.DECIDE_CASE)
    entry = queries.get(work.session, work.place, entry_id)
    _must_not_be_banned(work, entry)
    grant, reason = given(document, "批准文件 / document"), "发放租赁补贴"
    move(work, entry, EntryAct.SUBSIDISE, Tag.ENTRY_SUBSIDISED, reason, grant)
    entry.assistance = Assistance.SUBSIDY
    _end(work, entry, reason)
    return entry


def move(
    work: Work, entry: WaitlistEntry, act: EntryAct, tag: Tag, reason: str, document: str = ""
) -> None:
    """Move an entry by the table of its states and write it into the register."""
    before = entry.state
    entry.state, entry.place_due_on = LIFECYCLE.step(before, act, CALLED).target, work.day
    work.session.flush()
    _record(
        work, entry, tag, {"state": before.value}, {"state": entry.state.value}, reason, document
    )


def _record(
    work: Work,
    entry: WaitlistEntry,
    tag: Tag,
    before: object,
    after: object,
    reason: str,
    document: str,
) -> None:
    subject = case_of(entry).subject
    work.record(Entry(tag, subject, before, after, reason, document), entry.place)


def _to_be_decided(work: Work, entry_id: int) -> WaitlistEntry:
    work.actor.must(Permission.DECIDE_CASE)
    entry = queries.get(work.session, work.place, entry_id)
    if entry.review_opened_by == work.actor.name:
        raise NotAllowed("提出复查和作出决定须是两个人 / whoever began the review cannot decide it")
    return entry


def _must_not_be_banned(work: Work, entry: WaitlistEntry) -> None:
    people = {households.get(work.session, entry.place, entry.household_id).identity_index}
    if entry.application_id is not None:
        people |= open_applications.people_indexes(work.session, entry.application_id)
    check_not_banned(entry.number, bans.banned_until(work.session, people, work.day))


def _must_wait(entry: WaitlistEntry) -> None:
    if entry.closed_on is not None:
        raise WrongState(
            f"{entry.number} 已不在轮候（{CALLED[entry.state]}） / this entry has left the waitlist"
        )
