"""The acts on exit cases, in the order in which they happen."""

from housing.exits.deciding import cancel, keep
from housing.exits.leaving import follow, hand_back
from housing.exits.opening import (
    begin_review,
    make_void,
    open,  # noqa: A004  the act is called so everywhere
    open_for_recipient,
    open_on_review,
)
from housing.exits.reconsidering import ask, reconsider
from housing.exits.relocating import extend, follow_period, record_dwelling, serve
from housing.exits.suing import judge, sue

__all__ = [
    "ask",
    "begin_review",
    "cancel",
    "extend",
    "follow",
    "follow_period",
    "hand_back",
    "judge",
    "keep",
    "make_void",
    "open",
    "open_for_recipient",
    "open_on_review",
    "reconsider",
    "record_dwelling",
    "serve",
    "sue",
]
