"""What a recheck rests on: the family as declared, with what departments answered laid over it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from housing.applications.co_owned import with_co_owned
from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.checks import queries as checks
from housing.checks.answers import Answer
from housing.checks.words import Purpose as CheckPurpose
from housing.checks.words import asked_for
from housing.core.access.offices import OFFICE_NAMES, OfficeKind
from housing.core.keyring import Keyring
from housing.eligibility.answered import facts_answered
from housing.eligibility.assess import Assessment
from housing.eligibility.assess import assess as assess_facts
from housing.eligibility.barred import with_ban
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import NotKnown
from housing.eligibility.lines import lines_for
from housing.households.models import Household
from housing.policies import queries as policies
from housing.policies.book import PolicyBook
from housing.rechecks.models import Recheck
from housing.rechecks.people import Family, family_of
from housing.rechecks.states import Purpose
from housing.reviews.evidence import Gathered, values_of
from housing.waitlist import queries as waitlist

#: For which decision departments are asked. Basis: HN 16, HN 21.
ASKED_FOR = {
    Purpose.PERIODIC: CheckPurpose.WAITING,
    Purpose.CHANGE: CheckPurpose.WAITING,
    Purpose.ROUND: CheckPurpose.ROUND,
}
#: Conditions of applying at all: to have waited long does not unmake them.
AT_APPLICATION = frozenset({"graduated"})
SOURCE = "导入表所载 / as on the sheet"


def assessment_of(session: Session, keyring: Keyring, recheck: Recheck) -> Assessment:
    """Return what the conditions find now, by the standards of the day the recheck was opened.

    Look-backs count from that day too, so that what a family sold while it waited counts; how
    long ago somebody graduated was asked when they applied and is not asked again.
    Basis: HN 16 (HN-16-4), HN 21 (HN-21-2), HN 12.

    Raises:
        MissingPolicyValue: the county has not set a standard.
    """
    entry = waitlist.get(session, recheck.place, recheck.entry_id)
    held = gathered(session, keyring, recheck, family_of(session, entry))
    return assessed(policies.book(session), recheck, held)


def gathered(session: Session, keyring: Keyring, recheck: Recheck, family: Family) -> Gathered:
    """Return the facts of a family and the answers behind them.

    What a department must answer and has not is not known, whatever was declared.
    Basis: HN 14 (HN-14-4).
    """
    declared = facts_declared(*_declared(session, family, recheck.opened_on))
    declared = replace(declared, applied_on=recheck.opened_on)
    own = checks.answers(session, keyring, recheck.case, ASKED_FOR[recheck.purpose])
    answers: dict[OfficeKind, Mapping[str, Any] | NotKnown] = {}
    for kind in asked_for(family.group):
        said = own.get(kind)
        why = getattr(said, "why", f"{OFFICE_NAMES[kind]}尚未核查 / {kind} was not asked yet")
        answers[kind] = said.values if isinstance(said, Answer) else NotKnown(str(why))
    facts = facts_answered(declared, answers, family.name)
    people = {family.household.identity_index}
    if family.application is not None:
        people |= {member.identity_index for member in family.application.members}
    facts = with_ban(session, facts, people, recheck.opened_on)
    facts = with_co_owned(session, facts, people, recheck.opened_on)
    return Gathered(declared, facts, answers)


def assessed(book: PolicyBook, recheck: Recheck, held: Gathered) -> Assessment:
    """Return what the conditions find of these facts."""
    lines = lines_for(book, recheck.place, recheck.opened_on)
    found = assess_facts(held.facts, lines)
    asked = tuple(each for each in found.findings if each.key not in AT_APPLICATION)
    return replace(found, findings=asked)


def _declared(session: Session, family: Family, day: date) -> tuple[dict[str, Any], date, str]:
    """Return what is on file about a family, since when, and where it stands."""
    if family.application is None:
        household = family.household
        return of_sheet(household, day), household.accepted_on, SOURCE
    values = values_of(session, family.application) | {"applied_on": day}
    return values, family.household.registered_on, "申请人申报 / declared by the applicant"


def of_sheet(household: Household, day: date) -> dict[str, Any]:
    """What a sheet tells of a household; income there is a head and month.

    The months of insurance stand for the time at work up to the day of acceptance.
    """
    months = household.insurance_months
    return {
        "group": household.group.value,
        "applied_on": day,
        "size": household.size,
        "income_fen": household.income_fen * household.size,
        "assets_fen": household.assets_fen,
        "birth_on": household.birth_on,
        "employer_name": household.employer or None,
        "employed_since": _months_before(household.accepted_on, months) if months else None,
    }


def _months_before(day: date, months: int) -> date:
    return counted_back(load_calendar(), day, Period(months, Measure.MONTHS)).day
