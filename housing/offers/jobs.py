"""What happens to offers by the day alone: families are reminded, and what is late is noted."""

from dataclasses import dataclass

from housing.calendar import Measure, Period, due, load_calendar
from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.offers import queries, service
from housing.offers.making import AT_ONCE, CITED, entry_of, tell_some
from housing.policies.queries import book as values_in_force
from housing.rounds.models import Round
from housing.waitlist.service import case_of
from housing.waitlist.whose import recipient_of


@dataclass(frozen=True, slots=True)
class Swept:
    """How many families were reminded, and how many offers had passed their last day."""

    reminded: int
    expired: int


def sweep(database: Database, keyring: Keyring, clock: Clock) -> Swept:
    """Remind of offers that end soon, and note those whose last day has passed.

    A second run, or a late one, changes nothing more. Basis: HN 22 (HN-22-6), HN 24 (HN-24-1).
    """
    with database.reads() as session:
        places, late = queries.places(session), queries.late(session, clock.today())
    reminded = 0
    for place in places:
        written = AT_ONCE
        while written == AT_ONCE:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                written = _remind(work)
            reminded += written
    for place, offer_id in late:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            service.expire(work, offer_id)
    return Swept(reminded, len(late))


def tell(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Write the letters of offers that are left, some in each act; return how many.

    Basis: HN 24 (HN-24-1).
    """
    with database.reads() as session:
        untold = queries.untold(session)
    told = 0
    for place, round_id in untold:
        written = 1
        while written:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                written = tell_some(work, work.session.get_one(Round, round_id))
            told += written
    return told


def _remind(work: Work) -> int:
    """Remind once, as many working days before the last as offices are reminded."""
    book = values_in_force(work.session)
    lead = int(book.value("clock_reminder_lead", work.place, work.day).value)
    until = due(load_calendar(), work.day, Period(lead, Measure.WORKING_DAYS)).day
    found = queries.to_remind(work.session, work.place, until, AT_ONCE)
    cites = book.cited(CITED, work.place, work.day)
    for offer in found:
        entry = entry_of(work, offer)
        facts = {"matter": f"签订租赁合同（房源 {offer.unit_code}）", "due_on": offer.answer_by}
        to = recipient_of(work.session, work.keyring, entry)
        letters.send(work, LetterKind.REMINDER, case_of(entry), to, facts, cites)
        offer.reminded_on = work.day
    work.session.flush()
    return len(found)
