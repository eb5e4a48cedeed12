"""Letters about rents, to the tenant of a lease."""

from collections.abc import Mapping, Sequence

from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.leases.models import Lease
from housing.leases.whose import recipient_of
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.units import queries as units


def tell(
    work: Work,
    kind: LetterKind,
    lease: Lease,
    facts: Mapping[str, object],
    cites: Sequence[str],
    case: CaseRef | None = None,
) -> Letter:
    """Write to the tenant of a lease; a reminder alone names no address."""
    to = recipient_of(work.session, work.keyring, lease)
    where = (
        {"address": units.located(work.session, lease.unit_id)}
        if kind is not LetterKind.REMINDER
        else {}
    )
    told = {**where, **facts}
    return letters.send(work, kind, case or lease.case, to, told, cites)


def in_words(period: str) -> str:
    """Return a month as letters write it: 2026年9月."""
    year, month = period.split("-")
    return f"{year}年{int(month)}月"
