"""Days of a renewal, as values: the last day to apply, how late one is, when one is reminded."""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.calendar.book import Calendar
from housing.calendar.periods import Measure, Period, counted_back
from housing.core.errors import BadInput, BrokenRule

ONE_DAY = timedelta(days=1)
#: Months end on the same days in every calendar.
_ALMANAC = Calendar()
#: So many months before the last day to apply the tenant is reminded, and on it.
BEFORE_DEADLINE = (3, 1, 0)


@dataclass(frozen=True, slots=True)
class Term:
    """When a renewal may be asked for: `lead` is the law's months before the last day."""

    ends_on: date
    lead: int

    @property
    def deadline(self) -> date:
        """The last day to apply in time: the corresponding day, or the end of a shorter month.

        Basis: HN 24 (HN-24-5).
        """
        return before(self.ends_on, self.lead)

    @property
    def opens_on(self) -> date:
        """The first day to apply: that of the first reminder."""
        return before(self.ends_on, self.lead + BEFORE_DEADLINE[0])

    def late_days(self, day: date) -> int:
        """Return by how many days an application of a day is late."""
        return max((day - self.deadline).days, 0)

    def must_be_open(self, day: date) -> None:
        """Refuse an application too early to be reviewed, or after the term.

        One that is late is taken until the last day of the lease. Basis: HN 24 (HN-24-5).

        Raises:
            BadInput: too early. BrokenRule: the term is over.
        """
        if day < self.opens_on:
            raise BadInput(
                f"现在申请为时过早：合同 {self.ends_on} 期满，{self.opens_on} 起可以申请续租"
                f" / too early: the lease ends on {self.ends_on}; apply from {self.opens_on} on"
            )
        if day > self.ends_on:
            raise BrokenRule(
                f"合同已于 {self.ends_on} 期满，不能再申请续租"
                f" / the lease ended on {self.ends_on}; its renewal cannot be asked for any more",
                rules=("HN-24-5",),
            )

    def reminder_on(self, day: date) -> int | None:
        """Return of which reminder it is the time: so many months before the end; None before all.

        Basis: HN 24 (HN-24-5: notices at 6, 4 and 3 months before the end).
        """
        reached = [
            self.lead + more
            for more in BEFORE_DEADLINE
            if before(self.ends_on, self.lead + more) <= day
        ]
        return min(reached) if reached else None

    def next_start(self, day: date) -> date:
        """Return the first day of a renewed lease that is granted on a day.

        A review that is late leaves the old terms until the decision. Basis: HN 24 (HN-24-6).
        """
        return max(self.ends_on, day) + ONE_DAY


def before(day: date, months: int) -> date:
    """Return the corresponding day so many months earlier."""
    return counted_back(_ALMANAC, day, Period(months, Measure.MONTHS)).day
