"""Reads of bans: whether somebody is banned, until when, and because of which case."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.bans.models import Ban
from housing.bans.rules import Term, latest
from housing.core.cases import CaseRef


def banned_until(session: Session, identity_indexes: Collection[str], day: date) -> date | None:
    """Return the last day on which one of these people may not apply again; None when free.

    The ban follows the person into every place of the installation. Basis: HN 34 (HN-34-2).
    """
    return latest((_term(each) for each in held_by(session, identity_indexes, day)), day)


def held_by(session: Session, identity_indexes: Collection[str], day: date) -> Sequence[Ban]:
    """Return the bans that hold for these people on `day`, the oldest first."""
    if not identity_indexes:
        return ()
    asked = _holding(select(Ban), day).where(Ban.identity_index.in_(identity_indexes))
    return session.scalars(asked.order_by(Ban.id)).all()


def banned(session: Session, place: str, day: date) -> dict[str, date]:
    """Return everybody who is banned on `day`, by identity index, with the last day of it.

    One read for a whole roll; of the whole province of `place`. Basis: HN 34 (HN-34-2).
    """
    asked = _holding(select(Ban), day).where(Ban.place.startswith(place[:2], autoescape=True))
    terms: dict[str, list[Term]] = {}
    for each in session.scalars(asked):
        terms.setdefault(each.identity_index, []).append(_term(each))
    found = {index: latest(held, day) for index, held in terms.items()}
    return {index: until for index, until in found.items() if until is not None}


def of_case(session: Session, case: CaseRef) -> Sequence[Ban]:
    """Return the bans that rest on a case, lifted ones too."""
    return session.scalars(
        select(Ban).where(Ban.case_kind == case.kind, Ban.case_id == case.id).order_by(Ban.id)
    ).all()


def of_place(session: Session, place: str, day: date, offset: int, limit: int) -> Sequence[Ban]:
    """Return one page of the bans of a place that hold on `day`, the newest first."""
    asked = _holding(select(Ban), day).where(Ban.place == place).order_by(Ban.id.desc())
    return session.scalars(asked.offset(offset).limit(limit)).all()


def count(session: Session, place: str, day: date) -> int:
    """Return how many bans of a place hold on `day`."""
    asked = _holding(select(func.count(Ban.id)), day).where(Ban.place == place)
    return session.scalar(asked) or 0


def _holding(asked: Select, day: date) -> Select:  # type: ignore[type-arg]
    held = or_(Ban.until_on.is_(None), Ban.until_on >= day)
    return asked.where(Ban.lifted_on.is_(None), Ban.from_on <= day, held)


def _term(ban: Ban) -> Term:
    return Term(ban.provisional_until, ban.until_on)
