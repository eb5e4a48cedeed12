"""What follows a charge and a new lease: prepaid money pays it, balances go with the tenant."""

from collections.abc import Sequence

from sqlalchemy import String, cast, literal, select

from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.ledger import queries as balances
from housing.ledger import service as ledger
from housing.ledger.models import Account
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.payments.ageing import open_months
from housing.payments.allocating import allocated
from housing.payments.openings import GOES_ON, open_deposits
from housing.payments.receiving import ACCOUNTS
from housing.payments.tills import tills

A = AccountKind
SOME = 200
#: What a tenant has with the landlord and takes along; what is owed goes with it.
HAS = (A.PREPAID, A.DEPOSIT_HELD)


def sweep(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Carry balances to new leases and let prepaid money pay what is owed; return how many leases.

    Deposits of leases that came by sheet are opened first, so that they go along.
    A second run finds nothing. Basis: HN 24, 26 (HN-24-3, HN-24-5, HN-26-1).
    """
    done = open_deposits(database, keyring, clock)
    with database.reads() as session:
        places = session.scalars(select(Account.place).distinct().order_by(Account.place)).all()
    for place in places:
        done += _some_by_some(database, keyring, clock, place)
    return done


def apply_prepaid(work: Work, lease_ids: Sequence[int]) -> int:
    """Let prepaid money of leases pay what they owe; return how many leases it did for.

    Basis: HN 26 (HN-26-1).
    """
    hold_head(work.session, work.place)
    moves = []
    for lease_id in lease_ids:
        held = balances.lease_balances(work.session, work.place, lease_id)
        prepaid = held.get(A.PREPAID, 0)
        dues: dict[AccountKind, int] = {**held, A.PREPAID: 0}
        parts = [] if prepaid <= 0 else allocated(prepaid, dues)
        ref = lease_ref(lease_id)
        moves += [
            NewTransfer(
                ledger.account(work, A.PREPAID, ref).id,
                ledger.account(work, kind, ref).id,
                fen,
                TransferKind.ALLOCATION,
                work.day,
                lease_id,
                note="预收款抵缴",
            )
            for kind, fen in parts
            if kind is not A.PREPAID
        ]
    if moves:
        ledger.post_many(work, moves, reason="预收款抵缴")
        fen = sum(each.fen for each in moves)
        after = {"leases": len({each.lease_id for each in moves}), "fen": fen}
        work.record(Entry(TenancyTag.PREPAID_APPLIED, f"place:{work.place}", after=after))
    return len({each.lease_id for each in moves})


def carry(work: Work, old: Lease, new: Lease) -> int:
    """Carry what stands under an ended lease over to the one that follows; return fen moved.

    Only within one owner: what one owner owes or is owed does not pass to another (HN-29-3).
    Months that are owed keep their months.
    """
    whose = tills(work, [old.id, new.id])
    if whose[old.id] != whose[new.id]:
        return 0
    hold_head(work.session, work.place)
    held = balances.lease_balances(work.session, work.place, old.id)
    moves: list[NewTransfer] = []
    for kind in ACCOUNTS:
        fen = held.get(kind, 0)
        if fen > 0:
            before = ledger.account(work, kind, lease_ref(old.id)).id
            after = ledger.account(work, kind, lease_ref(new.id)).id
            moves += _both(work, kind, before, after, fen, old, new)
    if not moves:
        return 0
    ledger.post_many(work, moves, reason=f"{old.number} 结转至 {new.number}")
    told = {"from": old.number, "fen": sum(each.fen for each in moves) // 2}
    work.record(Entry(TenancyTag.BALANCES_CARRIED, new.case.subject, after=told))
    return sum(each.fen for each in moves) // 2


def _both(
    work: Work, kind: AccountKind, before: int, after: int, fen: int, old: Lease, new: Lease
) -> list[NewTransfer]:
    """Out of the old lease's account and into the new one's, by way of the clearing account.

    A transfer bears one lease; two of them show in the statement of each.
    """
    way = ledger.account(work, A.CLEARING, "carried").id
    note, day = f"{old.number} 结转至 {new.number}", work.day
    made = []
    for period, part in _by_month(work, kind, fen, old):
        out, into = (
            ((way, before), (after, way)) if kind not in HAS else ((before, way), (way, after))
        )
        made.append(NewTransfer(*out, part, TransferKind.OTHER, day, old.id, period, note))
        made.append(NewTransfer(*into, part, TransferKind.OTHER, day, new.id, period, note))
    return made


def _by_month(work: Work, kind: AccountKind, fen: int, old: Lease) -> list[tuple[str | None, int]]:
    if kind not in (A.RENT_DUE, A.FEE_DUE):
        return [(None, fen)]
    months = open_months(work.session, work.place, [old.id], (kind,))[old.id]
    return list(months.items())


def _some_by_some(database: Database, keyring: Keyring, clock: Clock, place: str) -> int:
    done, after = 0, 0
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            pairs = _successors(work, place, after)
            for old, new in pairs:
                done += bool(carry(work, old, new))
        if not pairs:
            break
        after = pairs[-1][1].id
    after = 0
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            found = _prepaid(work, place, after)
            done += apply_prepaid(work, [lease_id for _, lease_id in found])
        if not found:
            return done
        after = found[-1][0]


def _successors(work: Work, place: str, after: int) -> list[tuple[Lease, Lease]]:
    """Leases that follow one under which something still stands, with that one."""
    old = select(Lease.id).where(Lease.place == place, Lease.ending.in_(GOES_ON)).subquery()
    stands = select(Account.id).where(
        Account.place == place,
        Account.kind.in_(ACCOUNTS),
        Account.ref == literal("lease:") + cast(Lease.previous_id, String),
        Account.debits_fen != Account.credits_fen,
    )
    rows = work.session.scalars(
        select(Lease)
        .join(old, old.c.id == Lease.previous_id)
        .where(
            Lease.place == place,
            Lease.state == LeaseState.ACTIVE,
            Lease.id > after,
            stands.exists(),
        )
        .order_by(Lease.id)
        .limit(SOME)
    ).all()
    return [(work.session.get_one(Lease, new.previous_id), new) for new in rows]


def _prepaid(work: Work, place: str, after: int) -> list[tuple[int, int]]:
    rows = work.session.execute(
        select(Account.id, Account.ref)
        .where(
            Account.place == place,
            Account.kind == A.PREPAID,
            Account.ref.startswith("lease:"),
            Account.credits_fen > Account.debits_fen,
            Account.id > after,
        )
        .order_by(Account.id)
        .limit(SOME)
    )
    return [(account_id, int(ref.removeprefix("lease:"))) for account_id, ref in rows]
