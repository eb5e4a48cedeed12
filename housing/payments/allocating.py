"""Against what a payment is set: the oldest rent first, then fees, then what comes. Pure."""

from collections.abc import Mapping

from housing.ledger.words import LEASE_DUES, AccountKind

#: The order as the tenant is told it.
ORDER_WORDS = "先抵最早的租金，再抵物业费、保证金和赔偿，余款记作预收款抵以后各月"

Parts = list[tuple[AccountKind, int]]


def allocated(fen: int, balances: Mapping[AccountKind, int], deposit: int = 0) -> Parts:
    """Return what of `fen` goes to which account of a lease; the sum is `fen`.

    `balances` are those of the lease in fen. `deposit` is what of the payment is meant as deposit
    at most: it goes first, to what is charged and then to what is held. The rent account holds all
    months together, so that what enters it pays the oldest. Basis: HN 24, 26 (HN-24-3, HN-26-1).
    """
    parts: Parts = []
    rest = fen
    if deposit:
        charged = min(rest, deposit, max(0, balances.get(AccountKind.DEPOSIT_DUE, 0)))
        held = min(rest, deposit) - charged
        parts += [(AccountKind.DEPOSIT_DUE, charged), (AccountKind.DEPOSIT_HELD, held)]
        rest -= charged + held
    taken = dict(parts)
    for kind in LEASE_DUES:
        due = max(0, balances.get(kind, 0) - taken.get(kind, 0))
        part = min(rest, due)
        parts.append((kind, part))
        rest -= part
    parts.append((AccountKind.PREPAID, rest))
    return _together(parts)


def _together(parts: Parts) -> Parts:
    sums: dict[AccountKind, int] = {}
    for kind, fen in parts:
        sums[kind] = sums.get(kind, 0) + fen
    return [(kind, fen) for kind, fen in sums.items() if fen]
