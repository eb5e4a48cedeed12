"""The letter that tells a household that it no longer waits."""

from collections.abc import Sequence

from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.households import queries as households
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.waitlist.models import WaitlistEntry


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
    household = households.get(work.session, entry.place, entry.household_id)
    phone = work.keyring.unseal(household.phone_sealed) if household.phone_sealed else ""
    letters.send(
        work,
        LetterKind.CANCELLATION,
        case,
        Recipient(name=household.name, phone=phone),
        {"decided_on": work.day, "reasons": list(reasons)},
        cites,
    )
