"""What every act on a sale does: check the text, walk the table, write it down."""

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from housing.core import texts
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import NotAllowed
from housing.core.work import Work
from housing.policies.queries import book as values_in_force
from housing.recusals.service import keep_off, must_be_free
from housing.sales.models import Sale
from housing.sales.states import CALLED, OVER, SALE, SaleAct

INSTRUMENT = "HZS"
LONGEST = 2_000
given = partial(texts.given, most=200)


def value(session: Session, parameter: str, place: str, day: date) -> Any:
    """Return a value of the sale measures for a case that was opened on `day`.

    Raises:
        MissingPolicyValue: nobody has set it; names it.
    """
    return values_in_force(session).value(parameter, place, day, INSTRUMENT).value


def move(
    work: Work,
    sale: Sale,
    act: SaleAct,
    tag: TenancyTag,
    *,
    reason: str = "",
    document: str = "",
    after: dict[str, object] | None = None,
) -> None:
    """Walk a sale by its table and write the act into the register.

    A sale that is over gives back the county's share and the buyer's one dwelling in the same act.

    Raises:
        NotAllowed: the actor is recused.
        WrongState: the table has no such move.
    """
    with work.session.no_autoflush:  # What the act has set fits the new state alone.
        officer_is_free(work, sale)
    before = sale.state
    sale.state = SALE.step(before, act, CALLED).target
    if sale.state in OVER:
        sale.counts = False
        for person in sale.people:
            person.counts = False
    work.session.flush()
    told = {"state": sale.state.value, **(after or {})}
    state = {"state": before.value}
    work.record(Entry(tag, sale.case.subject, state, told, reason, document), sale.place)


def note(
    work: Work,
    sale: Sale,
    tag: TenancyTag,
    after: dict[str, object],
    reason: str = "",
    document: str = "",
) -> None:
    """Write into the register what leaves the state of a sale as it is.

    Raises:
        NotAllowed: the actor is recused.
    """
    officer_is_free(work, sale)
    work.session.flush()
    work.record(Entry(tag, sale.case.subject, None, after, reason, document), sale.place)


def officer_is_free(work: Work, sale: Sale) -> None:
    """Refuse an officer whose own purchase this is, or a relation's; a family acts for itself.

    Raises:
        NotAllowed: the officer is recused.
    """
    if work.actor.role is not Role.APPLICANT:
        must_be_free(work, {person.identity_index for person in sale.people}, sale.case)


def must_see(session: Session, actor: Actor, sale: Sale) -> None:
    """Keep an officer off the page of a sale of the own household or a declared relation.

    Raises:
        NotAllowed: names 回避 and the case.
    """
    keep_off(session, actor, {person.identity_index for person in sale.people}, sale.case)


def another(work: Work, name: str) -> None:
    """Refuse whoever did the step before: two people.

    Raises:
        NotAllowed: the actor is that person.
    """
    if name and work.actor.name == name:
        raise NotAllowed(
            f"{name} 已办理前一步，须由另一人办理 / {name} did the step before; another person must"
            " do this one"
        )
