"""Reconsideration of a recheck by other people, as HN 15 gives it for admission."""

from collections.abc import Sequence

from housing.checks import service as checks
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.work import Work
from housing.policies.queries import book as values_in_force
from housing.rechecks import evidence, opening, queries, rules, telling
from housing.rechecks.models import Recheck
from housing.rechecks.people import family_of, must_have_agreed
from housing.rechecks.states import CALLED, LIFECYCLE, RecheckAct, RecheckState
from housing.recusals import service as recusals
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist.reinstating import reinstate
from housing.waitlist.states import EntryState
from housing.waitlist.whose import own_entry

OUTCOMES = {True: "变更原决定，恢复轮候资格", False: "维持原决定"}


def start_window(work: Work, recheck: Recheck) -> None:
    """Start the period in which the household may ask; from the letter that told it why.

    Basis: HN 15 (HN-15-13), HN 16 (HN-16-4), HN 21 (HN-21-3).
    """
    kind = ClockKind.REVIEW_REQUEST
    clocks.start(work, recheck.case, kind, office_id=None, role=Role.APPLICANT)


def ask(work: Work, recheck_id: int, reason: str, document: str = "") -> Recheck:
    """Ask for reconsideration: the family signed in, or the county on a letter (`document`).

    The departments are asked again at once. Basis: HN 15 (HN-15-13), HN 16 (HN-16-4).

    Raises:
        NotAllowed, NotFound, WrongState: as the words say.
        BadInput: no reason, or a letter without its number.
        BrokenRule: the period for asking is over.
    """
    recheck = queries.get(work.session, work.place, recheck_id, lock=True)
    _must_be_asked_by(work, recheck, document)
    if not reason.strip():
        raise BadInput("复核理由：不能为空 / reason: say what you disagree with")
    act = RecheckAct.ASK_RECONSIDERATION
    target = LIFECYCLE.step(recheck.state, act, CALLED).target
    window = running.open_clock(work.session, recheck.case, ClockKind.REVIEW_REQUEST)
    if window is None or window.due_on < work.day:
        until = f"（{window.due_on}）" if window else ""
        raise BrokenRule(
            f"申请复核的期限{until}已过；情况有变化的，可以重新提出申请"
            " / the period for asking for reconsideration is over; you may apply anew",
            rules=("HN-15-13",),
        )
    clocks.stop(work, recheck.case, ClockKind.REVIEW_REQUEST)
    recheck.state, recheck.review_asked_on = target, work.day
    work.session.flush()
    kind = ClockKind.RECONSIDERATION
    clocks.start(work, recheck.case, kind, office_id=None, role=Role.COUNTY_HEAD)
    family = family_of(work.session, entries_of.get(work.session, recheck.place, recheck.entry_id))
    must_have_agreed([family])
    opening.ask(work, [recheck], [family])
    _record(work, recheck, Tag.RECHECK_RECONSIDERATION, reason.strip(), document.strip())
    return recheck


def reconsider(
    work: Work,
    recheck_id: int,
    *,
    in_favour: bool,
    reasons: Sequence[str],
    conditions: Sequence[str] = (),
) -> Recheck:
    """Decide again, by somebody who had no hand in it before; the result is written.

    In favour, the household waits on with the place it had; a round that it was taken out of is
    the round's own matter. Basis: HN 15 (HN-15-14), HN 16 (HN-16-4).

    Raises:
        NotAllowed: the actor may not decide, had a hand in it, or is recused (回避).
        NotFound, WrongState: as the words say.
        BadInput: no reason. BrokenRule: the answers do not carry the decision.
    """
    work.actor.must(Permission.DECIDE_CASE)
    recheck = queries.get(work.session, work.place, recheck_id, lock=True)
    act = RecheckAct.REVERSE if in_favour else RecheckAct.UPHOLD
    target = LIFECYCLE.step(recheck.state, act, CALLED).target
    if work.actor.name in (recheck.opened_by, recheck.decided_by):
        raise NotAllowed(
            f"{recheck.number}：复核须由没有参与原决定的人员办理"
            f" / {recheck.number}: somebody without a hand in the decision must reconsider it"
        )
    entry = entries_of.get(work.session, recheck.place, recheck.entry_id)
    family = family_of(work.session, entry)
    recusals.must_be_free(work, family.indexes(), recheck.case)
    said = [" ".join(each.split()) for each in reasons if each.strip()]
    if not said:
        raise BadInput("理由：不能为空 / reasons: must not be empty")
    held = evidence.gathered(work.session, work.keyring, recheck, family)
    found = evidence.assessed(values_in_force(work.session), recheck, held)
    rules.must_carry(held, found, passed=in_favour, conditions=conditions)
    recheck.findings, recheck.answers = found.to_json(), held.hashes()
    recheck.state, recheck.reviewed_by, recheck.reviewed_on = target, work.actor.name, work.day
    recheck.review_reason = "\n".join(said)
    work.session.flush()
    purpose = evidence.ASKED_FOR[recheck.purpose]
    checks.conclude(work, recheck.case, purpose, without_reason="；".join(said))
    clocks.stop(work, recheck.case, ClockKind.RECONSIDERATION)
    _record(work, recheck, Tag.RECHECK_RECONSIDERED, "；".join(said), "")
    if in_favour and entry.state is EntryState.CANCELLED:
        reinstate(work, entry, "；".join(said))
    elif in_favour and entry.state is EntryState.UNDER_REVIEW:
        waitlist.keep(work, entry.id, reason="；".join(said))
    telling.tell_reconsidered(work, recheck, entry, OUTCOMES[in_favour], said)
    return recheck


def _must_be_asked_by(work: Work, recheck: Recheck, document: str) -> None:
    if work.actor.role is Role.APPLICANT:
        own_entry(work.session, work.actor.name, recheck.entry_id)
        return
    work.actor.must(Permission.RECHECK_CASE)
    if not document.strip():
        raise BadInput(
            "当事人书面来函：请填写编号 / letter: enter the number of the household's letter"
        )


def _record(work: Work, recheck: Recheck, tag: Tag, reason: str, document: str) -> None:
    after = {
        "recheck": recheck.id,
        "state": recheck.state.value,
        "findings": sha256_hex(canonical_bytes(recheck.findings)),
    }
    if recheck.state is RecheckState.RECONSIDERING:
        del after["findings"]
    entry = Entry(tag, recheck.case.subject, None, after, reason=reason, document=document)
    work.record(entry, recheck.place)
