"""Whose the rent of a unit is: the treasury's, or its owner's.

Basis: HN 29 (HN-29-1, HN-29-3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from housing.core.work import Work
from housing.ledger import service as ledger
from housing.ledger.words import AccountKind, owner_ref
from housing.ownership import queries as ownership
from housing.ownership.words import OF_GOVERNMENT, WHOLE, InvestmentType
from housing.rents.basis import Basis


@dataclass(frozen=True, slots=True)
class Income:
    """Where a unit's rent goes; of a joint unit `share` ten-thousandths are the government's."""

    kind: AccountKind
    ref: str = ""
    share: int = 0


GOVERNMENT = Income(AccountKind.RENT_INCOME)


def income_of(
    investment: InvestmentType | None, owner: str, own_stock: bool, share: int = 0
) -> Income:
    """Return where the rent of a unit goes.

    A unit of which nobody has put on file who paid for it is the government's, unless it is kept
    for the people of an employer or a park. Basis: HN 29 (HN-29-1, HN-29-3).
    """
    if investment is InvestmentType.GOVERNMENT_FULL or (investment is None and not own_stock):
        return GOVERNMENT
    joint = investment is InvestmentType.JOINT
    return Income(AccountKind.OWNER_INCOME, owner_ref(owner), share if joint else 0)


def incomes(work: Work, bases: Sequence[Basis]) -> dict[int, Income]:
    """Return {lease id: where its rent goes}."""
    kinds = ownership.investment_types(work.session, [each.unit_id for each in bases])
    return {
        each.lease_id: income_of(
            kinds.get(each.unit_id),
            each.owner,
            each.own_stock,
            _government_share(work, each.unit_id)
            if kinds.get(each.unit_id) is InvestmentType.JOINT
            else 0,
        )
        for each in bases
    }


def accounts_of(work: Work, held: Iterable[Income], place: str) -> dict[Income, int]:
    """Return {income: id of its account}."""
    known = set(held)
    found: dict[Income, int] = {}
    for kind in sorted({each.kind for each in known}):
        refs = {each.ref for each in known if each.kind is kind}
        ids = ledger.accounts(work, kind, refs, place)
        found |= {each: ids[each.ref] for each in known if each.kind is kind}
    return found


def _government_share(work: Work, unit_id: int) -> int:
    held = ownership.shares(work.session, unit_id)
    return min(WHOLE, sum(each.parts for each in held if each.kind in OF_GOVERNMENT))
