"""Finding cases by a scrap of what somebody remembers, in a time that does not grow with them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union
from sqlalchemy.orm import Session

from housing.applications.models import Application, Member
from housing.applications.people import LAST, tail_index
from housing.applications.reading import tidy_address
from housing.applications.rights import OFFICE_COLUMNS
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.keyring import Keyring

#: Parts of words stand in no index: they are looked for in so many of the newest cases.
MOST_READ = 2_000


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that keeps what this person may list; the same as `rights.may_see`."""
    if actor.role is Role.APPLICANT:
        return Application.account == actor.name
    if actor.role is Role.EMPLOYER:
        return and_(
            Application.employer_office_id == actor.office,
            Application.employer_office_id.is_not(None),
        )
    if not actor.may(Permission.SEE_CASES) or actor.role is None:
        return false()
    here = Application.place == actor.place
    column = OFFICE_COLUMNS.get(actor.role)
    if column is None:
        return and_(here, Application.number.is_not(None))
    held = getattr(Application, column)
    return and_(here, held == actor.office, held.is_not(None))


def finding(session: Session, keyring: Keyring, actor: Actor, scrap: str) -> Sequence[int]:
    """Return the ids of the cases that fit a scrap; not all may be the actor's to see.

    Found through an index among all cases: a whole number of a case, a whole identity number or
    phone or the last four characters of either, a member's whole name, a whole address where a
    family lives. Among the newest cases of the place: the beginning or end of a case's number, the
    beginning of a name, a part of an address.
    """
    index = keyring.blind(scrap.upper())
    here = select(Application.id).where(Application.place == actor.place)
    of_members = select(Member.application_id)
    ways = [
        here.where(Application.number == scrap.upper()),
        here.where(Application.phone_index == index),
        here.where(Application.residence_address == tidy_address(scrap)),
        of_members.where(Member.identity_index == index),
        of_members.where(Member.phone_index == index),
        of_members.where(Member.name == scrap),
        *_among_newest(actor, scrap),
    ]
    if len(scrap) == LAST:
        tail = tail_index(keyring, scrap)
        ways.append(here.where(Application.phone_tail_index == tail))
        ways.append(of_members.where(Member.identity_tail_index == tail))
    # Asked for themselves: beside other conditions a planner prefers to read the whole county.
    return session.scalars(union(*ways)).all()


def _among_newest(actor: Actor, scrap: str) -> list[Select[int]]:
    newest = _newest(actor).limit(MOST_READ).subquery()
    street = tidy_address(scrap)
    cases = select(Application.id).join(newest, newest.c.id == Application.id)
    names = select(Member.application_id).join(newest, newest.c.id == Member.application_id)
    return [
        cases.where(
            or_(
                Application.number.startswith(scrap.upper(), autoescape=True),
                Application.number.endswith(scrap, autoescape=True),
                Application.address.contains(street, autoescape=True),
                Application.residence_address.contains(street, autoescape=True),
            )
        ),
        names.where(Member.name.startswith(scrap, autoescape=True)),
    ]


def _newest(actor: Actor) -> Select[int]:
    """Return the ids of an officer's county, or of somebody's own few cases, the newest first."""
    if actor.role in (Role.APPLICANT, Role.EMPLOYER):
        return select(Application.id).where(visible_to(actor)).order_by(Application.id.desc())
    here = and_(Application.place == actor.place, Application.number.is_not(None))
    # Numbers are given in turn, and stand in an index beside their place.
    return select(Application.id).where(here).order_by(Application.number.desc())
