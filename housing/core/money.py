"""Amounts of money as whole fen (分), never floats."""

from typing import NewType

from cn2an import an2cn

Fen = NewType("Fen", int)


def yuan(amount: Fen) -> str:
    """Return fen as yuan with two decimals, for people."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}{whole}.{part:02d}"


def yuan_words(fen: int) -> str:
    """Return an amount as letters write it: 120.50元."""
    return f"{yuan(Fen(fen))}元"


def capitals(fen: int) -> str:
    """Return an amount in capital characters (大写), as contracts and certificates write it."""
    return str(an2cn(yuan(Fen(fen)), "rmb"))


def hundredths(number: int) -> str:
    """Return hundredths (of a square metre, of a yuan) with two decimals."""
    return f"{number // 100}.{number % 100:02d}"
