"""Acts on rechecks: begin, collect, decide; who fails is told in writing why."""

from collections.abc import Collection, Iterable, Sequence

from housing.checks import many as departments
from housing.checks import service as checks
from housing.clocks import many as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BrokenRule, NotAllowed
from housing.core.texts import given, given_lines
from housing.core.work import Work
from housing.eligibility.assess import Assessment
from housing.eligibility.findings import Verdict
from housing.policies.book import PolicyBook
from housing.policies.queries import book as values_in_force
from housing.rechecks import evidence, opening, queries, reconsidering, rules, telling
from housing.rechecks.models import Recheck
from housing.rechecks.people import Family, families, family_of
from housing.rechecks.states import (
    CALLED,
    LIFECYCLE,
    UNDECIDED,
    Purpose,
    RecheckAct,
    RecheckState,
)
from housing.recusals import service as recusals
from housing.recusals.queries import is_recused
from housing.reviews.cases import as_system
from housing.reviews.evidence import Gathered
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import WAITING, EntryAct, EntryState

assessment_of = evidence.assessment_of
begin_many = opening.begin_many
#: What a decision cites besides the conditions it found.
CITED = {
    Purpose.PERIODIC: ("HN-16-4",),
    Purpose.CHANGE: ("HN-16-4",),
    Purpose.ROUND: ("HN-21-2",),
}
PASSED_ALL = "部门核查全部符合条件"


def begin(
    work: Work,
    entry: WaitlistEntry,
    purpose: Purpose,
    *,
    reason: str,
    round_code: str | None = None,
    document: str = "",
) -> Recheck:
    """Begin the recheck of one entry; as `begin_many`, which says what is refused."""
    return begin_many(
        work, [entry], purpose, reason=reason, round_code=round_code, document=document
    )[0]


def collect(work: Work, rechecks: Sequence[Recheck]) -> int:
    """Keep the findings of rechecks in which the departments have answered; return how many.

    Done by the job; a decision looks at the answers once more. Basis: HN 14 (HN-14-4).
    """
    told = []
    book = values_in_force(work.session)
    found_families = families(work.session, queries.entries_of(work.session, rechecks))
    for recheck, family in zip(rechecks, found_families, strict=True):
        held, found = _found(work, recheck, family, book)
        recheck.state = LIFECYCLE.step(recheck.state, RecheckAct.COLLECT, CALLED).target
        _keep(recheck, held, found)
        told.append([recheck.id, found.outcome.value])
    if told:
        work.session.flush()
        after = {"rechecks": len(told), "sha256": sha256_hex(canonical_bytes(told))}
        work.record(Entry(Tag.RECHECKS_COLLECTED, f"place:{work.place}", after=after), work.place)
    return len(told)


def decide(
    work: Work,
    recheck_id: int,
    *,
    passed: bool,
    reasons: Sequence[str],
    conditions: Sequence[str] = (),
) -> Recheck:
    """Decide whether the household still meets the conditions; `conditions`: rules not met.

    Of a periodic recheck or one for a change, the entry is kept, or cancelled in writing with
    these reasons; of a round's, the round's own acts follow. Nobody decides what he began.
    Basis: HN 16 (HN-16-4, HN-16-5), HN 21 (HN-21-2, HN-21-3).

    Raises:
        NotAllowed: the actor may not, began it, or is recused (回避).
        NotFound: the place has no such recheck. WrongState: it is decided already.
        BadInput: no reason. BrokenRule: the answers do not carry the decision.
        MissingPolicyValue: a standard or the legal basis is missing.
    """
    recheck = queries.get(work.session, work.place, recheck_id, lock=True)
    act = RecheckAct.PASS if passed else RecheckAct.FAIL
    target = LIFECYCLE.step(recheck.state, act, CALLED).target
    family = _family(work, recheck)
    _must_decide(work, recheck, family, passed)
    said = given_lines(reasons, "理由 / reasons")
    book = values_in_force(work.session)
    held, found = _found(work, recheck, family, book)
    rules.must_carry(held, found, passed=passed, conditions=conditions)
    failed = () if passed else rules.failed_rules(found, conditions)
    _keep(recheck, held, found)
    _close(work, book, recheck, target, said, failed)
    work.session.flush()
    checks.conclude(
        work, recheck.case, evidence.ASKED_FOR[recheck.purpose], without_reason="；".join(said)
    )
    clocks.stop(work, recheck.place, "recheck", [recheck.id], ClockKind.WAITLIST_RECHECK)
    tag = Tag.RECHECK_PASSED if passed else Tag.RECHECK_FAILED
    after = {
        "recheck": recheck.id,
        "state": target.value,
        "findings": sha256_hex(canonical_bytes(found.to_json())),
        "cites": recheck.cites,
    }
    reason = "；".join(said)
    work.record(Entry(tag, recheck.case.subject, None, after, reason=reason), recheck.place)
    if recheck.purpose is not Purpose.ROUND:
        _follow(work, recheck, family, said, failed)
    if not passed:
        reconsidering.start_window(work, recheck)
    return recheck


