"""When an owner's flats count as left over: days in, a refusal or silence out."""

from datetime import date

from housing.core.errors import BrokenRule


def must_be_over(
    owner: str, surplus_since: date | None, surplus_due_on: date | None, day: date
) -> None:
    """Refuse a transfer before the flats count as left over.

    They do once a round among the owner's own people was completed and nobody took them, and the
    county's period after it has passed. Basis: HN 19 (HN-19-3, recommended reading).

    Raises:
        BrokenRule: no such round yet, or the period runs.
    """
    if surplus_since is None or surplus_due_on is None:
        raise BrokenRule(
            f"“{owner}”还没有完成一轮面向本单位（园区）对象的分配，没有剩余房源可以调剂"
            f" / {owner!r} has completed no round among its own people, so that nothing is left"
            " over yet",
            rules=("HN-19-3",),
        )
    if day <= surplus_due_on:
        raise BrokenRule(
            f"“{owner}”的剩余房源到 {surplus_due_on} 为止仍保留给本单位（园区）对象，次日起可以调剂"
            f" / the flats left over stay with the people of {owner!r} until {surplus_due_on}",
            rules=("HN-19-3",),
        )


def must_not_come_first(owner: str, first_until: date | None, day: date) -> None:
    """Refuse a transfer while an agreement gives the owner's people the first claim.

    Basis: HN 19 (HN-19-1, HN-19-2).

    Raises:
        BrokenRule: the agreement runs.
    """
    if first_until is not None and day <= first_until:
        raise BrokenRule(
            f"按约定，“{owner}”的房源到 {first_until} 为止优先本单位（园区）对象，不能调剂"
            f" / by agreement the people of {owner!r} come first until {first_until}",
            rules=("HN-19-1", "HN-19-2"),
        )
