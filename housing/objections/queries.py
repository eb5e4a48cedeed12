"""Reads of objections."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.cases import CaseRef
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.objections.models import Objection
from housing.objections.rules import read_code
from housing.objections.states import ObjectionState


def get(session: Session, place: str, objection_id: int) -> Objection:
    """Return an objection of a place.

    Raises:
        NotFound: the place has none with this id.
    """
    found = session.get(Objection, objection_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {objection_id} 号异议 / there is no objection {objection_id}")
    return found


def by_receipt(session: Session, keyring: Keyring, code: str, contact_tail: str) -> Objection:
    """Return an objection by its receipt code and the last four characters of the contact.

    Raises:
        NotFound: one of the two is wrong; it is not said which.
    """
    index = keyring.blind(f"objection:{read_code(code)}")
    found = session.scalars(select(Objection).where(Objection.receipt_index == index)).one_or_none()
    typed = keyring.blind(f"tail:{contact_tail.strip().lower()}")
    if found is None or found.tail_index != typed:
        raise NotFound(
            "没有查到，请核对回执码和联系方式的后四位"
            " / not found; check the receipt code and the last four characters of the contact"
        )
    return found


def receipt_index(keyring: Keyring, code: str) -> str:
    """Return the index by which an objection is found from its receipt code."""
    return keyring.blind(f"objection:{read_code(code)}")


def of_case(session: Session, case: CaseRef) -> Sequence[Objection]:
    """Return every objection of a case in the order in which they came."""
    return session.scalars(_of(case).order_by(Objection.id)).all()


def open_of_case(session: Session, case: CaseRef) -> Sequence[Objection]:
    """Return the objections of a case that wait for a decision, the oldest first."""
    waiting = _of(case).where(Objection.state == ObjectionState.FILED)
    return session.scalars(waiting.order_by(Objection.id)).all()


def open_of_contact(session: Session, notice_id: int, contact_index: str) -> Objection | None:
    """Return the objection that the same contact has open against a notice, or None."""
    return session.scalars(
        select(Objection).where(
            Objection.notice_id == notice_id,
            Objection.contact_index == contact_index,
            Objection.state == ObjectionState.FILED,
        )
    ).one_or_none()


def listed(
    session: Session, place: str, *, is_open: bool = True, offset: int = 0, limit: int = 50
) -> Sequence[Objection]:
    """Return objections of a place: open ones by last day, decided ones newest first."""
    chosen = _listed(place, is_open)
    order = (Objection.due_on, Objection.id) if is_open else (Objection.id.desc(),)
    return session.scalars(chosen.order_by(*order).offset(offset).limit(limit)).all()


def count(session: Session, place: str, *, is_open: bool = True) -> int:
    """Return how many objections `listed` holds."""
    chosen = _listed(place, is_open).with_only_columns(Objection.id).subquery()
    return session.scalar(select(func.count()).select_from(chosen)) or 0


def _of(case: CaseRef) -> Select[Objection]:
    return select(Objection).where(
        Objection.place == case.place,
        Objection.case_kind == case.kind,
        Objection.case_id == case.id,
    )


def _listed(place: str, is_open: bool) -> Select[Objection]:
    found = select(Objection).where(Objection.place == place)
    if is_open:
        return found.where(Objection.state == ObjectionState.FILED)
    return found.where(Objection.state != ObjectionState.FILED)
