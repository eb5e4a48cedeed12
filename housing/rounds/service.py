"""The acts on a round, in the order in which they happen."""

from housing.rounds.allocate import allocate
from housing.rounds.annulling import annul
from housing.rounds.draw import enter_seed, make_order
from housing.rounds.filing import pass_filing, return_filing, send_for_filing
from housing.rounds.freeze import freeze
from housing.rounds.prepare import adopt_roll, prepare
from housing.rounds.publish import publish
from housing.rounds.queries import get
from housing.rounds.recheck import check
from housing.rounds.registering import close_registration, open_registration, publish_plan
from housing.rounds.showing import publish_order

__all__ = [
    "adopt_roll",
    "allocate",
    "annul",
    "check",
    "close_registration",
    "enter_seed",
    "freeze",
    "get",
    "make_order",
    "open_registration",
    "pass_filing",
    "prepare",
    "publish",
    "publish_order",
    "publish_plan",
    "return_filing",
    "send_for_filing",
]
