"""Addresses inside this site: the numbers in them, and going back to where somebody came from."""

from typing import Any
from urllib.parse import urlsplit

from werkzeug.routing import IntegerConverter, Map

#: No row of any table has a larger number; both databases keep it as an INTEGER.
MOST_ROWS_EVER = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a number that a row can have; any other is not found."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": MOST_ROWS_EVER, **options})


def own_path(wanted: str | None, otherwise: str = "/") -> str:
    """Return `wanted` if it is a path of this site, else `otherwise`.

    A foreign address is never followed: a sign-in page that forwards anywhere helps to phish.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return otherwise
    if any(ord(character) < 32 for character in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted
