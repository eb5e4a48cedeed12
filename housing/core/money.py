"""Amounts of money as whole fen (分), never floats."""

from typing import NewType

Fen = NewType("Fen", int)


def yuan(amount: Fen) -> str:
    """Return fen as yuan with two decimals, for people."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}{whole}.{part:02d}"
