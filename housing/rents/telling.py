"""Letters about rents, to the tenant of a lease."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from housing.core.cases import CaseRef
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.leases.models import Lease
from housing.leases.whose import recipient_of
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.units.models import Project, Unit


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
    where = {"address": address_of(work.session, lease)} if kind is not LetterKind.REMINDER else {}
    told = {**where, **facts}
    return letters.send(work, kind, case or lease.case, to, told, cites)


def address_of(session: Session, lease: Lease) -> str:
    """Return estate and door of the unit of a lease."""
    unit = session.get_one(Unit, lease.unit_id)
    project = session.get(Project, (unit.place, unit.project_code))
    return f"{project.name if project else unit.project_code}{unit.address}"


def in_yuan(fen: int) -> str:
    """Return an amount as letters write it."""
    return f"{yuan(Fen(fen))}元"


def in_words(period: str) -> str:
    """Return a month as letters write it: 2026年9月."""
    year, month = period.split("-")
    return f"{year}年{int(month)}月"
