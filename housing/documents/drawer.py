"""Draws one page of a PDF in a process of its own (`python -m housing.documents.drawer 3`).

The argument is the page, counted from 1; standard input the bytes of the PDF, standard output a
WebP picture. The process ends with a fault when the page cannot be drawn within the limits.
"""

import io
import math
import sys

import pypdfium2  # type: ignore[import-untyped]

from housing.documents.limits import (
    DRAWN_HEIGHT,
    DRAWN_SCALE,
    DRAWN_WIDTH,
    MOST_DRAWING_SECONDS,
)
from housing.documents.own_process import limit_this_process

QUALITY, EFFORT = 75, 2


def drawn(content: bytes, number: int) -> bytes:
    """Return a page as a WebP picture that fits into the limits; filled-in forms show."""
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    page = pdf[number - 1]
    kept = io.BytesIO()
    page.render(scale=_scale(*page.get_size())).to_pil().save(
        kept, "WEBP", quality=QUALITY, method=EFFORT
    )
    return kept.getvalue()


def _scale(width: float, height: float) -> float:
    """Return how many points of the picture a point of the page (1/72 inch) becomes."""
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise ValueError("a page without a size")
    return min(DRAWN_WIDTH / width, DRAWN_HEIGHT / height, DRAWN_SCALE)


def main() -> int:
    """Draw the page of the file on standard input."""
    limit_this_process(MOST_DRAWING_SECONDS)
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read(), int(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
