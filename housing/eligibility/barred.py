"""Whether somebody of a family may not apply again: a fact of our own register of bans."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from housing.bans import queries as bans
from housing.eligibility.facts import CaseFacts, Known

SOURCE = "禁止再次申请记录 / our own record of bans"


def with_ban(
    session: Session, facts: CaseFacts, identity_indexes: Collection[str], day: date
) -> CaseFacts:
    """Return the facts with the last day of a ban that holds on `day`, whatever was declared.

    Basis: HN 34 (HN-34-2).
    """
    until = bans.banned_until(session, identity_indexes, day)
    return replace(facts, banned_until=Known(until, SOURCE, day))
