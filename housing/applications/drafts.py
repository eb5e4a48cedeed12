"""What a page of an applicant stands on: the own application, read once, and nobody else's."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.applications import queries
from housing.applications.family_draft import people_of
from housing.applications.models import Application
from housing.applications.rights import must_fill_in, no_such_case
from housing.applications.steps import Step, steps_of
from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.offices import queries as offices
from housing.policies import queries as policies
from housing.web.acting import signed_in_actor
from housing.web.installation import installation


@dataclass(frozen=True, slots=True)
class Draft:
    """An own application, the family as far as it is written, and what was typed unread."""

    application: Application
    people: dict[str, Any]
    typed: Mapping[str, Any]
    holder: Mapping[str, str] = field(default_factory=dict)
    streets: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)

    @property
    def steps(self) -> Sequence[Step]:
        """The questions of this application."""
        return steps_of(self.application, self.people)

    def raw(self, saved_as: str, page: str) -> list[list[str]] | None:
        """Return what was typed into a page and could not be read yet."""
        raw: dict[str, list[list[str]]] = (self.typed.get(saved_as) or {}).get("raw", {})
        return raw.get(page)


@contextmanager
def looking() -> Iterator[Work]:
    """Open a look at what an act would stand on; nothing of it is kept, and it waits for no act."""
    here = installation()
    with here.database.reads() as session:
        yield Work(session, signed_in_actor(), here.clock.now(), here.keyring)


def own(session: Session, actor: Actor, application_id: int) -> Application:
    """Return an application of the actor's account, or one that the actor's counter fills in.

    Raises:
        NotFound: there is none of that id, or it is somebody else's; never says which.
        NotAllowed: an officer of another office, or one who must keep off (回避).
    """
    found = queries.get(session, application_id)
    if actor.role is not Role.APPLICANT:
        here = installation()
        must_fill_in(Work(session, actor, here.clock.now(), here.keyring), found)
    elif found.account != actor.name:
        raise no_such_case(application_id)
    return found


def case_page(application_id: int) -> str:
    """Return the address where the one who fills in sees how the case goes on."""
    is_applicant = signed_in_actor().role is Role.APPLICANT
    return url_for(
        "applications.show" if is_applicant else "cases.show", application_id=application_id
    )


def draft_of(session: Session, keyring: Keyring, actor: Actor, application_id: int) -> Draft:
    """Return what the pages of an own application stand on.

    Raises:
        NotFound: see `own`.
    """
    application = own(session, actor, application_id)
    place = application.place
    return Draft(
        application,
        people_of(keyring, application),
        queries.typed(keyring, application),
        _holder(session, keyring, actor),
        [each.street for each in offices.of_kind(session, place, OfficeKind.STREET)],
        _priorities(session, application),
    )


def _holder(session: Session, keyring: Keyring, actor: Actor) -> dict[str, str]:
    """Return who the account belongs to, so that nobody types it twice."""
    account = accounts.by_name(session, actor.name) if actor.role is Role.APPLICANT else None
    if account is None or account.identity_sealed is None or account.phone_sealed is None:
        return {}
    return {
        "name": account.person,
        "identity_number": keyring.unseal(account.identity_sealed),
        "phone": keyring.unseal(account.phone_sealed),
    }


def _priorities(session: Session, application: Application) -> list[str]:
    """Return the county's words for who comes first; it may have none."""
    book = policies.book(session)
    day = application.opened_at.date()
    rules = book.value("priority_rules", application.place, day).value
    return [group["word"] for group in rules["groups"]]
