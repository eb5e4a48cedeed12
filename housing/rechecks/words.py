"""Closed lists of words about rechecks."""

from enum import StrEnum


class Change(StrEnum):
    """What a household says has changed."""

    INCOME = "income"
    ASSETS = "assets"
    HOUSING = "housing"
    PEOPLE = "people"
    WORK = "work"
    CONTACT = "contact"
    OTHER = "other"


class ReportState(StrEnum):
    """What became of a report: nothing yet, a recheck, or a note that nothing follows from it."""

    NEW = "new"
    RECHECKED = "rechecked"
    NOTED = "noted"
