"""The chapters of repairs in the story of a lease."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from housing.core.money import Fen, yuan
from housing.leases.story import Chapter
from housing.repairs import queries
from housing.repairs.models import Repair
from housing.repairs.words import PAYER_WORDS, TROUBLE_WORDS


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return what was asked to be repaired under a lease, and what came of it."""
    return [
        chapter for repair in queries.of_leases(session, [lease_id]) for chapter in _told(repair)
    ]


def _told(repair: Repair) -> Iterator[Chapter]:
    at: dict[str, object] = {"repair_id": repair.id}
    asked = f"报修：{TROUBLE_WORDS[repair.trouble]}"
    yield Chapter(repair.requested_on, asked, repair.description, "repairs.show", at)
    if repair.done_on is not None:
        cost = f"，费用 {yuan(Fen(repair.cost_fen))} 元（{PAYER_WORDS[repair.payer]}）"
        said = f"{repair.outcome}{cost if repair.cost_fen else ''}"
        yield Chapter(repair.done_on, f"{repair.number} 修好", said, "repairs.show", at)
