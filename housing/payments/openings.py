"""What sitting tenants had left with the landlord before their leases were taken in."""

from collections.abc import Sequence

from sqlalchemy import String, cast, literal, or_, select

from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.ledger import service as ledger
from housing.ledger.models import Account
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.payments.tills import tills

SOME = 200
#: A lease that ended so goes on under a new one, which takes the deposit along.
GOES_ON = (Ending.RENEWED, Ending.EXCHANGED)
NOTE = "原合同已缴履约保证金"


def open_deposits(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Put the deposits of leases that came by sheet into the ledger, once; return how many.

    The money lies where the rent of the flat goes. Basis: HN 24 (HN-24-3).
    """
    with database.reads() as session:
        places = leases.places(session)
    done = 0
    for place in places:
        some = SOME
        while some == SOME:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                some = _open(work, _not_opened(work))
            done += some
    return done


def _not_opened(work: Work) -> Sequence[Lease]:
    opened = select(Account.id).where(
        Account.place == work.place,
        Account.kind == AccountKind.DEPOSIT_HELD,
        Account.ref == literal("lease:") + cast(Lease.id, String),
    )
    return work.session.scalars(
        select(Lease)
        .where(
            Lease.place == work.place,
            Lease.kind == LeaseKind.CARRIED,
            Lease.deposit_fen > 0,
            or_(Lease.state == LeaseState.ACTIVE, Lease.ending.in_(GOES_ON)),
            ~opened.exists(),
        )
        .order_by(Lease.id)
        .limit(SOME)
    ).all()


def _open(work: Work, found: Sequence[Lease]) -> int:
    if not found:
        return 0
    hold_head(work.session, work.place)
    held = ledger.accounts(work, AccountKind.DEPOSIT_HELD, [lease_ref(each.id) for each in found])
    where = tills(work, [each.id for each in found])
    moves = [
        NewTransfer(
            ledger.account(work, *where[each.id].bank).id,
            held[lease_ref(each.id)],
            each.deposit_fen,
            TransferKind.OPENING,
            work.day,
            each.id,
            note=NOTE,
            document=each.contract_document,
        )
        for each in found
    ]
    ledger.post_many(work, moves, reason=NOTE)
    after = {"leases": len(moves), "fen": sum(each.fen for each in moves)}
    work.record(Entry(TenancyTag.BALANCES_CARRIED, f"place:{work.place}", after=after))
    return len(moves)
