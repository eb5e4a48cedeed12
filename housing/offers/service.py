"""The acts on offers, in the order in which they happen."""

from housing.offers.answering import accept, decline, expire, extend, withdraw
from housing.offers.leases import give_up, hand_keys, sign
from housing.offers.opening import make_all
from housing.offers.reoffering import close, reoffer

__all__ = [
    "accept",
    "close",
    "decline",
    "expire",
    "extend",
    "give_up",
    "hand_keys",
    "make_all",
    "reoffer",
    "sign",
    "withdraw",
]
