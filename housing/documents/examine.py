"""Examining a file that somebody sent, before anything of it is kept."""

from dataclasses import dataclass
from typing import BinaryIO

from housing.documents.folder import Folder


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its cleaned name, sniffed type, pages (1 for a picture), bytes."""

    name: str
    media_type: str
    pages: int
    sha256: str
    content: bytes


def examine(name: str, stream: BinaryIO, folder: Folder) -> Examined:
    """Return a file that is what it says it is and does nothing but show itself.

    Raises:
        BadInput: it is not; says what is wrong and what to send instead.
    """
    raise NotImplementedError
