"""How pages and the interface run an act: refusals in words, conflicts told, nothing lost."""

from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.core.errors import HousingError
from housing.core.work import Work
from housing.reviews.cases import seen
from housing.reviews.deeds import Deed
from housing.web import errors
from housing.web.acting import acting, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one case of many; `refused` is empty when it went well."""

    application_id: int
    number: str
    refused: str


class Rehearsed(Exception):
    """Thrown to undo what was only tried."""


def looking(session: Session) -> Work:
    """Return a work of the signed-in person that only reads."""
    here = installation()
    return Work(session, signed_in_actor(), here.clock.now(), here.keyring)


def do(deed: Deed, application: Application, form: FlaskForm) -> bool:
    """Do the act that a form asks for; a refusal is shown above it, and all that was typed stays.

    Where somebody else changed the case in the meantime, the form takes the new version along, so
    that what was typed can be sent again after a look.
    """
    try:
        with acting() as work:
            deed.perform(work, application, form)
    except HousingError as refused:
        refuse(form, refused)
        return False
    return True


def refuse(form: FlaskForm, refused: HousingError) -> None:
    """Show a refusal above a form, with what somebody else did in the meantime."""
    form.form_errors.append(explained(refused))
    form.refused_with = errors.status_of(refused)
    form.changes = getattr(refused, "changes", ())


def rehearse(deed: Deed, application_id: int, reason: str) -> Tried:
    """Do an act on one case of a batch and undo it, to say beforehand what would come of it."""
    number = ""
    try:
        with acting() as work:
            number = seen(work.session, work.actor, application_id).case.number
            _batched(deed, work, application_id, reason)
            raise Rehearsed
    except Rehearsed:
        return Tried(application_id, number, "")
    except HousingError as refused:
        return Tried(application_id, number, explained(refused))


def perform(deed: Deed, application_id: int, reason: str) -> Tried:
    """Do an act on one case of a batch, in a transaction of its own."""
    number = ""
    try:
        with acting() as work:
            number = seen(work.session, work.actor, application_id).case.number
            _batched(deed, work, application_id, reason)
    except HousingError as refused:
        return Tried(application_id, number, explained(refused))
    return Tried(application_id, number, "")


def _batched(deed: Deed, work: Work, application_id: int, reason: str) -> Any:
    if deed.batch is None:
        raise ValueError(f"{deed.name} is no act for many cases at once")
    return deed.batch(work, application_id, reason)
