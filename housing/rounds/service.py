"""The acts on a round, in the order in which they happen."""

from housing.rounds.allocate import allocate
from housing.rounds.draw import enter_seed, make_order, publish_order
from housing.rounds.freeze import freeze
from housing.rounds.prepare import adopt_roll, prepare
from housing.rounds.publish import annul, publish
from housing.rounds.queries import get
from housing.rounds.recheck import check

__all__ = [
    "adopt_roll",
    "allocate",
    "annul",
    "check",
    "enter_seed",
    "freeze",
    "get",
    "make_order",
    "prepare",
    "publish",
    "publish_order",
]
