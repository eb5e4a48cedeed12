"""A document as the answer to a request: shown, never run, never kept by a browser."""

from urllib.parse import quote

from flask import Response

from housing.documents.models import Document

#: Nothing inside a document may load, run, send or be framed.
POLICY = "default-src 'none'; img-src 'self'; sandbox"


def shown(document: Document, content: bytes) -> Response:
    """Return the bytes of a document so that a browser shows them and does nothing else."""
    answer = Response(content, content_type=document.media_type)
    name = quote(document.name, safe="")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer
