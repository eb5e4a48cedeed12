"""Private receipts: with its code and its identity number a household finds itself on the roll."""

import hashlib
import secrets

from housing.core.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: no I, L, O, U
LENGTH = 16
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def new_code() -> str:
    """Return a new receipt code: 16 characters, 80 bits of this machine's randomness."""
    number = secrets.randbits(5 * LENGTH)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def shown_code(code: str) -> str:
    """Return the code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(text: str) -> str:
    """Return the code as it was made: dashes, spaces, small letters and look-alikes allowed.

    Raises:
        BadInput: not 16 characters of the alphabet.
    """
    code = text.strip().upper().translate(_READ_AS)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise BadInput(
            "回执码：应为 16 位字母数字，如 XXXX-XXXX-XXXX-XXXX"
            " / receipt code: 16 letters and digits, e.g. XXXX-XXXX-XXXX-XXXX"
        )
    return code


def roll_id(round_code: str, code: str, identity_number: str) -> str:
    """Return the id of a household on the roll: 32 lowercase hex digits.

    SHA-256 over "receipt", the round's code, the receipt code without dashes and the identity
    number in upper case, each on a line of its own: only the household can compute it, and no
    two households can be given the same line.
    """
    text = "\n".join(("receipt", round_code, code, identity_number.upper()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
