"""How old what is owed is: what is paid pays the oldest month first."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.ledger import queries as ledger
from housing.ledger.models import Account, Transfer
from housing.ledger.words import AccountKind, lease_ref

RENT_AND_FEE = (AccountKind.RENT_DUE, AccountKind.FEE_DUE)
_CHUNK = 2000


def aged(charged: Mapping[str, int], owed: int) -> dict[str, int]:
    """Return {month: fen} of what is owed, by the months it was charged for, the oldest first.

    `charged` is what each month ('2026-09') was charged; what is owed lies in the newest of them,
    since payments pay the oldest first. What no month explains is put into the oldest.
    """
    rest, found = max(0, owed), dict[str, int]()
    for month in sorted(charged, reverse=True):
        part = min(rest, max(0, charged[month]))
        if part:
            found[month] = part
            rest -= part
    if rest and charged:
        oldest = min(found, default=min(charged))
        found[oldest] = found.get(oldest, 0) + rest
    return dict(sorted(found.items()))


def open_months(
    session: Session,
    place: str,
    lease_ids: Sequence[int],
    kinds: Collection[AccountKind] = RENT_AND_FEE,
) -> dict[int, dict[str, int]]:
    """Return per lease what it owes by month, in fen; an empty dict for one that owes nothing.

    Rent and fee are aged each by itself and then added up. Basis: HN 26 (HN-26-1).
    """
    found: dict[int, dict[str, int]] = {lease_id: {} for lease_id in lease_ids}
    for start in range(0, len(lease_ids), _CHUNK):
        some = lease_ids[start : start + _CHUNK]
        for kind in kinds:
            charged = _charged(session, place, kind, some)
            owed = ledger.balances(session, place, kind, [lease_ref(each) for each in some])
            for lease_id in some:
                months = aged(charged.get(lease_id, {}), owed.get(lease_ref(lease_id), 0))
                for month, fen in months.items():
                    found[lease_id][month] = found[lease_id].get(month, 0) + fen
    return {lease_id: dict(sorted(months.items())) for lease_id, months in found.items()}


def _charged(
    session: Session, place: str, kind: AccountKind, lease_ids: Sequence[int]
) -> dict[int, dict[str, int]]:
    """What entered the due account by month, less what a correction of that month took out."""
    refs = [lease_ref(lease_id) for lease_id in lease_ids]
    ids = session.execute(
        select(Account.id, Account.ref).where(
            Account.place == place, Account.kind == kind, Account.ref.in_(refs)
        )
    )
    leases = {account_id: int(ref.removeprefix("lease:")) for account_id, ref in ids}
    found: dict[int, dict[str, int]] = {}
    for column, sign in ((Transfer.debit_id, 1), (Transfer.credit_id, -1)):
        rows = session.execute(
            select(column, Transfer.period, Transfer.on, Transfer.fen).where(
                column.in_(list(leases))
            )
        )
        for account_id, period, on, fen in rows:
            if sign < 0 and period is None:
                continue  # A payment; it pays the oldest month, whatever it was meant for.
            months = found.setdefault(leases[account_id], {})
            month = period or f"{on:%Y-%m}"
            months[month] = months.get(month, 0) + sign * fen
    return found
