"""Reads of the dated values in force, and of the amendments to them."""

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.core.settings import config_folder
from housing.policies.book import PolicyBook
from housing.policies.models import Amendment
from housing.policies.registry import load_registry
from housing.policies.states import AmendmentState
from housing.policies.value import PolicyValue


def book(session: Session) -> PolicyBook:
    """Return the values of the files with every approved amendment laid over them."""
    filed = book_of_files()
    approved = session.scalars(
        select(Amendment)
        .where(Amendment.state == AmendmentState.APPROVED)
        .order_by(Amendment.decided_at, Amendment.id)
    ).all()
    return filed.amended(as_value(each, filed) for each in approved) if approved else filed


def book_of_files() -> PolicyBook:
    """Return the values of the files alone, read again only when a file has changed."""
    return _read(tuple(sorted(_changed_at(config_folder() / "policies"))))


def _changed_at(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield each file with when it was changed; every act asks, so that nothing is built for it."""
    for parent, _folders, names in os.walk(folder):
        for name in names:
            if name.endswith(".toml"):
                path = f"{parent}/{name}"
                yield path, os.stat(path).st_mtime_ns


@lru_cache(maxsize=2)
def _read(_files: tuple[tuple[str, int], ...]) -> PolicyBook:
    load_registry.cache_clear()  # A new parameter comes with the first value that is set of it.
    return PolicyBook.load()


def as_value(amendment: Amendment, filed: PolicyBook) -> PolicyValue:
    """Return an amendment as the dated value it makes."""
    known = filed.registry.get(amendment.parameter)
    return PolicyValue(
        parameter=amendment.parameter,
        value=amendment.value,
        unit=known.unit,
        place=amendment.place,
        in_force_from=amendment.first_day,
        in_force_to=None,
        basis=known.basis,
        rules=filed.needed_by(amendment.parameter, amendment.place),
        source=f"{amendment.document}；{amendment.source}"
        if amendment.source
        else amendment.document,
        provisional=False,
    )


def get(session: Session, place: str, amendment_id: int) -> Amendment:
    """Return an amendment of a place.

    Raises:
        NotFound: there is none of that number in the place.
    """
    found = session.get(Amendment, amendment_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {amendment_id} 号参数调整 / there is no amendment {amendment_id}")
    return found


def waiting(session: Session, place: str) -> Sequence[Amendment]:
    """Return the amendments of a place that wait for a second person, oldest first."""
    return session.scalars(
        select(Amendment)
        .where(Amendment.place == place, Amendment.state == AmendmentState.PROPOSED)
        .order_by(Amendment.id)
    ).all()


def history(session: Session, place: str, parameter: str) -> Sequence[Amendment]:
    """Return every amendment of a parameter in a place, newest first."""
    return session.scalars(
        select(Amendment)
        .where(Amendment.place == place, Amendment.parameter == parameter)
        .order_by(Amendment.id.desc())
    ).all()
