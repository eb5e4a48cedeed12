"""Amounts of money as whole fen (分), never floats."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Fen = NewType("Fen", int)


def fen_from_yuan(amount: Decimal) -> Fen:
    """Return `amount` (yuan) in fen; half a fen rounds up, as on a receipt."""
    return Fen(int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def yuan(amount: Fen) -> str:
    """Return fen as yuan with two decimals, for people."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}{whole}.{part:02d}"
