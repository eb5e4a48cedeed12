"""What a turn in the hall can end with (选房): the closed list that picks.json holds too."""

from enum import StrEnum


class PickOutcome(StrEnum):
    """What a household did in its turn.

    Who attends and finds nothing it can live in, or takes nothing, goes back to the list without
    penalty (HN-21-7); who is absent, or gives up what it picked, has abandoned (HN-22-4, HN-22-5).
    """

    PICKED = "picked"
    GIVEN_UP = "given_up"
    DECLINED = "declined"
    NONE_LEFT = "none_left"
    ABSENT = "absent"


#: Outcomes that hold a flat of the hall, and those that an abandonment decides about.
WITH_FLAT = (PickOutcome.PICKED, PickOutcome.GIVEN_UP)
ABANDONING = (PickOutcome.ABSENT, PickOutcome.GIVEN_UP)
