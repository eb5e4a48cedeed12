"""How long a ban lasts: days in, days out; and the words in which it is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from housing.calendar import Calendar, Measure, Period, due
from housing.core.errors import BrokenRule

RULES = ("HN-34-2",)


@dataclass(frozen=True, slots=True)
class Term:
    """The days of one ban; `until_on` is empty until the dwelling was returned."""

    provisional_until: date
    until_on: date | None


def last_day(calendar: Calendar, begun: date, years: int) -> date:
    """Return the last day of a ban: the corresponding day `years` later.

    It does not move for a day of rest, since nothing has to be done on it.
    Basis: HN 34 (HN-34-2).
    """
    return due(calendar, begun, Period(years, Measure.YEARS), rolls_over=False).day


def latest(terms: Iterable[Term], day: date) -> date | None:
    """Return the last day of what holds on `day`; None when nothing does.

    A ban whose years have not begun, because nobody has returned the dwelling, holds in any case:
    it lasts at least to its provisional day, and at least to `day`. Basis: HN 34 (HN-34-2).
    """
    held = (_until(term, day) for term in terms)
    return max((until for until in held if until >= day), default=None)


def check_not_banned(name: str, until: date | None, *, provisional: bool = False) -> None:
    """Refuse a person who may not apply again.

    Basis: HN 34 (HN-34-2).

    Raises:
        BrokenRule: names the person and the last day.
    """
    if until is None:
        return
    least = "至少" if provisional else ""
    at_least = "at least " if provisional else ""
    raise BrokenRule(
        f"{name}因违规被取消保障资格，{least}到 {until} 不得再次申请，次日起可以申请"
        f" / {name} lost the qualification for a violation and may not apply again until"
        f" {at_least}{until}",
        rules=RULES,
    )


def _until(term: Term, day: date) -> date:
    return term.until_on if term.until_on is not None else max(term.provisional_until, day)
