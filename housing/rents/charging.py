"""The monthly charge of every lease of a county, some leases in each act.

One charge a lease, month and kind: the database refuses a second, and a second run finds nothing
to do. What a later change makes wrong is put right by `correcting`, never by changing a charge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.ledger import service as ledger
from housing.ledger.models import Transfer
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.ownership.words import WHOLE
from housing.policies.queries import book as values_in_force
from housing.rents import basis
from housing.rents.basis import Basis
from housing.rents.income import Income, accounts_of, incomes
from housing.rents.models import ChargedMonth
from housing.rents.months import Reckoned, first_of, month_of

#: So many leases are charged in one act.
SOME = 1000
A, T = AccountKind, TransferKind
CHARGED = (T.RENT_CHARGE, T.RENT_REDUCTION, T.FEE_CHARGE)


@dataclass(frozen=True, slots=True)
class Charged:
    """What one run charged: leases, and fen of rent, of what was taken off, and of fees."""

    leases: int = 0
    rent: int = 0
    reductions: int = 0
    fees: int = 0

    def plus(self, other: "Charged") -> "Charged":
        """Return both together."""
        return Charged(
            self.leases + other.leases,
            self.rent + other.rent,
            self.reductions + other.reductions,
            self.fees + other.fees,
        )


@dataclass(frozen=True, slots=True)
class Books:
    """The ids of the accounts that a batch of leases needs."""

    rent_due: dict[str, int]
    fee_due: dict[str, int]
    fee_income: dict[str, int]
    income: dict[Income, int]
    incomes: dict[int, Income]


def charge_month(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    place: str,
    period: str,
    some: int = SOME,
) -> Charged:
    """Charge rent, reductions and fees of a month to every lease that ran in it.

    Full months, parts of months by days, changes within the month by days (`months.reckon`).
    Basis: HN 26, 27 (HN-26-1, HN-27-2), HN 29 (HN-29-1, HN-29-3).

    Raises:
        BadInput: a month to come.
    """
    _must_have_begun(period, clock.today())
    total, after = Charged(), 0
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            book = values_in_force(work.session)
            found = basis.some_of(work.session, book, place, period, after, some)
            if not found:
                return total
            total = total.plus(charge(work, found, period))
        after = found[-1].lease_id


def charge(work: Work, found: Sequence[Basis], period: str) -> Charged:
    """Charge a month to these leases as far as it has not been; one voucher."""
    done = _charged(work, [each.lease_id for each in found], period)
    owed: list[tuple[Basis, dict[TransferKind, Reckoned]]] = []
    for each in found:
        amounts = each.of(period)
        left = {kind: one for kind, one in amounts.items() if (each.lease_id, kind) not in done}
        if left:
            owed.append((each, left))
    if not owed:
        return Charged()
    books = books_of(work, [each for each, _ in owed])
    transfers = [
        line
        for each, amounts in owed
        for kind, reckoned in amounts.items()
        for line in lines(each, kind, reckoned, period, books)
    ]
    ledger.post_many(work, transfers, reason=f"{period} 月租金和费用", place=work.place)
    sums = {kind: sum(line.fen for line in transfers if line.kind is kind) for kind in CHARGED}
    made = Charged(len(owed), sums[T.RENT_CHARGE], sums[T.RENT_REDUCTION], sums[T.FEE_CHARGE])
    _add_up(work, period, made)
    return made


def books_of(work: Work, found: Sequence[Basis]) -> Books:
    """Return the accounts of these leases, opened where they did not exist."""
    refs = [lease_ref(each.lease_id) for each in found]
    held = incomes(work, found)
    wanted = [
        *held.values(),
        *([Income(A.RENT_INCOME)] if any(i.share for i in held.values()) else []),
    ]
    return Books(
        rent_due=ledger.accounts(work, A.RENT_DUE, refs),
        fee_due=ledger.accounts(work, A.FEE_DUE, [lease_ref(e.lease_id) for e in found if e.fees]),
        fee_income=ledger.accounts(work, A.FEE_INCOME, {fee_ref(e) for e in found if e.fees}),
        income=accounts_of(work, wanted, work.place),
        incomes=held,
    )


def lines(
    each: Basis, kind: TransferKind, reckoned: Reckoned, period: str, books: Books
) -> list[NewTransfer]:
    """Return the transfers of one amount: due against income; a joint unit's part to each."""
    on, ref = max(first_of(period), each.first), lease_ref(each.lease_id)
    if kind in (T.FEE_CHARGE, T.FEE_CORRECTION):
        due, income, share = books.fee_due[ref], books.fee_income[fee_ref(each)], 0
    else:
        whose = books.incomes[each.lease_id]
        due, income, share = books.rent_due[ref], books.income[whose], whose.share
    debit, credit = (income, due) if kind is T.RENT_REDUCTION else (due, income)
    first = NewTransfer(debit, credit, reckoned.fen, kind, on, each.lease_id, period, reckoned.note)
    part = reckoned.fen * share // WHOLE
    if not part:
        return [first]
    government = books.income[Income(A.RENT_INCOME)]
    into, out = (income, government) if kind is not T.RENT_REDUCTION else (government, income)
    return [first, NewTransfer(into, out, part, T.RENT_SHARE, on, each.lease_id, period)]


def fee_ref(each: Basis) -> str:
    """Return the `ref` of the fee account of an estate."""
    return f"project:{each.project_code}"


def _charged(
    work: Work, lease_ids: Sequence[int], period: str
) -> frozenset[tuple[int, TransferKind]]:
    rows = work.session.execute(
        select(Transfer.lease_id, Transfer.kind).where(
            Transfer.lease_id.in_(lease_ids),
            Transfer.period == period,
            Transfer.kind.in_(CHARGED),
        )
    )
    return frozenset((lease_id, kind) for lease_id, kind in rows if lease_id is not None)


def _add_up(work: Work, period: str, made: Charged) -> None:
    """Add to the sums of the month; the ledger's book is held, so that no other act does."""
    held = work.session.get(ChargedMonth, (work.place, period), populate_existing=True)
    if held is None:
        held = ChargedMonth(place=work.place, period=period, leases=0, rent_fen=0)
        held.reductions_fen = held.fees_fen = 0
        work.session.add(held)
    held.leases += made.leases
    held.rent_fen += made.rent
    held.reductions_fen += made.reductions
    held.fees_fen += made.fees
    work.session.flush()


def _must_have_begun(period: str, today: date) -> None:
    if period > month_of(today):
        raise BadInput(
            f"月份：{period} 还没有开始，今天是 {today}"
            f" / month: {period} has not begun; today is {today}"
        )
    first_of(period)
