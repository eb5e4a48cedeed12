"""What every act on a case does alike: hold it, keep officers off their own, move it, record it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from housing.applications.words import Relation
from housing.clocks.service import alone
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.work import Work
from housing.leases import queries as leases
from housing.recusals.service import must_be_free
from housing.violations import order, queries
from housing.violations.models import Violation
from housing.violations.states import OVER, ViolationAct


def held(work: Work, violation_id: int, right: Permission, act: ViolationAct) -> Violation:
    """Return a case for an act: the right is there, nobody acts on their own, no step is missing.

    Raises:
        NotAllowed: the actor lacks the right, or is recused.
        NotFound: no such case in the place.
        BrokenRule: a step of the law is missing; carries the rule that asks for it.
        WrongState: the act does not fit.
    """
    if work.actor.role is not None:
        work.actor.must(right)
    alone(work, work.place)
    found = queries.get(work.session, work.place, violation_id, lock=True)
    must_be_free(work, people_of(work, found.lease_id), found.case)
    order.step(found.state, act)
    return found


def people_of(work: Work, lease_id: int) -> set[str]:
    """Return the identity indexes of everybody who lives under a lease."""
    return {each.identity_index for each in leases.members(work.session, lease_id)}


def tenant_and_spouse(work: Work, lease_id: int) -> set[str]:
    """Return whom a ban concerns: the tenant and the spouse. Basis: HN 34 (HN-34-2)."""
    return {
        each.identity_index
        for each in leases.members(work.session, lease_id)
        if each.position == 0 or each.relation in (Relation.HEAD, Relation.SPOUSE)
    }


def moved(
    work: Work,
    violation: Violation,
    act: ViolationAct,
    tag: TenancyTag,
    *,
    reason: str = "",
    document: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """Move a case and write it into the register; a case that is over gets its day and reason."""
    before = violation.state
    violation.state = order.step(before, act).target
    if violation.state in OVER:
        violation.ended_on, violation.end_reason = work.day, reason
        violation.end_document = document
    work.session.flush()
    told = {"state": violation.state.value, **(after or {})}
    entry = Entry(tag, violation.case.subject, {"state": before.value}, told, reason, document)
    work.record(entry, violation.place)


def next_number(work: Work, column: Any, mark: str) -> str:
    """Return the next number of a county's year, 430199-WG-2026-00001; one at a time."""
    alone(work, work.place)
    start = f"{work.place}-{mark}-{work.day.year}-"
    last = work.session.scalar(select(func.max(column)).where(column.startswith(start)))
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:05d}"
