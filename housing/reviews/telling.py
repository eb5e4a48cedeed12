"""Letters to the applicant about the case, each with the articles it rests on."""

from collections.abc import Mapping, Sequence
from datetime import date

from housing.applications.models import Application
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.policies import queries as policies
from housing.reviews.cases import recipient


def cited(work: Work, rules: Sequence[str], place: str) -> tuple[str, ...]:
    """Return what an act of today cites for these rules in that place.

    Raises:
        MissingPolicyValue: the place has no legal basis of its own on file.
    """
    return policies.book(work.session).cited(rules, place, work.day)


def tell(
    work: Work,
    application: Application,
    kind: LetterKind,
    rules: Sequence[str],
    facts: Mapping[str, object],
    issuer: Office | None = None,
) -> Letter:
    """Write a letter to the applicant; `issuer` is the office it comes from, else the actor's."""
    told = dict(facts)
    if issuer is not None:
        told |= {"issuer": issuer.name, "contact": issuer.phone}
    return letters.send(
        work,
        kind,
        application.case,
        recipient(application, work.keyring),
        told,
        cited(work, rules, application.place),
        office_id=application.park_office_id or application.street_office_id,
    )


def county_office(work: Work, place: str) -> Office:
    """Return the county's housing department.

    Raises:
        BrokenRule: the county has entered none.
    """
    found = offices.of_kind(work.session, place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    if not found:
        raise BrokenRule(
            f"{place} 没有登记住建部门，请先在机构中开设"
            f" / {place} has no housing department on file; open one among the offices"
        )
    return found[0]


def due_on(work: Work, application: Application, kind: ClockKind) -> date:
    """Return the last day of a clock that runs in the case.

    Raises:
        BrokenRule: it does not run.
    """
    for clock in clocks.of_case(work.session, application.case):
        if clock.kind is kind and clock.stopped_on is None:
            return clock.due_on
    raise BrokenRule(
        f"{application.case.number} 没有在走的时限“{kind}” / no clock {kind} runs in this case"
    )
