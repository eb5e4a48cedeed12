"""What counts as owing, for how long, and what may follow. Pure; money is fen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housing.core.errors import BadInput, BrokenRule
from housing.core.money import Fen, yuan

#: Arrears are counted from so many months on.
CLASSES = (1, 2, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class Owing:
    """What a lease owes by overdue month ('2026-09'), the oldest first."""

    months: Mapping[str, int]

    @property
    def fen(self) -> int:
        """Everything overdue."""
        return sum(self.months.values())

    @property
    def oldest(self) -> str:
        """The first month that is owed; empty when none is."""
        return min(self.months, default="")

    @property
    def count(self) -> int:
        """How many months are owed."""
        return len(self.months)

    def words(self) -> str:
        """The months as letters write them."""
        names = [_month(each) for each in sorted(self.months)]
        if len(names) > 2 and _gapless(sorted(self.months)):
            return f"{names[0]}至{names[-1]}"
        return "、".join(names)


def overdue(open_months: Mapping[str, int], day: date, due_day: int, begun: date) -> Owing:
    """Return what is owed of months whose day of payment has passed on `day`.

    The rent of a month is due on `due_day` of it, that day included; in a shorter month on its
    last day. A month into which the lease begins after that day (`begun`: the day from which rent
    is owed) is due with the next one. Basis: HN 26 (HN-26-1).
    """
    last = last_overdue(day, due_day)
    first = f"{begun:%Y-%m}" if begun.day > due_day else ""
    return Owing(
        {
            month: fen
            for month, fen in sorted(open_months.items())
            if month < last or (month == last and month != first)
        }
    )


def last_overdue(day: date, due_day: int) -> str:
    """Return the last month whose day of payment has passed.

    That of a month with fewer days passes at its end.
    """
    if day.day > due_day:
        return f"{day:%Y-%m}"
    return f"{day.year - (day.month == 1)}-{(day.month - 2) % 12 + 1:02d}"


def by_age(counts: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Return {months: (cases, fen)} of those that owe so many months or more.

    `counts` are pairs (months owed, fen) of the cases.
    """
    held = list(counts)
    found = {}
    for bound in CLASSES:
        some = [fen for months, fen in held if months >= bound]
        found[bound] = (len(some), sum(some))
    return found


def must_be_long_enough(months: int, least: int) -> None:
    """Refuse a notice to the employer before so many months are owed.

    Basis: HN 26 (HN-26-5).

    Raises:
        BrokenRule: fewer are owed; names both numbers.
    """
    if months < least:
        raise BrokenRule(
            f"欠缴 {months} 个月，本地规定满 {least} 个月才可以通报单位，请先催缴"
            f" / {months} months are owed; the employer may be told from {least} months on",
            rules=("HN-26-5",),
        )


def check_plan(parts: Sequence[tuple[date, int]], owed: int, day: date) -> None:
    """Refuse instalments that do not come to what is owed, or are not days ahead in order.

    Raises:
        BadInput: names what is wrong.
    """
    if not parts or any(fen <= 0 for _, fen in parts):
        raise BadInput("分期：每期金额应大于零 / instalments: each more than nothing")
    days = [due for due, _ in parts]
    if days != sorted(set(days)) or days[0] <= day:
        raise BadInput(
            "分期：各期日期应在今天之后并依次排列 / instalments: days ahead, one after the other"
        )
    if sum(fen for _, fen in parts) != owed:
        raise BadInput(
            f"分期：合计 {yuan(Fen(sum(fen for _, fen in parts)))} 元，应等于欠缴的"
            f" {yuan(Fen(owed))} 元 / instalments: they must come to {yuan(Fen(owed))} yuan"
        )


def is_kept(parts: Sequence[tuple[date, int]], agreed: int, rest: int, day: date) -> bool:
    """Return whether every part due before `day` was paid; `rest` is what is left of `agreed`."""
    due = sum(fen for due, fen in parts if due < day)
    return agreed - rest >= due


def _month(written: str) -> str:
    year, month = written.split("-")
    return f"{year}年{int(month)}月"


def _gapless(months: Sequence[str]) -> bool:
    numbers = [int(each[:4]) * 12 + int(each[5:]) for each in months]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
