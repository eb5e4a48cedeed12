"""Reversing a finding: on review, or because the round that it belongs to was annulled."""

from housing.abandonments import queries, telling
from housing.abandonments.deciding import BASIS, drop
from housing.abandonments.models import Abandonment
from housing.abandonments.states import ABANDONMENT, CALLED, AbandonmentAct, AbandonmentState
from housing.abandonments.thawing import thaw
from housing.abandonments.words import RULES
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotAllowed
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.recusals.service import must_be_free
from housing.waitlist import queries as waitlist
from housing.waitlist.states import EntryState

OUTCOME = "撤销原认定，不视同放弃，恢复轮候，原登记日期不变"


def reverse(work: Work, abandonment_id: int, *, reasons: str) -> Abandonment:
    """Reverse a confirmed finding: the freeze is over and the entry waits again.

    What was decided stays readable. Basis: HN 22 (HN-22-1), by analogy with HN 15 (HN-15-13,
    HN-15-14: a review may be asked for, and is answered in writing).

    Raises:
        NotAllowed: the actor may not decide, reported it, or is recused.
        BadInput: no reasons.
        WrongState: it is not a confirmed finding.
    """
    work.actor.must(Permission.DECIDE_CASE)
    found = queries.get(work.session, work.place, abandonment_id)
    must_be_free(work, {person.identity_index for person in found.people}, found.case)
    if found.reported_by == work.actor.name:
        raise NotAllowed("报告的人不能撤销认定 / whoever reported it cannot reverse the finding")
    given = reasons.strip()
    if not given:
        raise BadInput("撤销的理由：不能为空 / reasons: must not be empty")
    _reverse(work, found, given)
    return found


def drop_round(work: Work, round_code: str, *, reason: str) -> int:
    """Take back what was found about a round that is annulled; return how many reports.

    Nobody is frozen for a round that was none. Basis: HN 21 (HN-21-7), HN 22 (HN-22-1).

    Raises:
        NotAllowed: the actor may not annul a round.
    """
    work.actor.must(Permission.ANNUL_ROUND)
    dropped = 0
    for each in queries.of_round(work.session, work.place, round_code):
        if each.state is AbandonmentState.REPORTED:
            drop(work, each, AbandonmentAct.SET_ASIDE, Tag.ABANDONMENT_VOID, reason)
        elif each.state is AbandonmentState.CONFIRMED:
            _reverse(work, each, reason)
        else:
            continue
        dropped += 1
    return dropped


def _reverse(work: Work, found: Abandonment, given: str) -> None:
    before = found.state
    found.state = ABANDONMENT.step(before, AbandonmentAct.REVERSE, CALLED).target
    found.reversed_on, found.reversed_by, found.reversal = work.day, work.actor.name, given
    work.session.flush()
    subject, after = f"entry:{found.entry_number}", {"state": found.state.value}
    work.record(
        Entry(Tag.ABANDONMENT_REVERSED, subject, {"state": before.value}, after, given),
        found.place,
    )
    entry = waitlist.get(work.session, found.place, found.entry_id)
    if entry.state is EntryState.FROZEN:
        thaw(work, entry, "撤销放弃认定")
    facts = {**telling.event_of(found), "outcome": OUTCOME, "reasons": given.splitlines()}
    rules = (*BASIS, RULES[found.kind])
    cites = values_in_force(work.session).cited(rules, found.place, work.day)
    telling.tell(work, found, LetterKind.ABANDONMENT_DROPPED, facts, cites)
