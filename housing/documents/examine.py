"""Examining a file that somebody sent, before anything of it is kept."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import BoundedSemaphore
from typing import BinaryIO

import filetype

from housing.documents.faults import refusal
from housing.documents.folder import Folder
from housing.documents.limits import MOST_BYTES, MOST_NAME, MOST_SECONDS
from housing.documents.own_process import Overrun, run
from housing.documents.scanner import scan

#: The types taken in, each with the endings that a file of it may have.
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}
#: What another program would take for its own inside a picture; long enough never to stand in
#: compressed bytes by chance.
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<iframe", b"%pdf-1", b"<svg ")
ARCHIVE_END, ARCHIVE_TAIL = b"PK\x05\x06", 66_000
#: So many files are opened at once by one server; others wait, so that memory stays bounded.
_OPENING = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its cleaned name, sniffed type, pages (1 for a picture), bytes.

    `pixels`: the points of a picture, 0 for a PDF.
    """

    name: str
    media_type: str
    pages: int
    sha256: str
    content: bytes
    pixels: int = 0


def examine(name: str, stream: BinaryIO, folder: Folder) -> Examined:
    """Return a file that is what it says it is and does nothing but show itself.

    The whole picture is decoded and every object of a PDF read, in a process of its own with
    limits of time and memory; the virus scanner is asked when the installation has one.

    Raises:
        BadInput: it is not; says what is wrong and what to send instead.
    """
    content = stream.read(MOST_BYTES + 1)
    cleaned = clean_name(name)
    media_type = _sniffed(cleaned, content)
    _refuse_double(cleaned, media_type, content)
    pages, pixels = _opened(cleaned, media_type, content)
    scan(folder.scanner, cleaned, content)
    if not PurePosixPath(cleaned).suffix:
        cleaned += ENDINGS[media_type][0]
    digest = hashlib.sha256(content).hexdigest()
    return Examined(cleaned, media_type, pages, digest, content, pixels)


def clean_name(name: str) -> str:
    """Return a file's name without folders, control and direction marks, at most 160 long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = " ".join(kept.split()).strip(". ") or "未命名"
    ending = PurePosixPath(kept).suffix[:8]
    return kept if len(kept) <= MOST_NAME else kept[: MOST_NAME - len(ending)] + ending


def _sniffed(name: str, content: bytes) -> str:
    if not content:
        raise refusal("empty", name)
    if len(content) > MOST_BYTES:
        raise refusal("too_large", name)
    kind = filetype.guess(content[:8192])
    media_type = str(kind.mime) if kind else ""
    if media_type not in ENDINGS:
        raise refusal("unknown_type", name)
    ending = PurePosixPath(name).suffix.lower()
    if ending and ending not in ENDINGS[media_type]:
        raise refusal("other_ending", name)
    return media_type


def _refuse_double(name: str, media_type: str, content: bytes) -> None:
    """Refuse a file that other programs would read as something else."""
    lowered = content.lower()
    is_picture = media_type != "application/pdf"
    if ARCHIVE_END in content[-ARCHIVE_TAIL:] or (
        is_picture and any(mark in lowered for mark in MARKUP)
    ):
        raise refusal("double", name)


def _opened(name: str, media_type: str, content: bytes) -> tuple[int, int]:
    try:
        with _OPENING:
            said = run("housing.documents.opener", media_type, content, MOST_SECONDS)
    except Overrun as fault:
        raise refusal("too_large_inside", name) from fault
    found = json.loads(said)
    if "fault" in found:
        raise refusal(found["fault"], name)
    return int(found["pages"]), int(found["pixels"])
