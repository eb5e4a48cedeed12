"""Deciding a report: by a person who did not make it, after the household could answer."""

from datetime import timedelta

from housing.abandonments import queries, telling
from housing.abandonments.models import Abandonment
from housing.abandonments.rules import freeze_end, must_reapply
from housing.abandonments.states import ABANDONMENT, CALLED, AbandonmentAct
from housing.abandonments.terms import excuses, terms_of
from housing.abandonments.words import RULES, AbandonmentCase
from housing.calendar import load_calendar
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BrokenRule, NotAllowed
from housing.core.texts import given
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.recusals.service import must_be_free
from housing.waitlist import queries as waitlist
from housing.waitlist.service import move
from housing.waitlist.states import EntryAct

A = AbandonmentAct
#: What every decision cites, besides the rule of the case.
BASIS = ("HN-22-1", "HN-22-2", "HN-22-3")


def confirm(work: Work, abandonment_id: int, *, reasons: str) -> Abandonment:
    """Find that the household gave up: out of the round, and frozen from the day of the event.

    The entry lapses after the freeze where the measures say so; the letter says it now.
    Basis: HN 22 (HN-22-1, HN-22-2, HN-22-3, HN-22-4).

    Raises:
        NotAllowed: the actor may not decide, reported it, or is recused.
        BadInput: no reasons.
        WrongState: it is decided, or the entry holds nothing from the round any more.
        BrokenRule: the household may still answer; or nothing on file shows that the time and
            place were told.
        MissingPolicyValue: the place has no freeze in force.
    """
    found = _to_be_decided(work, abandonment_id, A.CONFIRM)
    said = given(reasons, "理由 / reasons")
    _must_have_been_heard(work, found)
    _must_have_been_told(work, found)
    book = values_in_force(work.session)
    terms = terms_of(book, found.place, work.day)
    entry = waitlist.get(work.session, found.place, found.entry_id)
    calendar = load_calendar()
    until = freeze_end(calendar, found.happened_on, terms.freeze_years)
    found.frozen_until = until
    found.must_reapply = must_reapply(
        calendar,
        registered_on=entry.registered_on,
        happened_on=found.happened_on,
        frozen_until=until,
        years=terms.reapply_years,
        reading=terms.reading,
    )
    found.terms = terms.as_json()
    found.cites = list(book.cited((*BASIS, RULES[found.kind]), found.place, work.day))
    after = {"frozen_until": until.isoformat(), "must_reapply": int(found.must_reapply)}
    _decide(work, found, A.CONFIRM, Tag.ABANDONMENT_CONFIRMED, said, after)
    entry.round_code = None
    move(work, entry, EntryAct.ABANDON, Tag.ENTRY_FROZEN, said, found.document)
    facts = {
        **telling.event_of(found),
        "reasons": said.splitlines(),
        "frozen_until": until,
        "then": telling.then(found.must_reapply),
        "window": telling.window(work, found.place),
    }
    telling.tell(work, found, LetterKind.ABANDONMENT, facts, found.cites)
    return found


def excuse(work: Work, abandonment_id: int, *, ground: str, reasons: str) -> Abandonment:
    """Accept an excuse: the household leaves the round and waits on, with no penalty.

    `ground` is a key of the county's dated rule (`abandonment_excuses`); without a rule there is
    no excuse. Basis: HN 22 (HN-22-1).

    Raises:
        NotAllowed, BadInput, WrongState: see `confirm`.
        BrokenRule: the county's rule names no such ground.
    """
    found = _to_be_decided(work, abandonment_id, A.EXCUSE)
    said = given(reasons, "理由 / reasons")
    book = values_in_force(work.session)
    known = excuses(book, found.place, work.day)
    if ground not in known:
        named = "、".join(known.values()) or "没有"
        raise BrokenRule(
            f"本地规定的正当理由中没有这一项；现行规定列明：{named}"
            " / the county's rule names no such excuse; a new one is entered as a dated value",
            rules=("HN-22-1",),
        )
    drop(work, found, A.EXCUSE, Tag.ABANDONMENT_EXCUSED, said, known[ground])
    entry = waitlist.get(work.session, found.place, found.entry_id)
    entry.round_code = None
    move(work, entry, EntryAct.LEAVE_ROUND, Tag.ENTRY_LET_GO, found.excuse, found.document)
    return found


