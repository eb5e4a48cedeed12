"""The acts on exchanges, in the order in which they happen."""

from housing.exchanges.deciding import approve, consent, decline, owner_consent, refuse, withdraw
from housing.exchanges.executing import execute, file
from housing.exchanges.opening import find, open_found, open_pair, search
from housing.exchanges.wishes import Told, wish
from housing.exchanges.wishes import withdraw as withdraw_wish

__all__ = [
    "Told",
    "approve",
    "consent",
    "decline",
    "execute",
    "file",
    "find",
    "open_found",
    "open_pair",
    "owner_consent",
    "refuse",
    "search",
    "wish",
    "withdraw",
    "withdraw_wish",
]
