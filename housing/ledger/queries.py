"""What stands in the ledger. Balances are counted on the side on which an account grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from housing.ledger.models import Account, Transfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref

#: So many refs are asked for in one statement.
CHUNK = 5000
#: So many lines of a voucher are shown at once.
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Sums of all accounts of a county in fen; `difference` is zero at every moment."""

    debits: int
    credits: int

    @property
    def difference(self) -> int:
        """What debits have over credits."""
        return self.debits - self.credits


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One transfer as it touches one account of a lease: `fen` is positive when it grew."""

    transfer_id: int
    on: date
    kind: TransferKind
    account: AccountKind
    period: str | None
    fen: int
    voucher: str
    note: str


def balance(session: Session, place: str, kind: AccountKind, ref: str = "") -> int:
    """Return what an account holds in fen; 0 when it has never been opened."""
    return balances(session, place, kind, [ref]).get(ref, 0)


def balances(
    session: Session, place: str, kind: AccountKind, refs: Iterable[str]
) -> dict[str, int]:
    """Return {ref: fen} of the opened accounts of one kind."""
    wanted = sorted(set(refs))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(Account.ref, Account.debits_fen - Account.credits_fen).where(
                Account.place == place,
                Account.kind == kind,
                Account.ref.in_(wanted[start : start + CHUNK]),
            )
        )
        found |= {ref: kind.side * net for ref, net in rows}
    return found


def lease_balances(session: Session, place: str, lease_id: int) -> dict[AccountKind, int]:
    """Return what each opened account of a lease holds in fen."""
    rows = session.execute(
        select(Account.kind, Account.debits_fen - Account.credits_fen).where(
            Account.place == place, Account.ref == lease_ref(lease_id)
        )
    )
    return {kind: kind.side * net for kind, net in rows}


def balance_on(session: Session, place: str, kind: AccountKind, ref: str, day: date) -> int:
    """Return what an account held at the end of `day`, in fen."""
    held = session.scalar(
        select(Account.id).where(Account.place == place, Account.kind == kind, Account.ref == ref)
    )
    if held is None:
        return 0
    until = func.coalesce(func.sum(Transfer.fen), 0)
    into = session.scalar(select(until).where(Transfer.debit_id == held, Transfer.on <= day))
    out = session.scalar(select(until).where(Transfer.credit_id == held, Transfer.on <= day))
    return kind.side * (int(into or 0) - int(out or 0))


def trial_balance(session: Session, place: str) -> TrialBalance:
    """Return the sums of all debits and credits of a county."""
    row = session.execute(
        select(func.sum(Account.debits_fen), func.sum(Account.credits_fen)).where(
            Account.place == place
        )
    ).one()
    return TrialBalance(debits=int(row[0] or 0), credits=int(row[1] or 0))


def statement(
    session: Session, lease_id: int, since: date | None = None, until: date | None = None
) -> list[StatementLine]:
    """Return the movements of the accounts of a lease by day, both days included."""
    lines: list[StatementLine] = []
    for column, sign in ((Transfer.debit_id, 1), (Transfer.credit_id, -1)):
        asked = (
            select(Transfer, Account.kind)
            .join(Account, Account.id == column)
            .where(Transfer.lease_id == lease_id, Account.ref == lease_ref(lease_id))
        )
        if since is not None:
            asked = asked.where(Transfer.on >= since)
        if until is not None:
            asked = asked.where(Transfer.on <= until)
        lines += [_statement_line(held, kind, sign) for held, kind in session.execute(asked)]
    return sorted(lines, key=lambda line: (line.on, line.transfer_id, line.account))


def _statement_line(held: Transfer, kind: AccountKind, sign: int) -> StatementLine:
    return StatementLine(
        transfer_id=held.id,
        on=held.on,
        kind=held.kind,
        account=kind,
        period=held.period,
        fen=sign * kind.side * held.fen,
        voucher=held.voucher,
        note=held.note,
    )


def moved(
    session: Session, place: str, since: date, until: date
) -> dict[tuple[AccountKind, str], tuple[int, int]]:
    """Return {(account kind, period): (debits, credits)} of the days from `since` to `until`.

    `period` is the month a transfer is charged for, or else the month of its day.
    """
    found: dict[tuple[AccountKind, str], tuple[int, int]] = {}
    for column, side in ((Transfer.debit_id, 0), (Transfer.credit_id, 1)):
        rows = session.execute(
            select(Account.kind, Transfer.period, Transfer.on, func.sum(Transfer.fen))
            .join(Account, Account.id == column)
            .where(Transfer.place == place, Transfer.on >= since, Transfer.on <= until)
            .group_by(Account.kind, Transfer.period, Transfer.on)
        )
        for kind, period, on, fen in rows:
            key = (kind, period or f"{on:%Y-%m}")
            sums = list(found.get(key, (0, 0)))
            sums[side] += int(fen)
            found[key] = (sums[0], sums[1])
    return found


def by_kind(session: Session, place: str) -> dict[AccountKind, tuple[int, int, int]]:
    """Return {account kind: (debits, credits, balance)} of a county, over all its accounts."""
    rows = session.execute(
        select(Account.kind, func.sum(Account.debits_fen), func.sum(Account.credits_fen))
        .where(Account.place == place)
        .group_by(Account.kind)
    )
    found = {kind: (int(debits), int(credits_)) for kind, debits, credits_ in rows}
    return {
        kind: (*found[kind], kind.side * (found[kind][0] - found[kind][1]))
        for kind in AccountKind
        if kind in found
    }


def lines_of_voucher(
    session: Session, place: str, voucher: str
) -> list[tuple[Transfer, Account, Account]]:
    """Return (transfer, account debited, account credited) of one voucher in their order."""
    into, out = aliased(Account), aliased(Account)
    rows = session.execute(
        select(Transfer, into, out)
        .join(into, into.id == Transfer.debit_id)
        .join(out, out.id == Transfer.credit_id)
        .where(Transfer.place == place, Transfer.voucher == voucher)
        .order_by(Transfer.id)
        .limit(MOST_LINES)
    )
    return [(transfer, debit, credit) for transfer, debit, credit in rows]


def of_voucher(session: Session, place: str, voucher: str) -> list[Transfer]:
    """Return the transfers of one voucher in their order."""
    return list(
        session.scalars(
            select(Transfer)
            .where(Transfer.place == place, Transfer.voucher == voucher)
            .order_by(Transfer.id)
        )
    )


def of_lease(
    session: Session, lease_id: int, kinds: Iterable[TransferKind] = (), period: str = ""
) -> list[Transfer]:
    """Return the transfers of a lease that still count: no reversal, and none that was undone."""
    undoing = aliased(Transfer)
    asked = (
        select(Transfer)
        .outerjoin(undoing, undoing.reverses_id == Transfer.id)
        .where(Transfer.lease_id == lease_id, Transfer.reverses_id.is_(None), undoing.id.is_(None))
    )
    if wanted := list(kinds):
        asked = asked.where(or_(*(Transfer.kind == kind for kind in wanted)))
    if period:
        asked = asked.where(Transfer.period == period)
    return list(session.scalars(asked.order_by(Transfer.on, Transfer.id)))
