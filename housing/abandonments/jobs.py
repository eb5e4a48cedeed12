"""What the days bring: the time for a statement passes, and a freeze comes to its end."""

from housing.abandonments import queries, telling
from housing.abandonments.models import Abandonment
from housing.abandonments.thawing import thaw
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.waitlist import queries as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import leave, move
from housing.waitlist.states import EntryAct, EntryState

LAPSED = "不再配租的期间届满时已超出轮候时间"
THAWED = "不再配租的期间届满"


def sweep(database: Database, keyring: Keyring, clock: Clock) -> int:
    """End every freeze whose last day has passed, each in its own act; return how many.

    The clocks of households that let the time for a statement pass are ended too. A second run,
    or a late one, changes nothing more. Basis: HN 22 (HN-22-1, HN-22-2, HN-22-3).
    """
    with database.reads() as session:
        due = [(each.place, each.id) for each in queries.over(session, clock.today())]
        silent = [(each.place, each.id) for each in queries.silent(session, clock.today())]
    for place, abandonment_id in silent:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            _end_statement(work, queries.get(work.session, place, abandonment_id))
    for place, abandonment_id in due:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            end(work, queries.get(work.session, place, abandonment_id))
    return len(due)


def end(work: Work, found: Abandonment) -> None:
    """End one freeze on the day after its last: the entry waits again, or lapses.

    An entry that was given the subsidy or was cancelled meanwhile stays what it is.
    Basis: HN 22 (HN-22-2, HN-22-3).
    """
    if found.ended_on is not None:
        return
    found.ended_on = work.day
    entry = waitlist.get(work.session, found.place, found.entry_id)
    if entry.state is EntryState.FROZEN:
        _lapse(work, entry) if found.must_reapply else thaw(work, entry, THAWED)
        facts = {"frozen_until": found.frozen_until, "outcome": telling.ended(found.must_reapply)}
        cites = values_in_force(work.session).cited(("HN-22-2", "HN-22-3"), found.place, work.day)
        telling.tell(work, found, LetterKind.FREEZE_ENDED, facts, cites)
    work.session.flush()
    after = {"state": entry.state.value}
    work.record(Entry(Tag.FREEZE_ENDED, f"entry:{found.entry_number}", after=after), found.place)


def _end_statement(work: Work, found: Abandonment) -> None:
    kind = ClockKind.ABANDONMENT_STATEMENT
    if running.open_clock(work.session, found.case, kind):
        clocks.stop(work, found.case, kind, outcome=Outcome.PASSED)


def _lapse(work: Work, entry: WaitlistEntry) -> None:
    move(work, entry, EntryAct.LAPSE, Tag.ENTRY_LAPSED, LAPSED)
    leave(work, entry, LAPSED)
