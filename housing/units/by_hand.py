"""What a person does to a unit by hand: never past a lease, which only its own cases end."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.units import queries, service
from housing.units.models import Unit
from housing.units.states import UNIT, UnitAct, UnitState

_EXTENSION = "housing-units"


@dataclass(frozen=True, slots=True)
class Tenancy:
    """The lease that holds a unit."""

    lease_id: int
    number: str


#: Returns the signed or running lease of the unit with this id.
Finder = Callable[[Session, int], Tenancy | None]


def find_tenancies_with(app: Flask, finder: Finder) -> None:
    """Let `finder` say which lease holds a unit, on the pages of `app`."""
    app.extensions[_EXTENSION] = finder


def tenancy_of(session: Session, unit_id: int) -> Tenancy | None:
    """Return the lease that holds a unit, or None."""
    finder: Finder = current_app.extensions[_EXTENSION]
    return finder(session, unit_id)


def acts_from(state: UnitState, tenancy: Tenancy | None) -> list[UnitAct]:
    """Return what may be done by hand to a unit in `state`; nothing while a lease holds it."""
    return [] if tenancy else [act for act in UNIT.acts_from(state) if act in service.BY_HAND]


def move(work: Work, unit_id: int, act: UnitAct, *, reason: str, document: str = "") -> Unit:
    """Do one act on a unit by hand.

    Basis: HN 33, HN 34: a tenant leaves by moving out, by an exit or by a finding, each with its
    notices and its account; the unit follows.

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: see `service.move_units`.
        BrokenRule: a lease holds the unit; names it.
    """
    work.actor.must(Permission.KEEP_STOCK)
    unit = queries.by_id(work.session, work.place, unit_id)
    tenancy = tenancy_of(work.session, unit.id)
    if tenancy is not None:
        raise BrokenRule(
            f"租赁合同 {tenancy.number} 还在履行，房源不能直接办理；"
            "请在该合同的页面办理退房、退出或违规"
            f" / lease {tenancy.number} holds this unit: end the lease on its own page by moving"
            " out, an exit or a violation; the unit follows",
            rules=("HN-33-1",),
        )
    service.move_units(work, [unit_id], act, reason=reason, document=document)
    return unit
