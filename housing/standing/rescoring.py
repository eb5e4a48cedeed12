"""When the points of a household become others by the mere passing of time."""

from datetime import date

from housing.standing.rules import Facts, Table, full_years, whole_months

DECEMBER = 12


def rescored_on(facts: Facts, day: date, score: Table) -> date | None:
    """Return the next first of a month on which points may be others than on `day`, or None.

    Months waited and years of age are taken into the kept order on the first of a month; a round
    counts them to the day of its freeze. Basis: HN 17 (HN-17-1).
    """
    waiting, family = score["waiting"], score["family"]
    months = whole_months(facts.accepted_on, day)
    if waiting["each_month"] and months * waiting["each_month"] < waiting["most"]:
        return first_of_next_month(day)
    if facts.birth_on is None or not family["points"]:
        return None
    if full_years(facts.birth_on, day) >= family["age"]:
        return None
    # The year in which the age is reached; the month after that day, at the latest.
    reached = date(facts.birth_on.year + family["age"], facts.birth_on.month, 1)
    return first_of_next_month(max(reached, day.replace(day=1)))


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    if day.month == DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)
