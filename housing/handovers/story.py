"""The chapters of a handover in the story of its lease."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from housing.handovers import queries
from housing.handovers.models import Handover
from housing.handovers.telling import result_of
from housing.leases.story import Chapter
from housing.leases.words import ENDING_WORDS


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return how the flat of a lease came back: notice, inspection, settlement, keys."""
    found = queries.of_lease(session, lease_id)
    return list(_told(found)) if found else []


def _told(held: Handover) -> Iterator[Chapter]:
    at: dict[str, object] = {"handover_id": held.id}
    begun = f"开始腾退（{ENDING_WORDS[held.ending]}）"
    yield Chapter(held.begun_on, begun, held.reason, "handovers.show", at)
    if held.inspected_on:
        yield Chapter(held.inspected_on, "退房验房", "", "handovers.show", at)
    if held.settled_on:
        yield Chapter(held.settled_on, "退房结算", result_of(held), "handovers.show", at)
    if held.objected_on:
        yield Chapter(held.objected_on, "对结算提出异议", held.objection, "handovers.show", at)
    if held.answered_on:
        yield Chapter(held.answered_on, "答复异议", held.answer, "handovers.show", at)
    if held.keys_on:
        yield Chapter(held.keys_on, "收回钥匙", held.keys_note, "handovers.show", at)
