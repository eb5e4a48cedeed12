"""The acts on leases, in the order in which they happen."""

from housing.leases.drafting import draft, draft_successor, set_clauses
from housing.leases.ending import begin, end, fall_through, void
from housing.leases.filing import file
from housing.leases.keys import hand_keys, tell_community
from housing.leases.signing import sign, sign_online, sign_successor

__all__ = [
    "begin",
    "draft",
    "draft_successor",
    "end",
    "fall_through",
    "file",
    "hand_keys",
    "set_clauses",
    "sign",
    "sign_online",
    "sign_successor",
    "tell_community",
    "void",
]
