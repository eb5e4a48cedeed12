"""Closed lists of words about own stock."""

from enum import StrEnum


class OwnerKind(StrEnum):
    """Who built it: an enterprise or institution for its own people, or a park for its workers.

    Basis: HN 19 (HN-19-1, HN-19-2).
    """

    EMPLOYER = "employer"
    PARK = "park"


class Outlet(StrEnum):
    """Where flats that are left over go. Basis: HN 19 (HN-19-3, HN-19-4)."""

    COMMON = "common"
    EMPLOYER = "employer"
