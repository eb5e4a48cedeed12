"""What tier and points of a household rest on, read from its row."""

from housing.households.models import Household
from housing.standing.rules import Facts


def facts_of(household: Household, rounds_left_out: int) -> Facts:
    """Return what tier and points rest on; `rounds_left_out` is what its entry has counted."""
    return Facts(
        application_number=household.application_number,
        group=household.group,
        rescue=household.rescue,
        priority_groups=tuple(household.priority_groups),
        size=household.size,
        present_area=household.present_area,
        birth_on=household.birth_on,
        accepted_on=household.accepted_on,
        rounds_left_out=rounds_left_out,
    )
