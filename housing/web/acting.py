"""Acts and reads of the person who is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_login import current_user

from housing.core.access.actor import Actor
from housing.core.errors import NotAllowed
from housing.core.work import Work, working
from housing.web.installation import installation, reading

__all__ = ["acting", "reading", "signed_in_actor", "somebody"]


def somebody() -> Actor | None:
    """Return who is signed in, or None for the public."""
    if not current_user.is_authenticated:
        return None
    actor = current_user.actor
    return actor if isinstance(actor, Actor) else None


def signed_in_actor() -> Actor:
    """Return who is signed in.

    Raises:
        NotAllowed: nobody is.
    """
    actor = somebody()
    if actor is None:
        raise NotAllowed("请先登录 / please sign in first")
    return actor


@contextmanager
def acting() -> Iterator[Work]:
    """Open one act of the signed-in person: kept as a whole, or not at all when it raises."""
    here = installation()
    with working(here.database.acts, signed_in_actor(), here.clock, here.keyring) as work:
        yield work
