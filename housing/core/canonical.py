"""Canonical bytes: the one way a value is written before it is hashed (design §5)."""

import hashlib
import json


def canonical_bytes(value: object) -> bytes:
    """Return JSON in UTF-8 with sorted keys and no spaces.

    Raises:
        ValueError: for floats, booleans or keys that are not text, which two programs may
            write differently.
    """
    _refuse_ambiguous(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256_hex(raw: bytes) -> str:
    """Return the SHA-256 of exactly these bytes, in lowercase hex."""
    return hashlib.sha256(raw).hexdigest()


def _refuse_ambiguous(value: object) -> None:
    if isinstance(value, bool | float):
        raise ValueError(f"{value!r} has no canonical form; use integers or text")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError(f"key {key!r} is not text")
            _refuse_ambiguous(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_ambiguous(item)
    elif not (value is None or isinstance(value, str | int)):
        raise ValueError(f"{type(value).__name__} has no canonical form")
