"""The letter that tells a household that it no longer waits."""

from collections.abc import Sequence

from housing.calendar import Measure, Period
from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.whose import recipient_of


def tell_cancellation(
    work: Work,
    entry: WaitlistEntry,
    case: CaseRef,
    reasons: Sequence[str],
    cites: Sequence[str],
) -> None:
    """Tell the household in writing that its qualification is cancelled, and why.

    Basis: HN 16 (HN-16-5).
    """
    letters.send(
        work,
        LetterKind.CANCELLATION,
        case,
        recipient_of(work.session, work.keyring, entry),
        {"reasons": list(reasons), "window": _window(work, entry)},
        cites,
    )


def _window(work: Work, entry: WaitlistEntry) -> str:
    """Within which period a review may be asked for (HN-15-13), from the day of receipt."""
    days = values_in_force(work.session).value("review_request_window", entry.place, work.day)
    return f"收到本通知书之日起{Period(int(days.value), Measure.WORKING_DAYS).chinese}"
