"""Nature and use of a unit whose owner is on file are locked by the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from housing.core.errors import BrokenRule

#: The end of what the database says when there is no decision of the county.
LOCKED = "only by a decision of the county"


@contextmanager
def locked(session: Session) -> Iterator[None]:
    """Say in words that the database refuses a change of nature or use. Basis: HN 30 (HN-30-1).

    Raises:
        BrokenRule: there is no decision of the county for what was changed inside.
    """
    try:
        yield
        session.flush()
    except DatabaseError as fault:
        if LOCKED not in str(fault.orig):
            raise
        raise BrokenRule(
            "房屋性质、用途和配套设施的规划用途已锁定，须先由县级决定，并在房源的产权页面登记法律依据"
            " / nature and use are locked; the county decides first, on the page of ownership",
            rules=("HN-30-1",),
        ) from fault
