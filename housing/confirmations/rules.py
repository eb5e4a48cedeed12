"""On which days a household is asked again; values in, days out."""

from datetime import date, timedelta


def reminder_days(opened_on: date, due_on: date, reminders: int) -> list[date]:
    """Return the days on which to remind, spread evenly over the days to answer.

    The first question goes out on `opened_on`, none on the last day. Basis: HN 16 (HN-16-4).
    """
    span = (due_on - opened_on).days
    offsets = {span * turn // (reminders + 1) for turn in range(1, reminders + 1)}
    return [opened_on + timedelta(days=offset) for offset in sorted(offsets - {0})]


def letters_due(opened_on: date, due_on: date, reminders: int, today: date) -> int:
    """Return how many letters should have gone out by `today`, the first question among them."""
    return 1 + sum(day <= today for day in reminder_days(opened_on, due_on, reminders))