def set_aside(work: Work, abandonment_id: int, *, reasons: str) -> Abandonment:
    """Find that it did not happen; the household keeps what the round gave it.

    Basis: HN 22 (HN-22-1).

    Raises:
        NotAllowed, BadInput, WrongState: see `confirm`.
    """
    found = _to_be_decided(work, abandonment_id, A.SET_ASIDE)
    drop(work, found, A.SET_ASIDE, Tag.ABANDONMENT_VOID, given(reasons, "理由 / reasons"))
    return found


def drop(
    work: Work, found: Abandonment, act: AbandonmentAct, tag: Tag, said: str, ground: str = ""
) -> None:
    """Decide that nothing follows, because of `ground` or because it did not happen."""
    book = values_in_force(work.session)
    found.cites = list(book.cited(("HN-22-1", RULES[found.kind]), found.place, work.day))
    found.excuse = ground
    outcome = f"有正当理由（{ground}），不视同放弃" if ground else "不成立，您的资格不受影响"
    _decide(work, found, act, tag, said, {"outcome": outcome})
    facts = {**telling.event_of(found), "outcome": outcome, "reasons": said.splitlines()}
    telling.tell(work, found, LetterKind.ABANDONMENT_DROPPED, facts, found.cites)


def _to_be_decided(work: Work, abandonment_id: int, act: AbandonmentAct) -> Abandonment:
    work.actor.must(Permission.DECIDE_CASE)
    found = queries.get(work.session, work.place, abandonment_id)
    must_be_free(work, {person.identity_index for person in found.people}, found.case)
    if found.reported_by == work.actor.name:
        raise NotAllowed("报告和认定须是两个人 / whoever reported it cannot decide it")
    ABANDONMENT.step(found.state, act, CALLED)
    return found


def _must_have_been_heard(work: Work, found: Abandonment) -> None:
    if not found.statement and work.day <= found.statement_until:
        first = found.statement_until + timedelta(days=1)
        raise BrokenRule(
            f"家庭可以说明情况到 {found.statement_until}，尚未说明；请在 {first} 起或收到说明后认定"
            f" / the household may answer until {found.statement_until} and has not yet; decide"
            f" from {first} on or once it has",
            rules=("HN-22-1",),
        )


def _must_have_been_told(work: Work, found: Abandonment) -> None:
    """Not coming counts only where time and place had reached the household (HN-22-4)."""
    if found.kind is not AbandonmentCase.NOT_ATTENDED:
        return
    if not queries.was_delivered(work.session, found.place, found.document):
        raise BrokenRule(
            f"“{found.document}”不是已送达的选房通知，不能认定未参加选房；请先登记送达，或认定不成立"
            f" / {found.document!r} is no letter that was delivered, so that nothing shows that"
            " time and place were told",
            rules=("HN-22-4",),
        )


def _decide(
    work: Work,
    found: Abandonment,
    act: AbandonmentAct,
    tag: Tag,
    given: str,
    after: dict[str, object],
) -> None:
    before = found.state
    found.state = ABANDONMENT.step(before, act, CALLED).target
    found.decided_by, found.decided_on, found.reasons = work.actor.name, work.day, given
    work.session.flush()
    if running.open_clock(work.session, found.case, ClockKind.ABANDONMENT_STATEMENT):
        clocks.stop(work, found.case, ClockKind.ABANDONMENT_STATEMENT)
    subject, told = f"entry:{found.entry_number}", {"state": found.state.value, **after}
    entry = Entry(tag, subject, {"state": before.value}, told, given, found.document)
    work.record(entry, found.place)
