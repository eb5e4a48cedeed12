"""Canonical bytes: one value, one file, one hash, on every machine and in every browser.

JSON in UTF-8 with sorted keys and without spaces, made of strings, integers, lists, objects and
null only. Fractions and truth values are refused, because two programs may write them
differently.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NoReturn

_ATOMS = frozenset((str, int, type(None)))
_TEXT = frozenset((str,))


def canonical_bytes(value: object) -> bytes:
    """The one way to write `value` as bytes; time and space linear in its size.

    Tuples are written as lists. Non-ASCII characters stand for themselves.

    Raises:
        ValueError: a fraction, a truth value, any other type, a key that is no string or a
            character that UTF-8 cannot hold; the message names the place.
    """
    if not _is_canonical(value):
        _name_the_foreign(value)
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise ValueError(f"a character cannot be written in UTF-8: {fault.reason}") from fault
    except RecursionError as fault:
        raise ValueError("the value is nested too deeply to be written") from fault


def sha256_hex(raw: bytes) -> str:
    """SHA-256 of the exact bytes, as 64 lowercase hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def _is_canonical(value: object) -> bool:
    """Walk without recursion, so that deep nesting is a clear fault and not a crash."""
    open_values = [value]
    while open_values:
        inner = open_values.pop()
        parts: Iterable[object] = (inner,)
        if isinstance(inner, list | tuple):
            parts = inner
        elif isinstance(inner, dict):
            if not _TEXT.issuperset(map(type, inner)):
                return False
            parts = inner.values()
        elif type(inner) not in _ATOMS:
            return False
        if not _ATOMS.issuperset(map(type, parts)):
            open_values += [part for part in parts if type(part) not in _ATOMS]
    return True


def _name_the_foreign(value: object) -> NoReturn:
    """Walk again to what is known to be there, with places, which cost more than the values."""
    open_values: list[tuple[object, str]] = [(value, "")]
    while True:
        inner, place = open_values.pop()
        for part, step in _parts(inner, place):
            if type(part) not in _ATOMS:
                open_values.append((part, f"{place}{step}"))


def _parts(value: object, place: str) -> Iterator[tuple[object, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if type(key) is not str:
                raise ValueError(f"{place or 'the value'}: the key {key!r} must be a string")
            yield part, f".{key}"
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield part, f"[{number}]"
    else:
        kind = type(value).__name__
        raise ValueError(
            f"{place.lstrip('.') or 'the value'}: {value!r} is a {kind}; canonical files hold "
            "only strings, whole numbers, lists, objects and null"
        )
