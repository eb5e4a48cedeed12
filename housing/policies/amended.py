"""What the values are once amendments are laid over the files; the past stays as it was."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from housing.policies.value import PolicyValue


def laid_over(
    values: Iterable[PolicyValue], amendments: Iterable[PolicyValue]
) -> list[PolicyValue]:
    """Return `values` with `amendments` (in order of approval) laid over them.

    An amendment holds from its first day until the day before the next first day of the same
    parameter and place; the value that held on its first day ends the day before. Of two
    amendments with one first day the one approved later holds.
    """
    held: dict[tuple[str, str], list[PolicyValue]] = {}
    for value in values:
        held.setdefault((value.parameter, value.place), []).append(value)
    for amendment in amendments:
        key = (amendment.parameter, amendment.place)
        held[key] = _with(held.get(key, []), amendment)
    return [value for key in held for value in held[key]]


def _with(values: list[PolicyValue], amendment: PolicyValue) -> list[PolicyValue]:
    first = amendment.in_force_from
    later = [value.in_force_from for value in values if value.in_force_from > first]
    kept = [_ended(value, amendment) for value in values if value.in_force_from != first]
    last = min(later) - timedelta(days=1) if later else None
    return [*kept, replace(amendment, in_force_to=last)]


def _ended(value: PolicyValue, amendment: PolicyValue) -> PolicyValue:
    first = amendment.in_force_from
    if value.in_force_from < first and value.is_in_force(first):
        return replace(value, in_force_to=first - timedelta(days=1))
    return value
