"""What the days bring: a lock ends, and an answer on a buy-back is reminded of or falls silent."""

from sqlalchemy import select

from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.audit.record import hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.sales import holding, queries
from housing.sales.models import Sale
from housing.sales.moving import note
from housing.sales.states import SaleState

#: The number of the certificate of a waiver by silence.
SILENT = "逾期未答复（已书面催告），{}"


def sweep(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Do what the day asks of sold dwellings, each in its own act; return how many were moved.

    A lock that is over ends. When the government has not answered a wish to trade in time it is
    reminded in writing and has the same time again; only silence after that is a waiver.
    A second run, or a late one, changes nothing more. Basis: HZS 22 (HZS-22-1, HZS-22-2).
    """
    day = clock.today()
    with database.reads() as session:
        found = session.execute(
            select(Sale.place, Sale.id)
            .where(
                ((Sale.state == SaleState.LOCKED) & (Sale.lock_until < day))
                | (Sale.state == SaleState.OFFERED_BACK)
            )
            .order_by(Sale.id)
        ).all()
    moved = 0
    for place, sale_id in found:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            moved += _follow(work, place, sale_id)
    return moved


def _follow(work: Work, place: str, sale_id: int) -> int:
    hold_head(work.session, place)
    sale = queries.get(work.session, place, sale_id, lock=True)
    if sale.state is SaleState.LOCKED:
        if sale.lock_until is None or work.day <= sale.lock_until:
            return 0
        holding.unlock(work, sale)
        return 1
    clock = running.open_clock(work.session, sale.case, ClockKind.BUYBACK_DECISION)
    if sale.state is not SaleState.OFFERED_BACK or clock is None or work.day <= clock.due_on:
        return 0
    if sale.reminded_on is None:
        _remind(work, sale)
    else:
        holding.let_go(work, sale, SILENT.format(f"{sale.number}-{work.day}"))
    return 1


def _remind(work: Work, sale: Sale) -> None:
    holding.stop_answer(work, sale, Outcome.LATE)
    sale.reminded_on = work.day
    note(work, sale, TenancyTag.SALE_REMINDED, {"on": work.day.isoformat()})
    holding.start_answer(work, sale)
    clock = running.open_clock(work.session, sale.case, ClockKind.BUYBACK_DECISION)
    held = offices.of_kind(work.session, sale.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    if clock is None or not held:
        return
    matter = f"{sale.number}：请书面答复是否回购，逾期未答复视为不予回购"
    cites = values_in_force(work.session).cited(("HZS-22-2",), sale.place, work.day)
    to = Recipient(held[0].name, email=held[0].email or "")
    facts = {"matter": matter, "due_on": clock.due_on}
    letters.send(work, LetterKind.REMINDER, sale.case, to, facts, cites, office_id=held[0].id)
