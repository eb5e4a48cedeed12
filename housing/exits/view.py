"""Everything an officer wants to see of one exit case, read together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor
from housing.exits import queries
from housing.exits.models import ExitCase
from housing.exits.rules import has_no_other_home
from housing.handovers import queries as handovers
from housing.handovers.models import Handover
from housing.households.masking import masked_name
from housing.joint_reviews import people
from housing.joint_reviews import queries as reviews
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.people import Tenant
from housing.leases import queries as leases
from housing.leases.whose import leases_of
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.recusals import service as recusals


@dataclass(frozen=True, slots=True)
class ExitView:
    """One case on one screen; `ask_until`: the last day to ask for reconsideration, while open."""

    case: ExitCase
    tenant: Tenant
    name: str
    review: JointReview | None
    opinions: Sequence[DepartmentOpinion]
    letters: Sequence[Letter]
    handover: Handover | None
    ask_until: date | None
    earlier: Sequence[ExitCase]

    @property
    def own_home_unsettled(self) -> bool:
        """Whether somebody has to find out about an own dwelling after the period."""
        waits = self.case.market_from is not None and self.case.state == "relocating"
        return waits and not has_no_other_home(None, self.case.habitable)


def exit_view(session: Session, actor: Actor, case_id: int) -> ExitView:
    """Return a case as its page shows it.

    Raises:
        NotFound: the place has none with this id.
        NotAllowed: the family is the actor's own, or of a declared relation (回避).
    """
    case = queries.get(session, actor.place, case_id)
    tenant = _tenant(session, case)
    recusals.keep_off(session, actor, tenant.indexes(), case.case)
    review = reviews.get(session, case.place, case.review_id) if case.review_id else None
    window = clocks.open_clock(session, case.case, ClockKind.REVIEW_REQUEST)
    every = queries.of_household(session, case.household_id)
    return ExitView(
        case=case,
        tenant=tenant,
        name=masked_name(tenant.household.name),
        review=review,
        opinions=reviews.opinions(session, review.id) if review else (),
        letters=_letters(session, case, review),
        handover=handovers.of_lease(session, case.lease_id) if case.lease_id else None,
        ask_until=window.due_on if window else None,
        earlier=[each for each in every if each.id != case.id],
    )


def own_cases(session: Session, actor: Actor) -> list[ExitCase]:
    """Return the cases of a tenant's own leases, the newest first, without void ones."""
    held = leases_of(session, actor)
    found = [case for lease in held for case in queries.of_lease(session, lease.id)]
    return sorted((each for each in found if each.state != "void"), key=lambda each: -each.id)


def _tenant(session: Session, case: ExitCase) -> Tenant:
    if case.lease_id is None:
        return people.recipient(session, case.place, case.household_id)
    return people.tenants_of(session, [leases.get(session, case.place, case.lease_id)])[0]


def _letters(session: Session, case: ExitCase, review: JointReview | None) -> list[Letter]:
    """Return what was written in a case and its review, and of the market's rent of its lease."""
    found = [*letters.of_case(session, case.case)]
    found += letters.of_case(session, review.case) if review else ()
    if case.lease_id is not None:
        lease = leases.get(session, case.place, case.lease_id)
        written = letters.of_case(session, lease.case)
        found += [each for each in written if each.kind is LetterKind.MARKET_RENT]
    return sorted(found, key=lambda each: each.id)
