"""The life of an offer (配租通知): from the published result to the keys, or to its end."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class OfferState(StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    DECLINED = "declined"
    EXPIRED = "expired"
    FALLEN_THROUGH = "fallen_through"
    WITHDRAWN = "withdrawn"


class OfferAct(StrEnum):
    """What can happen to an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    SIGN = "sign"
    HAND_KEYS = "hand_keys"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"


S, A = OfferState, OfferAct
#: The household may still come to sign.
PENDING = (S.OPEN, S.ACCEPTED)
#: The flat is the household's, or may be.
HOLDING = (*PENDING, S.SIGNED)
#: Ended, and the flat is free for the next in order.
FREED = (S.DECLINED, S.EXPIRED, S.FALLEN_THROUGH)

CALLED: dict[str, object] = {
    S.OPEN: "待答复",
    S.ACCEPTED: "已接受，待签约",
    S.SIGNED: "已签约",
    S.DECLINED: "已放弃",
    S.EXPIRED: "逾期未签约",
    S.FALLEN_THROUGH: "签约后放弃",
    S.WITHDRAWN: "房源撤回",
    A.ACCEPT: "接受",
    A.DECLINE: "放弃",
    A.EXPIRE: "登记逾期未签约",
    A.SIGN: "签约",
    A.HAND_KEYS: "交钥匙",
    A.GIVE_UP: "签约后放弃",
    A.WITHDRAW: "撤回房源",
}

OFFER = Lifecycle(
    "配租通知 / offer",
    (
        Move(S.OPEN, A.ACCEPT, S.ACCEPTED, "HN 21 (HN-21-7)"),
        *(Move(each, A.DECLINE, S.DECLINED, "HN 22 (HN-22-5)") for each in PENDING),
        *(Move(each, A.EXPIRE, S.EXPIRED, "HN 22 (HN-22-6)") for each in PENDING),
        Move(S.ACCEPTED, A.SIGN, S.SIGNED, "HN 24 (HN-24-1)"),
        Move(S.SIGNED, A.HAND_KEYS, S.SIGNED, "HN 24 (HN-24-1)"),
        Move(S.SIGNED, A.GIVE_UP, S.FALLEN_THROUGH, "HN 22 (HN-22-7)"),
        *(Move(each, A.WITHDRAW, S.WITHDRAWN, "HN 21 (HN-21-7)") for each in PENDING),
    ),
)
