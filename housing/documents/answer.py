"""A document as the answer to a request: shown, never run, never kept by a browser."""

from urllib.parse import quote

from flask import Response, render_template
from flask_babel import gettext as _

from housing.documents.drawing import NotDrawn, drawn
from housing.documents.models import Document

#: Nothing inside a document may load, run, send or be framed.
POLICY = "default-src 'none'; img-src 'self'; sandbox"


def shown(document: Document, content: bytes) -> Response:
    """Return the bytes of a document so that a browser shows them and does nothing else."""
    answer = _held(content, document.media_type)
    name = quote(document.name, safe="")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return answer


def page_shown(document: Document, content: bytes, number: int) -> Response:
    """Return the picture of a page of a PDF; words as a picture where it cannot be drawn.

    Not inside an act: drawing takes its time.

    Raises:
        NotFound: the document has no such page to be shown.
    """
    try:
        return _held(drawn(document, content, number), "image/webp")
    except NotDrawn:
        words = {"what": _("这一页无法在此显示"), "remedy": _("请打开原件查看")}
        answer = _held(render_template("documents/not_drawn.svg", **words), "image/svg+xml")
        answer.status_code = 422
        return answer


def _held(content: bytes | str, media_type: str) -> Response:
    answer = Response(content, content_type=media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer
