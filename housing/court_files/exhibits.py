"""Strangers' files as A4 pages: pages of a PDF, or a picture; nothing of them can run."""

import io

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

POINTS_A_MM = 72 / 25.4
A4 = (210 * POINTS_A_MM, 297 * POINTS_A_MM)
#: What stays free for the mark of the page, above and below, and beside.
EDGE, BESIDE = 18 * POINTS_A_MM, 14 * POINTS_A_MM
#: Wide enough to read small print on paper.
LONGEST_SIDE = 2_000
PDF = "application/pdf"
_BROKEN = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def pages_of(content: bytes, media_type: str) -> list[PageObject]:
    """Return a file as A4 pages with room for a mark; none where it cannot be opened.

    Only what is drawn is taken over: no links, forms, scripts or attachments.
    """
    try:
        pdf = content if media_type == PDF else _picture(content)
        held, sheets = PdfWriter(clone_from=reader_of(pdf)), PdfWriter()
        for page in held.pages:
            _place(page, sheets.add_blank_page(*A4))
        return list(sheets.pages)
    except _BROKEN:
        return []


def reader_of(pdf: bytes) -> PdfReader:
    """Return a reader of the bytes of a PDF."""
    return PdfReader(io.BytesIO(pdf))


def _picture(content: bytes) -> bytes:
    """Return a picture as a PDF of one page, upright, without what the camera wrote into it."""
    with Image.open(io.BytesIO(content)) as taken:
        upright = ImageOps.exif_transpose(taken) or taken
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        _on_white(upright).save(out, "PDF", resolution=150, quality=85)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "P"):
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _place(page: PageObject, sheet: PageObject) -> None:
    """Draw `page` into the middle of `sheet`, upright, made smaller where it must be."""
    page.transfer_rotation_to_content()
    left, bottom, right, top = (float(each) for each in page.mediabox)
    wide, high = right - left, top - bottom
    if wide <= 0 or high <= 0:
        raise ValueError("a page without an area")
    scale = min(1.0, (A4[0] - 2 * BESIDE) / wide, (A4[1] - 2 * EDGE) / high)
    across, up = (A4[0] - wide * scale) / 2, (A4[1] - high * scale) / 2
    moved = Transformation().translate(-left, -bottom).scale(scale).translate(across, up)
    sheet.merge_transformed_page(page, moved)
