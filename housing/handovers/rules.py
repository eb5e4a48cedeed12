"""What is settled when a flat comes back: amounts in, transfers and a result out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from housing.core.errors import BadInput, BrokenRule
from housing.ledger.words import AccountKind

A = AccountKind
#: What the tenant owes, in the order in which money is set against it.
DUES = (A.RENT_DUE, A.FEE_DUE, A.DAMAGE_DUE)
#: What the tenant has with us, in the order in which it is used: what was charged too much, what
#: was paid ahead, the deposit.
SOURCES = (*DUES, A.PREPAID, A.DEPOSIT_HELD)


@dataclass(frozen=True, slots=True)
class Deduction:
    """One damage that the tenant pays, in fen, and why."""

    item: str
    fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class Use:
    """`fen` out of what the tenant has (`source`) for what is owed, or back to the tenant."""

    source: AccountKind
    target: AccountKind
    fen: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The result of a settlement in fen: of `refund` and `owed` at least one is 0."""

    deposit: int
    arrears: int
    damages: int
    uses: tuple[Use, ...]
    refund: int
    owed: int


def reckon(balances: Mapping[AccountKind, int], deductions: Sequence[Deduction]) -> Reckoning:
    """Set what the tenant has with us against what is owed: rent, then fees, then damages.

    `balances`: of the lease's accounts, each on its natural side, before the damages are booked.
    A deposit that was never paid is struck out first, so that nothing comes back that never came.
    Basis: HN 24 (HN-24-3).
    """
    unpaid = balances.get(A.DEPOSIT_DUE, 0)
    damages = sum(each.fen for each in deductions)
    owed = {kind: max(balances.get(kind, 0), 0) for kind in DUES}
    arrears = sum(owed.values())
    owed[A.DAMAGE_DUE] += damages
    has = {kind: max(-balances.get(kind, 0), 0) for kind in DUES}
    has |= {kind: max(balances.get(kind, 0), 0) for kind in (A.PREPAID, A.DEPOSIT_HELD)}
    struck = min(unpaid, has[A.DEPOSIT_HELD])
    has[A.DEPOSIT_HELD] -= struck
    deposit = has[A.DEPOSIT_HELD]
    uses = [Use(A.DEPOSIT_HELD, A.DEPOSIT_DUE, struck)] if struck else []
    for source in SOURCES:
        for due in DUES:
            fen = min(has[source], owed[due])
            if fen:
                uses.append(Use(source, due, fen))
                has[source] -= fen
                owed[due] -= fen
        if has[source]:
            uses.append(Use(source, A.REFUND_PAYABLE, has[source]))
    return Reckoning(
        deposit=deposit,
        arrears=arrears,
        damages=damages,
        uses=tuple(uses),
        refund=sum(has.values()),
        owed=sum(owed.values()),
    )


def must_be_whole(deductions: Sequence[Deduction]) -> None:
    """Refuse damages without a name, a reason or an amount, and one thing twice.

    Raises:
        BadInput: names the line.
    """
    for row, each in enumerate(deductions, start=1):
        if not each.item.strip() or not each.reason.strip():
            raise BadInput(
                f"赔偿第 {row} 项：名称和理由都要写 / damage {row}: name the thing and the reason"
            )
        if each.fen < 1:
            raise BadInput(
                f"赔偿第 {row} 项“{each.item}”：金额应大于零"
                f" / damage {row} ({each.item}): the amount must be above 0"
            )
    names = [each.item for each in deductions]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(f"赔偿：“{twice[0]}”写了两次 / damages: {twice[0]} stands twice")


def must_be_new(deductions: Sequence[Deduction], changed: Sequence[str]) -> None:
    """Refuse to charge for what was like that when the tenant moved in.

    `changed`: the things that are not as they were. Basis: HN 24 (HN-24-3).

    Raises:
        BrokenRule: names the thing and those that may be charged for.
    """
    for each in deductions:
        if each.item not in changed:
            names = "、".join(changed) or "无"
            raise BrokenRule(
                f"“{each.item}”：交房记录与验房记录没有差别，不能要求赔偿；有差别的：{names}"
                f" / {each.item}: the same as when the tenant moved in, so nothing can be charged;"
                f" what differs: {', '.join(changed) or '—'}",
                rules=("HN-24-3",),
            )


def must_not_be_worse(before: int, after: int) -> None:
    """Refuse a second settlement after an objection that leaves the tenant with less.

    `before` and `after`: what comes back less what stays due, in fen.

    Raises:
        BrokenRule: it would.
    """
    if after < before:
        raise BrokenRule(
            "承租人提出异议后重新结算，不能比原结算对承租人更不利"
            " / a settlement after an objection must not be worse for the tenant than the first",
            rules=("HN-24-3",),
        )
