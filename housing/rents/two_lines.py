"""Income and spending in two lines (收支两条线): gross income to the treasury, spending apart.

Costs are never taken out of income: what is spent leaves the spending account, and only for the
uses of the article. Rent of other owners never stands here.
Basis: HN 29 (HN-29-1, HN-29-2, HN-29-3).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session, aliased

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.ledger import service as ledger
from housing.ledger.models import Account, Transfer
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind
from housing.policies.queries import book as values_in_force

A, T = AccountKind, TransferKind
USES = {
    "maintenance": A.REPAIR_EXPENSE,
    "management": A.MANAGEMENT_EXPENSE,
    "loan_repayment": A.LOAN_REPAYMENT,
}
USE_NAMES = {"maintenance": "维护", "management": "管理", "loan_repayment": "偿还贷款本息"}
LINES = (A.RENT_INCOME, A.TREASURY, A.CLEARING, A.SPENDING, A.BUDGET_GRANT, *USES.values())
RENT_PAID = (A.RENT_DUE, A.PREPAID, A.RENT_INCOME)


@dataclass(frozen=True, slots=True)
class TwoLines:
    """One year of a county in fen.

    `charged`: rent of government units due for the year's days; `collected`: rent that was paid
    into the treasury or is on its way there; `uses` by name; `budget`: what the budget gave;
    `released`: what the treasury passed on for spending.
    """

    year: int
    charged: int
    collected: int
    uses: dict[str, int]
    budget: int
    released: int

    @property
    def used(self) -> int:
        """All uses together."""
        return sum(self.uses.values())

    @property
    def shortfall(self) -> int:
        """What the income of the year does not cover, which the budget has to."""
        return max(0, self.used - self.collected)

    @property
    def uncovered(self) -> int:
        """What of the shortfall the budget has not given yet."""
        return max(0, self.shortfall - self.budget)


def report(session: Session, place: str, year: int) -> TwoLines:
    """Return the two lines of a year. Basis: HN 29 (HN-29-1, HN-29-2)."""
    flows = _flows(session, place, date(year, 1, 1), date(year, 12, 31))

    def net(debits: tuple[AccountKind, ...], gone: tuple[AccountKind, ...]) -> int:
        into = sum(fen for (d, c), fen in flows.items() if d in debits and c in gone)
        back = sum(fen for (d, c), fen in flows.items() if d in gone and c in debits)
        return into - back

    everything = tuple(A)
    return TwoLines(
        year=year,
        charged=net(everything, (A.RENT_INCOME,)),
        collected=net((A.TREASURY, A.CLEARING), RENT_PAID),
        uses={name: net((kind,), everything) for name, kind in USES.items()},
        budget=net((A.SPENDING,), (A.BUDGET_GRANT,)),
        released=net((A.SPENDING,), (A.TREASURY,)),
    )


def spend(work: Work, use: str, *, fen: int, on: date, payee: str, document: str) -> Transfer:
    """Spend rent income on one of the uses of the article. Basis: HN 29 (HN-29-2).

    Raises:
        NotAllowed: the actor keeps no rents.
        BrokenRule: another use.
        BadInput: amount, day, payee or document cannot be taken.
    """
    allowed = values_in_force(work.session).value("rent_income_uses", work.place, work.day).value
    if use not in allowed or use not in USES:
        named = "、".join(USE_NAMES.get(each, each) for each in allowed)
        raise BrokenRule(
            f"用途：租金收入只能用于{named} / use: rent income serves only {', '.join(allowed)}",
            rules=("HN-29-2",),
        )
    return _move(work, USES[use], A.SPENDING, T.SPENT, fen, on, payee, document)


def give_budget(work: Work, *, fen: int, on: date, document: str) -> Transfer:
    """Note what the budget of the same level gave to cover the shortfall."""
    return _move(work, A.SPENDING, A.BUDGET_GRANT, T.BUDGET, fen, on, "财政预算安排", document)


def release(work: Work, *, fen: int, on: date, document: str) -> Transfer:
    """Note what the treasury passed on from the income line to the spending line."""
    return _move(work, A.SPENDING, A.TREASURY, T.BUDGET, fen, on, "财政核拨", document)


def take_facility_rent(work: Work, *, fen: int, on: date, payer: str, document: str) -> Transfer:
    """Note rent of shops and other facilities of government estates, gross, in the treasury."""
    return _move(work, A.TREASURY, A.RENT_INCOME, T.PAYMENT, fen, on, payer, document)


def _move(
    work: Work,
    into: AccountKind,
    out: AccountKind,
    kind: TransferKind,
    fen: int,
    on: date,
    note: str,
    document: str,
) -> Transfer:
    work.actor.must(Permission.KEEP_RENT)
    if not note.strip() or not document.strip():
        raise BadInput(
            "收（付）款人、凭据：不能为空 / payee or payer, and document: must not be empty"
        )
    debit, credit = ledger.account(work, into).id, ledger.account(work, out).id
    wanted = NewTransfer(debit, credit, fen, kind, on, note=note.strip(), document=document.strip())
    made = ledger.post(work, [wanted], reason=note.strip())[0]
    tag = TenancyTag.RENT_MONEY_SPENT if kind is T.SPENT else TenancyTag.RENT_MONEY_GRANTED
    after = {"into": into.value, "out": out.value, "fen": fen, "on": on.isoformat()}
    work.record(Entry(tag, f"voucher:{made.voucher}", None, after, note.strip(), document.strip()))
    return made


def _flows(
    session: Session, place: str, since: date, until: date
) -> dict[tuple[AccountKind, AccountKind], int]:
    """Return {(kind debited, kind credited): fen} of the accounts of the two lines.

    Money on its way to another owner's bank bears that owner in its account, and is left out.
    """
    into, out = aliased(Account), aliased(Account)
    rows = session.execute(
        select(into.kind, out.kind, func.sum(Transfer.fen))
        .join(into, into.id == Transfer.debit_id)
        .join(out, out.id == Transfer.credit_id)
        .where(
            Transfer.place == place,
            Transfer.on >= since,
            Transfer.on <= until,
            into.kind.in_(LINES) | out.kind.in_(LINES),
            *(not_(each.ref.contains("@owner:", autoescape=True)) for each in (into, out)),
        )
        .group_by(into.kind, out.kind)
    )
    return {(debit, credit): int(fen) for debit, credit, fen in rows}
