"""Acts on ownership: whose a unit is, what may change its use, co-owned dwellings."""

from housing.ownership.coowned import annotate, declare, end_transfer, keep_dwelling, settle
from housing.ownership.titles import TitleFacts, keep_project, keep_title
from housing.ownership.uses import change_facility, change_use, keep_facility

__all__ = [
    "TitleFacts",
    "annotate",
    "change_facility",
    "change_use",
    "declare",
    "end_transfer",
    "keep_dwelling",
    "keep_facility",
    "keep_project",
    "keep_title",
    "settle",
]
