"""Registration in the queue, and what follows from it (HN 15, 16)."""

from dataclasses import replace

from housing.applications.entry import household_facts
from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import APPLICATION, ApplicationAct
from housing.applications.words import CALLED
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.eligibility.facts import NotKnown
from housing.households import service as households
from housing.households.facts import HouseholdFacts
from housing.households.models import Household
from housing.households.words import Rescue
from housing.letters.kinds import LetterKind
from housing.reviews import evidence, filing, papers, posting
from housing.reviews.cases import as_system, taken
from housing.reviews.telling import county_office, due_on, tell
from housing.waitlist import service as waitlist

RULES = ("HN-15-10", "HN-15-11", "HN-16-1", "HN-16-2")


def register(work: Work, application_id: int, version: int | None = None) -> Household:
    """Register an applicant whose publicity ended without an open objection.

    The waiting period runs from this day. Basis: HN 15 (HN-15-6, HN-15-10, HN-15-11), HN 16
    (HN-16-2).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: the publicity runs, an objection is open, or the prefecture was not told.
    """
    application = taken(work, application_id, Permission.REGISTER_ENTRY, version)
    APPLICATION.step(application.state, ApplicationAct.REGISTER, CALLED)
    posting.must_be_over(work, application)
    filing.must_be_filed(work, application)
    return enter(work, application, ApplicationAct.REGISTER)


def enter(work: Work, application: Application, act: ApplicationAct) -> Household:
    """Make the household's place in the queue, publish it, and say so in writing."""
    advance(work, application, act, after={"registered_on": work.day.isoformat()})
    household = households.register(
        work, checked_facts(work, application), application_id=application.id
    )
    waitlist.register(as_system(work), household, application_id=application.id)
    office = county_office(work, application.place)
    posted_by = application.park_office_id if act is ApplicationAct.REGISTER_AT_PARK else None
    posting.post_registered(work, application, posted_by or office.id)
    facts = {
        "registered_on": work.day,
        "group": papers.group_words(application),
        "assistance": papers.assistance_words(application),
        "cap_on": due_on(work, application, ClockKind.WAITLIST_CAP),
    }
    tell(work, application, LetterKind.REGISTRATION, RULES, facts, office)
    return household


def checked_facts(work: Work, application: Application) -> HouseholdFacts:
    """Return the household as it goes into the queue: what departments answered goes first.

    Income a head and month is rounded up to whole fen, as on the sheets. Basis: HN 15 (HN-15-8),
    HN 17 (HN-17-1).
    """
    declared = household_facts(work.keyring, application, work.day)
    held = evidence.gathered(work.session, work.keyring, application, work.day)
    answer = held.answers[OfficeKind.CIVIL_AFFAIRS]
    if isinstance(answer, NotKnown):
        return declared
    return replace(
        declared,
        income_fen=-(-int(answer["income_fen"]) // declared.size),
        assets_fen=int(answer["assets_fen"]),
        rescue=Rescue(answer["rescue"]),
    )
