"""Beginning a recheck: of one household, or of thousands at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from housing.calendar import Measure, Period, due, load_calendar
from housing.checks import many as departments
from housing.checks import service as checks
from housing.clocks import many as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.rechecks import people, queries
from housing.rechecks.evidence import ASKED_FOR
from housing.rechecks.models import Recheck
from housing.rechecks.people import Family
from housing.rechecks.states import CALLED, LIFECYCLE, Purpose, RecheckAct, RecheckState
from housing.recusals import service as recusals
from housing.reviews.cases import as_system
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import CALLED as ENTRY_CALLED
from housing.waitlist.states import WAITING, EntryState

#: Any one of these rights is enough to begin; jobs begin what falls due.
MAY_BEGIN = {
    Purpose.PERIODIC: (Permission.RECHECK_CASE,),
    Purpose.CHANGE: (Permission.RECHECK_CASE,),
    Purpose.ROUND: (Permission.PREPARE_ROUND, Permission.FREEZE_ROLL, Permission.RECHECK_CASE),
}
BATCH = 500


def begin_many(
    work: Work,
    entries: Sequence[WaitlistEntry],
    purpose: Purpose,
    *,
    reason: str,
    round_code: str | None = None,
    document: str = "",
) -> list[Recheck]:
    """Begin the recheck of these entries of the actor's place and ask the departments about them.

    A periodic recheck leaves the household where it waits; one for a change puts its entry under
    review, its place kept; one for a round is of those who are in it. A periodic recheck that is
    open gives way to the two others, which ask the same.
    Basis: HN 14 (HN-14-3, HN-14-4), HN 16 (HN-16-4), HN 21 (HN-21-2).

    Raises:
        NotAllowed: the actor may not begin one, or is recused (回避).
        BadInput: no reason, or a round without its code.
        WrongState: an entry does not fit the purpose, or is rechecked already; names them.
        BrokenRule: a member's consent is missing (with the list), or a department.
        MissingPolicyValue: the county has not set a period.
    """
    _must_begin(work, purpose, reason, round_code)
    if not entries:
        return []
    _must_fit(entries, purpose, round_code)
    found = people.families(work.session, entries)
    if work.actor.role is not None and purpose is Purpose.CHANGE:
        for family in found:
            recusals.must_be_free(work, family.indexes(), waitlist.case_of(family.entry))
    people.must_have_agreed(found)
    _supersede(work, found, purpose)
    if purpose is Purpose.CHANGE:
        for entry in entries:
            waitlist.open_review(work, entry.id, reason=reason, document=document)
    made: list[Recheck] = []
    for first in range(0, len(found), BATCH):
        made += _open(work, found[first : first + BATCH], purpose, reason.strip(), round_code)
    _record(work, made, purpose, reason.strip(), document)
    return made


def _open(
    work: Work, found: Sequence[Family], purpose: Purpose, reason: str, round_code: str | None
) -> list[Recheck]:
    due_on = _due_on(work, purpose)
    shared: dict[str, Any] = {
        "place": work.place,
        "purpose": purpose,
        "round_code": round_code,
        "state": RecheckState.OPEN,
        "opened_on": work.day,
        "opened_by": work.actor.name,
        "reason": reason,
        "due_on": due_on,
        "decision_reason": "",
        "review_reason": "",
        "conditions": [],
        "cites": [],
    }
    rows = [shared | {"entry_id": f.entry.id, "number": f.entry.number} for f in found]
    adding = insert(Recheck).returning(Recheck, sort_by_parameter_order=True)
    made = list(work.session.scalars(adding, rows))
    if purpose is not Purpose.ROUND:
        office_id = offices.county_office(work.session, work.place, work.day)
        wanted = [clocks.Wanted(each.case, office_id=office_id) for each in made]
        clocks.start(work, ClockKind.WAITLIST_RECHECK, Role.COUNTY_REVIEWER, wanted)
    ask(work, made, found)
    return made


def ask(work: Work, rechecks: Sequence[Recheck], found: Sequence[Family]) -> None:
    """Ask the departments about the families of these rechecks, which are of one purpose."""
    if not rechecks:
        return
    questions = [
        departments.Question(
            recheck.case,
            people.people_of(family, work.keyring),
            recheck.opened_on,
            family.group,
        )
        for recheck, family in zip(rechecks, found, strict=True)
    ]
    departments.request_all(as_system(work), questions, ASKED_FOR[rechecks[0].purpose])


def make_void(work: Work, recheck: Recheck, reason: str) -> None:
    """End a recheck that is not decided, its questions to departments with it.

    Raises:
        WrongState: it is decided.
    """
    LIFECYCLE.step(recheck.state, RecheckAct.MAKE_VOID, CALLED)
    before = recheck.state
    recheck.state = RecheckState.VOID
    work.session.flush()
    checks.void(as_system(work), recheck.case, reason)
    clocks.stop(work, recheck.place, "recheck", [recheck.id], ClockKind.WAITLIST_RECHECK)
    told = Entry(
        Tag.RECHECK_VOID,
        recheck.case.subject,
        {"recheck": recheck.id, "state": before.value},
        {"recheck": recheck.id, "state": recheck.state.value},
        reason=reason,
    )
    work.record(told, recheck.place)


def _must_begin(work: Work, purpose: Purpose, reason: str, round_code: str | None) -> None:
    actor, rights = work.actor, MAY_BEGIN[purpose]
    if actor.role is not None and not any(map(actor.may, rights)):
        raise NotAllowed(
            f"{actor.name} 不能开始这种复查 / {actor.name} may not begin this kind of recheck"
        )
    given(reason, "复查原因 / reason")
    if (purpose is Purpose.ROUND) != bool(round_code):
        raise BadInput("轮次编号：复审须写明轮次，其他复查不填 / a re-review names its round")


def _must_fit(entries: Sequence[WaitlistEntry], purpose: Purpose, round_code: str | None) -> None:
    unfit = [each for each in entries if not _fits(each, purpose, round_code)]
    if unfit:
        named = "、".join(f"{e.number}（{ENTRY_CALLED[e.state]}）" for e in unfit[:20])
        raise WrongState(
            f"以下家庭现在的状态不能复查：{named} / these entries cannot be rechecked now: "
            + ", ".join(each.number for each in unfit[:20])
        )


def _fits(entry: WaitlistEntry, purpose: Purpose, round_code: str | None) -> bool:
    if purpose is Purpose.ROUND:
        return entry.state is EntryState.IN_ROUND and entry.round_code == round_code
    return entry.state in WAITING


def _supersede(work: Work, found: Sequence[Family], purpose: Purpose) -> None:
    """Let an open periodic recheck give way; refuse where another one is open."""
    ids = [family.entry.id for family in found]
    standing: list[Recheck] = []
    for first in range(0, len(ids), BATCH):
        standing += queries.undecided_of(work.session, ids[first : first + BATCH])
    kept = [r for r in standing if r.purpose is not Purpose.PERIODIC or purpose is r.purpose]
    if kept:
        named = "、".join(each.number for each in kept[:20])
        raise WrongState(
            f"以下家庭已在复查中：{named} / these households are being rechecked already: {named}"
        )
    words = "分配复审" if purpose is Purpose.ROUND else "情况变化复查"
    for each in standing:
        make_void(work, each, f"改为{words} / another recheck asks the same")


def _due_on(work: Work, purpose: Purpose) -> date:
    """Return the last day: of the county's period, or of the round's one period (HN-21-2)."""
    if purpose is not Purpose.ROUND:
        return clocks.due(work, work.place, ClockKind.WAITLIST_RECHECK).due_on
    book = values_in_force(work.session)
    period = book.value("round_rereview_period", work.place, work.day)
    rolls = book.value("last_day_rolls_over", work.place, work.day).value == 1
    wanted = Period(int(period.value), Measure(period.unit))
    return due(load_calendar(), work.day, wanted, rolls).day


def _record(
    work: Work, made: Sequence[Recheck], purpose: Purpose, reason: str, document: str
) -> None:
    numbers = sorted(each.number for each in made)
    subject = made[0].case.subject if len(made) == 1 else f"place:{work.place}"
    if made[0].round_code:
        subject = f"round:{made[0].round_code}"
    after = {
        "rechecks": len(made),
        "purpose": purpose.value,
        "sha256": sha256_hex(canonical_bytes(numbers)),
        "due_on": made[0].due_on.isoformat(),
    }
    told = Entry(Tag.RECHECKS_OPENED, subject, None, after, reason=reason, document=document)
    work.record(told, work.place)
