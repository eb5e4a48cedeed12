"""What was owed under a lease and what was done about it, as chapters of its story."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from housing.arrears import queries
from housing.arrears.models import ArrearsCase
from housing.arrears.states import CALLED
from housing.core.money import Fen, yuan
from housing.leases.story import Chapter

PAGE = "arrears.show"


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return the cases of arrears of a lease with every step, by day."""
    cases = queries.of_lease(session, lease_id)
    return sorted((part for each in cases for part in _of(each)), key=lambda part: part.on)


def _of(case: ArrearsCase) -> Iterator[Chapter]:
    values = {"case_id": case.id}
    yield Chapter(case.opened_on, "欠缴租金列入催缴", "", PAGE, dict(values))
    for step in case.steps:
        owed = f"欠缴 {yuan(Fen(step.owed_fen))} 元"
        told = "，".join(each for each in (owed, step.employer, step.note) if each)
        yield Chapter(step.on, str(CALLED[step.act]), told, PAGE, dict(values))
    if case.settled_on is not None:
        yield Chapter(case.settled_on, "欠缴已缴清", "", PAGE, dict(values))