def decide_many(work: Work, ids: Collection[int], *, reason: str = PASSED_ALL) -> list[Recheck]:
    """Pass every recheck of these ids whose findings are all met, and no other; return them.

    Every answer is looked at once more. Basis: HN 16 (HN-16-4), HN 21 (HN-21-2).

    Raises:
        NotAllowed: the actor may not decide, began one of them, or is recused from one.
        BadInput: no reason.
        BrokenRule: findings of one of them are not all met; names them, and passes none.
    """
    given(reason, "理由 / reason")
    chosen = [r for r in queries.of_ids(work.session, work.place, ids) if r.state in UNDECIDED]
    entries, book = queries.entries_of(work.session, chosen), values_in_force(work.session)
    held_by = families(work.session, entries)
    _must_pass(work, chosen, held_by)
    found = [_found(work, *each, book) for each in zip(chosen, held_by, strict=True)]
    _must_be_met(chosen, found)
    for recheck, (held, findings) in zip(chosen, found, strict=True):
        _keep(recheck, held, findings)
        _close(work, book, recheck, RecheckState.PASSED, [reason.strip()], ())
    work.session.flush()
    _conclude_many(work, chosen)
    for recheck, entry in zip(chosen, entries, strict=True):
        if recheck.purpose is not Purpose.ROUND:
            _kept(work, recheck, entry, reason.strip())
    return chosen


def _must_pass(work: Work, chosen: Sequence[Recheck], held_by: Sequence[Family]) -> None:
    """Refuse unless the actor may pass all of these; recusal is looked up once for everybody."""
    for recheck in chosen:
        _must_have_right(work, recheck, passed=True)
    everybody = {index for family in held_by for index in family.indexes()}
    if is_recused(work.session, work.actor, everybody):
        for recheck, family in zip(chosen, held_by, strict=True):
            recusals.must_be_free(work, family.indexes(), recheck.case)


def _must_be_met(chosen: Sequence[Recheck], found: Sequence[tuple[Gathered, Assessment]]) -> None:
    unfit = [
        recheck.number
        for recheck, (_held, findings) in zip(chosen, found, strict=True)
        if findings.outcome is not Verdict.QUALIFIED
    ]
    if unfit:
        named = "、".join(unfit[:20])
        raise BrokenRule(
            f"以下家庭有不符合或未核查的条件，不能批量通过：{named}"
            f" / these have conditions that are not met or not checked: {named}",
            rules=("HN-14-4",),
        )


def _conclude_many(work: Work, chosen: Sequence[Recheck]) -> None:
    for purpose in sorted({evidence.ASKED_FOR[each.purpose] for each in chosen}):
        ids = [each.id for each in chosen if evidence.ASKED_FOR[each.purpose] is purpose]
        departments.conclude_answered(work, work.place, "recheck", ids, purpose)
        clocks.stop(work, work.place, "recheck", ids, ClockKind.WAITLIST_RECHECK)
    if chosen:
        told = [[each.id, each.number] for each in chosen]
        after = {"rechecks": len(told), "sha256": sha256_hex(canonical_bytes(told))}
        reason = chosen[0].decision_reason
        entry = Entry(Tag.RECHECKS_PASSED, f"place:{work.place}", None, after, reason=reason)
        work.record(entry, work.place)


def _must_decide(work: Work, recheck: Recheck, family: Family, passed: bool) -> None:
    _must_have_right(work, recheck, passed)
    recusals.must_be_free(work, family.indexes(), recheck.case)


def _must_have_right(work: Work, recheck: Recheck, passed: bool) -> None:
    actor = work.actor
    reviewer_may = passed and recheck.purpose is not Purpose.CHANGE
    if not (reviewer_may and actor.may(Permission.RECHECK_CASE)):
        actor.must(Permission.DECIDE_CASE)
    if recheck.opened_by == actor.name:
        raise NotAllowed(
            f"{recheck.number}：提出复查和作出决定须是两个人"
            f" / {recheck.number}: whoever began the recheck cannot decide it"
        )


def _close(
    work: Work,
    book: PolicyBook,
    recheck: Recheck,
    target: RecheckState,
    reasons: Sequence[str],
    failed: Iterable[str],
) -> None:
    recheck.state, recheck.decided_by, recheck.decided_on = target, work.actor.name, work.day
    recheck.decision_reason = "\n".join(reasons)
    recheck.conditions = list(failed)
    wanted = dict.fromkeys((*CITED[recheck.purpose], *recheck.conditions))
    recheck.cites = list(book.cited(list(wanted), recheck.place, work.day))


def _follow(
    work: Work, recheck: Recheck, family: Family, reasons: Sequence[str], failed: Sequence[str]
) -> None:
    """Keep or cancel the entry, as the decision says, and write to the household."""
    entry = family.entry
    if recheck.state is RecheckState.PASSED:
        _kept(work, recheck, entry, "；".join(reasons))
        return
    if entry.state in WAITING:
        entry.review_reason, entry.review_opened_by = recheck.reason, recheck.opened_by
        tag = Tag.ENTRY_REVIEW_OPENED
        waitlist.move(as_system(work), entry, EntryAct.OPEN_REVIEW, tag, recheck.reason)
    waitlist.cancel(work, entry.id, reasons=reasons, conditions=failed)


def _kept(work: Work, recheck: Recheck, entry: WaitlistEntry, reason: str) -> None:
    if entry.state is EntryState.UNDER_REVIEW:
        waitlist.keep(work, entry.id, reason=reason)
    telling.tell_kept(work, recheck, entry, reason)


def _found(
    work: Work, recheck: Recheck, family: Family, book: PolicyBook
) -> tuple[Gathered, Assessment]:
    held = evidence.gathered(work.session, work.keyring, recheck, family)
    return held, evidence.assessed(book, recheck, held)


def _keep(recheck: Recheck, held: Gathered, found: Assessment) -> None:
    recheck.findings, recheck.answers = found.to_json(), held.hashes()


def _family(work: Work, recheck: Recheck) -> Family:
    return family_of(work.session, entries_of.get(work.session, recheck.place, recheck.entry_id))
