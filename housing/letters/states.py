"""What can become of one delivery of a letter."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class DeliveryAct(StrEnum):
    """What is done with a delivery."""

    CLAIM = "claim"
    SUCCEED = "succeed"
    FAIL = "fail"
    GIVE_UP = "give_up"
    HAND_OVER = "hand_over"
    SEND_AGAIN = "send_again"


S, A = DeliveryState, DeliveryAct
BASIS = "HN 15 (HN-15-12, HN-15-14)"

#: A claim that nobody marked (its process was killed) is claimed anew: SENDING → SENDING.
#: A letter on paper is handed over; so is one that no wire carried, the console least of all.
DELIVERY = Lifecycle(
    "文书送达 / delivery of a letter",
    (
        Move(S.WAITING, A.CLAIM, S.SENDING, BASIS),
        Move(S.FAILED, A.CLAIM, S.SENDING, BASIS),
        Move(S.SENDING, A.CLAIM, S.SENDING, BASIS),
        Move(S.SENDING, A.SUCCEED, S.SENT, BASIS),
        Move(S.SENDING, A.FAIL, S.FAILED, BASIS),
        Move(S.SENDING, A.GIVE_UP, S.GIVEN_UP, BASIS),
        Move(S.WAITING, A.GIVE_UP, S.GIVEN_UP, BASIS),
        Move(S.FAILED, A.GIVE_UP, S.GIVEN_UP, BASIS),
        Move(S.WAITING, A.HAND_OVER, S.SENT, BASIS),
        Move(S.GIVEN_UP, A.HAND_OVER, S.SENT, BASIS),
        Move(S.SENT, A.HAND_OVER, S.SENT, BASIS),
        Move(S.GIVEN_UP, A.SEND_AGAIN, S.WAITING, BASIS),
    ),
)
