"""The pages of a PDF as pictures, so that they are seen inside a page and on every phone.

They are drawn when they are looked at and kept nowhere: a county keeps what people sent, not more.
"""

from threading import BoundedSemaphore

from housing.core.errors import NotFound
from housing.documents.limits import MOST_DRAWN, MOST_WAITING_SECONDS
from housing.documents.models import Document
from housing.documents.own_process import Overrun, run

#: So many pages are drawn at once by one server; others wait their turn, but not for ever.
_DRAWING = BoundedSemaphore(2)


class NotDrawn(Exception):
    """This page cannot be shown as a picture; the file itself can still be opened."""


def drawn_pages(document: Document) -> range:
    """Return the numbers of the pages that are shown as pictures, from 1; none of a picture."""
    is_pdf = document.media_type == "application/pdf"
    return range(1, min(document.pages, MOST_DRAWN) + 1) if is_pdf else range(0)


def drawn(document: Document, content: bytes, number: int) -> bytes:
    """Return a page of a PDF as a WebP picture, drawn in a process of its own with limits.

    Takes a tenth of a second for a scanned page, at most twice `MOST_WAITING_SECONDS`; not
    inside an act.

    Raises:
        NotFound: the document has no such page to be shown.
        NotDrawn: the page is damaged, or needs more than the limits allow.
    """
    if number not in drawn_pages(document):
        raise NotFound(f"没有第 {number} 页 / there is no page {number}")
    if not _DRAWING.acquire(timeout=MOST_WAITING_SECONDS):
        raise NotDrawn
    try:
        return run("housing.documents.drawer", str(number), content, MOST_WAITING_SECONDS)
    except Overrun as fault:
        raise NotDrawn from fault
    finally:
        _DRAWING.release()
