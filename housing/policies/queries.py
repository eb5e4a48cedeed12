"""Reads of the dated values in force."""

from sqlalchemy.orm import Session

from housing.policies.book import PolicyBook


def book(session: Session) -> PolicyBook:
    """Return the values of the files and of every approved amendment."""
    return PolicyBook.load()
