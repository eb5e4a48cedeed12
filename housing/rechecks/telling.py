"""Letters about a recheck: that the household stays, or what its reconsideration came to."""

from collections.abc import Mapping, Sequence

from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.policies.queries import book as values_in_force
from housing.rechecks.models import Recheck
from housing.reviews.telling import county_office
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.whose import recipient_of


def tell_kept(work: Work, recheck: Recheck, entry: WaitlistEntry, reason: str) -> Letter:
    """Tell the household that it stays on the list. Basis: HN 16 (HN-16-4)."""
    facts = {"opened_on": recheck.opened_on, "decided_on": work.day, "reason": reason}
    return _tell(work, LetterKind.RECHECK_KEPT, recheck, entry, facts, ("HN-16-4",))


def tell_reconsidered(
    work: Work, recheck: Recheck, entry: WaitlistEntry, outcome: str, reasons: Sequence[str]
) -> Letter:
    """Tell the household what its reconsideration came to. Basis: HN 15 (HN-15-14), HN 16."""
    facts = {
        "asked_on": recheck.review_asked_on,
        "decided_on": work.day,
        "outcome": outcome,
        "reasons": list(reasons),
    }
    rules = ("HN-16-4", "HN-15-14")
    return _tell(work, LetterKind.RECHECK_REVIEWED, recheck, entry, facts, rules)


def _tell(
    work: Work,
    kind: LetterKind,
    recheck: Recheck,
    entry: WaitlistEntry,
    facts: Mapping[str, object],
    rules: Sequence[str],
) -> Letter:
    office = county_office(work, recheck.place)
    cites = values_in_force(work.session).cited(rules, recheck.place, work.day)
    return letters.send(
        work,
        kind,
        recheck.case,
        recipient_of(work.session, work.keyring, entry),
        {**facts, "issuer": office.name, "contact": office.phone},
        cites,
        office_id=office.id,
    )
