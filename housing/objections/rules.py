"""Whom an objection comes from, and how it is reached: contact, receipt code, readable text."""

import re
import unicodedata

from housing.core.errors import BadInput

MOST_NAME, LEAST_TEXT, MOST_TEXT = 40, 5, 2000
TAIL = 4
#: Letters and digits that nobody mistakes for another when writing them down.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")


def read_contact(typed: str) -> str:
    """Return a telephone number or an e-mail address in one way of writing.

    Raises:
        BadInput: neither a telephone number nor an e-mail address.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if _MAIL.fullmatch(plain) and len(plain) <= 120:
        return plain.lower()
    digits = re.sub(r"[ -]", "", plain.removeprefix("+86"))
    if _PHONE.fullmatch(digits):
        return digits
    raise BadInput(
        "联系方式：请填写手机号、带区号的座机号或电子邮箱"
        " / contact: give a mobile number, a telephone number with area code, or an e-mail address"
    )


def is_mobile(contact: str) -> bool:
    """Return whether short messages reach a contact that `read_contact` returned."""
    return _MOBILE.fullmatch(contact) is not None


def read_name(typed: str) -> str:
    """Return the name of the person who objects.

    Raises:
        BadInput: empty or too long.
    """
    plain = " ".join(typed.split())
    if not plain or len(plain) > MOST_NAME:
        raise BadInput(
            f"姓名：请填写，最多 {MOST_NAME} 字 / name: required, at most {MOST_NAME} characters"
        )
    return plain


def read_text(typed: str) -> str:
    """Return what is objected.

    Raises:
        BadInput: too short to be decided upon, or too long.
    """
    plain = typed.strip()
    if not LEAST_TEXT <= len(plain) <= MOST_TEXT:
        raise BadInput(
            f"异议内容：请写 {LEAST_TEXT} 至 {MOST_TEXT} 字，说明事实和线索"
            f" / objection: {LEAST_TEXT} to {MOST_TEXT} characters, with facts"
        )
    return plain


def read_code(typed: str) -> str:
    """Return a receipt code as it is looked up: capitals, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed)).upper()


def written_code(code: str) -> str:
    """Return a receipt code as people write it, in groups of four."""
    return "-".join(code[start : start + TAIL] for start in range(0, len(code), TAIL))


def tail(contact: str) -> str:
    """Return the end of a contact, by which its owner is recognised."""
    return contact[-TAIL:].lower()
