"""The letter that asks a household whether it still waits."""

from housing.confirmations.models import Confirmation
from housing.core.access.offices import OfficeKind
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.whose import recipient_of


def ask_in_writing(work: Work, asked: Confirmation, entry: WaitlistEntry, address: str) -> Letter:
    """Write to the household over every way that reaches it; `address`: where it may answer.

    Basis: HN 16 (HN-16-4).
    """
    facts: dict[str, object] = {
        "until": asked.due_on,
        "grace_until": asked.grace_until,
        "address": address,
    }
    found = offices.of_kind(work.session, asked.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    if found:
        facts |= {"issuer": found[0].name, "contact": found[0].phone}
    cites = values_in_force(work.session).cited(("HN-16-4",), asked.place, work.day)
    to = recipient_of(work.session, work.keyring, entry)
    street = offices.street_for(work.session, asked.place, asked.street, work.day)
    return letters.send(
        work,
        LetterKind.CONFIRM_WISH,
        asked.case,
        to,
        facts,
        cites,
        office_id=street.id if street else None,
    )
