"""The acts on renewals, in the order in which they happen."""

from housing.renewals.applying import apply, forward, forward_many, withdraw
from housing.renewals.batches import make as make_batch
from housing.renewals.deciding import grant, refuse, turn_away

__all__ = [
    "apply",
    "forward",
    "forward_many",
    "grant",
    "make_batch",
    "refuse",
    "turn_away",
    "withdraw",
]
