"""Putting charges right by new transfers, when what they rest on was changed afterwards.

A lease that ended within a month, a rent that changed within it, or was changed for days that
were charged before: what is due now is reckoned again, and only the difference is posted.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from housing.core.errors import NotFound
from housing.core.work import Work
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.ledger import service as ledger
from housing.ledger.models import Account, Transfer
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind
from housing.policies.queries import book as values_in_force
from housing.rents import basis
from housing.rents.basis import Basis
from housing.rents.charging import Books, books_of, lines
from housing.rents.months import Reckoned, month_of

A, T = AccountKind, TransferKind
COUNTED = (
    T.RENT_CHARGE,
    T.RENT_REDUCTION,
    T.RENT_CORRECTION,
    T.FEE_CHARGE,
    T.FEE_CORRECTION,
)


def correct(
    work: Work, lease_id: int, since: date, *, reason: str, last: date | None = None
) -> int:
    """Reckon again the charged months of a lease from that of `since`; return the fen of change.

    Negative when the tenant was charged too much. A second call posts nothing. `last`: the last
    day to charge for, where a lease that still runs is being settled.
    Basis: HN 26 (HN-26-1), HN 33 (HN-33-6).

    Raises:
        NotFound: the lease does not run and never ran in the actor's place.
    """
    book = values_in_force(work.session)
    found = basis.of_leases(work.session, book, work.place, [lease_id])
    if not found:
        raise NotFound(f"租赁合同 {lease_id} 没有计租 / lease {lease_id} is not charged")
    held, books = replace(found[0], last=last or found[0].last), books_of(work, found)
    change, posted = 0, list[NewTransfer]()
    for period, charged in _charged(work, held, month_of(since)).items():
        amounts = held.of(period)
        less = _fen(amounts, T.RENT_REDUCTION)
        rent = _fen(amounts, T.RENT_CHARGE) - less - charged[A.RENT_DUE]
        fee = _fen(amounts, T.FEE_CHARGE) - charged[A.FEE_DUE]
        for kind, fen in ((T.RENT_CORRECTION, rent), (T.FEE_CORRECTION, fee)):
            change += fen
            posted += _lines(held, kind, fen, period, books, reason, work.day)
    if posted:
        ledger.post(work, posted, reason=reason)
    return change


def candidates(
    session: Session, place: str, ended_since: date, set_since: datetime
) -> dict[int, date]:
    """Return {lease id: day} of leases that ended, or whose rent was set anew, of late."""
    found: dict[int, date] = {}
    ended = session.execute(
        select(Lease.id, Lease.ended_on).where(
            Lease.place == place,
            Lease.state == LeaseState.ENDED,
            Lease.ended_on >= ended_since,
        )
    )
    for lease_id, last in ended:
        found[lease_id] = last or ended_since
    changed = session.execute(
        select(RentTerm.lease_id, func.min(RentTerm.from_on))
        .join(Lease, Lease.id == RentTerm.lease_id)
        .where(
            Lease.place == place,
            RentTerm.set_at >= set_since,
            RentTerm.from_on > Lease.starts_on,
        )
        .group_by(RentTerm.lease_id)
    )
    for lease_id, day in changed:
        found[lease_id] = min(day, found.get(lease_id, day))
    return found


def _lines(
    held: Basis,
    kind: TransferKind,
    fen: int,
    period: str,
    books: Books,
    reason: str,
    day: date,
) -> list[NewTransfer]:
    """Transfers of a difference, today's; the other way round where too much was charged."""
    made = lines(held, kind, Reckoned(abs(fen), reason), period, books) if fen else []
    if fen < 0:
        made = [replace(each, debit_id=each.credit_id, credit_id=each.debit_id) for each in made]
    return [replace(each, on=day) for each in made]


def _fen(amounts: dict[TransferKind, Reckoned], kind: TransferKind) -> int:
    return amounts[kind].fen if kind in amounts else 0


def _charged(work: Work, held: Basis, first: str) -> dict[str, Counter[AccountKind]]:
    """Return {month: fen by due account} of what stands charged from a month on."""
    undone = aliased(Transfer)
    into, out = aliased(Account), aliased(Account)
    rows = work.session.execute(
        select(Transfer.period, Transfer.fen, into.kind, out.kind)
        .join(into, into.id == Transfer.debit_id)
        .join(out, out.id == Transfer.credit_id)
        .outerjoin(undone, undone.id == Transfer.reverses_id)
        .where(
            Transfer.lease_id == held.lease_id,
            Transfer.period >= first,
            or_(Transfer.kind.in_(COUNTED), undone.kind.in_(COUNTED)),
        )
        .order_by(Transfer.period)
    )
    found: dict[str, Counter[AccountKind]] = {}
    for period, fen, debit, credit in rows:
        sums = found.setdefault(period or first, Counter())
        sums[debit] += fen
        sums[credit] -= fen
    return found
