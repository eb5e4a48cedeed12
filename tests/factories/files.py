"""Files as people send them, and as nobody should: each in the fewest words."""

import io
import struct
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200), colour: str = "green") -> bytes:
    """A plain picture."""
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, kind)
    return kept.getvalue()


def moving_picture() -> bytes:
    """A WebP of two frames."""
    kept = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(kept, "WEBP", save_all=True, append_images=frames[1:])
    return kept.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A PDF whose pages show a rectangle."""
    return _saved(_writer(pages))


def pdf_with_script(*, at: str = "document") -> bytes:
    """A PDF that runs a script when it is opened, or when its page is."""
    writer = _writer()
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )
    if at == "document":
        writer._root_object[NameObject("/OpenAction")] = action
    else:
        opened = DictionaryObject({NameObject("/O"): action})
        writer.pages[0][NameObject("/AA")] = opened
    return _saved(writer)


def pdf_with_hidden_script() -> bytes:
    """A PDF whose script is spelt with escapes and lies in a compressed object stream."""
    action = b"<< /S /J#61vaScript /JS (app.alert\\(1\\)) >>"
    packed = b"1 0 << /Type /Catalog /Pages 2 0 R /OpenAction " + action + b" >>"
    return _with_object_stream(packed, first=4)


def pdf_with_attachment() -> bytes:
    """A PDF with a program attached."""
    writer = _writer()
    writer.add_attachment("setup.exe", b"MZ program")
    return _saved(writer)


def pdf_with_command() -> bytes:
    """A PDF that starts a program when somebody clicks."""
    writer = _writer()
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): DictionaryObject(
                {
                    NameObject("/S"): NameObject("/Launch"),
                    NameObject("/F"): TextStringObject("cmd.exe"),
                }
            ),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    return _saved(writer)


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    writer = _writer()
    writer.encrypt("secret", algorithm="RC4-128")
    return _saved(writer)


def huge_png() -> bytes:
    """A PNG of some hundred bytes whose header promises 40,000 x 40,000 points."""
    return _png(40_000, 40_000, b"\0" * 100)


def bomb_png(side: int = 7_900) -> bytes:
    """A PNG whose points, all alike, take a thousand times its size when opened."""
    return _png(side, side, b"".join(b"\0" * (side * 3 + 1) for _ in range(side)))


def _png(width: int, height: int, points: bytes) -> bytes:
    header = struct.pack("!2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(points, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(held)) + kind + held + struct.pack("!I", zlib.crc32(kind + held))
        for kind, held in chunks
    )


def _writer(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(300, 200)
        drawn = StreamObject()
        drawn.set_data(b"0 0.5 0 rg 20 20 200 100 re f")
        page[NameObject("/Contents")] = writer._add_object(drawn)
    return writer


def _saved(writer: PdfWriter) -> bytes:
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _with_object_stream(packed: bytes, first: int) -> bytes:
    """A PDF whose object 1 lies in a compressed stream, found by a stream of references."""
    body = zlib.compress(packed)
    objects = {
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>",
        4: b"<< /Type /ObjStm /N 1 /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
        % (first, len(body))
        + body
        + b"\nendstream",
    }
    written, places = b"%PDF-1.5\n", {}
    for number, held in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    rows = [struct.pack("!BIB", 0, 0, 255), struct.pack("!BIB", 2, 4, 0)]
    rows += [struct.pack("!BIB", 1, places[number], 0) for number in (2, 3, 4)]
    rows.append(struct.pack("!BIB", 1, len(written), 0))
    table = zlib.compress(b"".join(rows))
    start = len(written)
    written += (
        b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode"
        b" /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (len(table), table, start)
    )
    return written


def pdf_of_size(width: float, height: float) -> bytes:
    """A PDF whose one page has this size in points."""
    writer = PdfWriter()
    writer.add_blank_page(width, height)
    return _saved(writer)


def pdf_drawing(operations: bytes, times: int) -> bytes:
    """A PDF whose page repeats some operations; repetition takes no room in the file."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    drawn = StreamObject()
    drawn.set_data(operations * times)
    page[NameObject("/Contents")] = writer._add_object(drawn.flate_encode())
    return _saved(writer)


def pdf_with_bomb(side: int) -> bytes:
    """A PDF with a picture of side x side points, all alike, that takes no room in the file."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * side * 3) for _ in range(side)) + packer.flush()
    points = StreamObject()
    points._data = packed
    for key, value in {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Image"),
        "/Width": NumberObject(side),
        "/Height": NumberObject(side),
        "/ColorSpace": NameObject("/DeviceRGB"),
        "/BitsPerComponent": NumberObject(8),
        "/Filter": NameObject("/FlateDecode"),
    }.items():
        points[NameObject(key)] = value
    held = DictionaryObject({NameObject("/Bomb"): writer._add_object(points)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    drawn = StreamObject()
    drawn.set_data(b"q 600 0 0 800 0 0 cm /Bomb Do Q")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    return _saved(writer)


def pdf_filled_in() -> bytes:
    """A PDF form whose only content is what was typed into its field."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    typed = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("income"),
            NameObject("/V"): TextStringObject("2600 per month"),
            NameObject("/DA"): TextStringObject("/Helv 18 Tf 0 g"),
            NameObject("/Rect"): ArrayObject([NumberObject(each) for each in (20, 80, 280, 120)]),
        }
    )
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/Helv"): font})
    field = writer._add_object(typed)
    page[NameObject("/Annots")] = ArrayObject([field])
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject([field]),
            NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    return _saved(writer)
