"""Addresses inside this site, for going back to where somebody came from."""

from urllib.parse import urlsplit


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
