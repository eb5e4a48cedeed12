"""What an application becomes when it is registered as a place in the queue (HN 15, HN 16)."""

from datetime import date

from housing.applications.models import Application
from housing.applications.words import Channel
from housing.core.errors import WrongState
from housing.core.keyring import Keyring
from housing.households.facts import HouseholdFacts
from housing.households.words import Assistance, Group


def household_facts(
    keyring: Keyring, application: Application, registered_on: date
) -> HouseholdFacts:
    """Return the household that waits, as the rounds know it.

    Income is a head and month, as on the sheets; insurance counts the unbroken months up to the
    last one paid. Wishes are asked for when a round opens. Basis: HN 15 (HN-15-10).

    Raises:
        WrongState: the application was never accepted, so that nothing can be registered.
    """
    applicant = application.applicant
    if applicant is None or application.number is None or application.accepted_on is None:
        raise WrongState("申请还没有受理，不能登记 / it has not been accepted yet")
    size = len(application.members)
    phone = application.phone_sealed
    return HouseholdFacts(
        application_number=application.number,
        name=applicant.name,
        document_kind=applicant.document_kind,
        identity_number=keyring.unseal(applicant.identity_sealed),
        phone=keyring.unseal(phone) if phone else "",
        birth_on=applicant.birth_on,
        street=_street(application),
        group=application.group,
        size=size,
        rescue=application.rescue,
        priority_groups=list(application.priority_groups),
        income_fen=-(-(application.income_fen or 0) // size),
        assets_fen=application.assets_fen or 0,
        present_area=application.present_area or 0,
        insurance_months=_months(application),
        employer=application.employer_name,
        accepted_on=application.accepted_on,
        registered_on=registered_on,
        needs_accessible=application.needs_accessible,
        assistance=application.assistance or Assistance.FLAT,
        wishes=[],
    )


def unbroken_months(months: list[str]) -> int:
    """Return how many months up to the last one follow each other without a gap."""
    count = 0
    previous: int | None = None
    for month in sorted(set(months), reverse=True):
        at = int(month[:4]) * 12 + int(month[5:])
        if previous is not None and previous - at != 1:
            break
        previous, count = at, count + 1
    return count


def _street(application: Application) -> str:
    if application.channel is Channel.HOUSEHOLD_STREET:
        return application.street
    return application.work_street or application.street


def _months(application: Application) -> int | None:
    if application.group is Group.MIGRANT_WORKER or application.insurance_months:
        return unbroken_months(application.insurance_months)
    return None
