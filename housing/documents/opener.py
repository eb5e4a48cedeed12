"""Opens one file of a stranger in a process of its own (`python -m housing.documents.opener`).

The argument is the sniffed media type, standard input the bytes. Standard output is JSON:
`{"pages": 3, "pixels": 0}`, or `{"fault": "encrypted"}` with a key of `examine.FAULTS`. The
process may use as much time and memory as `limits` allows; one that uses more ends, and the file
is refused.
"""

import io
import json
import sys
import warnings
from collections.abc import Iterator

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from housing.documents.limits import MOST_OBJECTS, MOST_PAGES, MOST_PIXELS, MOST_SECONDS
from housing.documents.own_process import limit_this_process

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
#: What makes a PDF do more than show itself, or carry what nobody sees.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"})
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie"}
)
ACTIVE_KINDS = frozenset(
    {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
)
#: Long enough never to stand in compressed bytes by chance; found even where no table lists it.
ACTIVE_WORDS = (b"/JavaScript", b"/EmbeddedFile", b"/RichMedia", b"/ImportData")
END, TAIL = b"%%EOF", 2048


class Refused(Exception):
    """The file may not be kept; the text is a key of `examine.FAULTS`."""


def opened(media_type: str, content: bytes) -> tuple[int, int]:
    """Return pages and points (0 for a PDF) of a file that can be opened as a whole.

    Raises:
        Refused: it cannot, or does more than show itself.
    """
    try:
        if media_type == "application/pdf":
            return _pdf(content), 0
        return 1, _picture(media_type, content)
    except Refused:
        raise
    except MemoryError as fault:
        raise Refused("too_large_inside") from fault
    except Exception as fault:
        # Parsers of strangers' files fail in every way there is; each means the same here.
        raise Refused("damaged") from fault


def _picture(media_type: str, content: bytes) -> int:
    # The size is checked below, before a single pixel is read.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        picture = Image.open(io.BytesIO(content), formats=[PICTURES[media_type]])
    except Image.DecompressionBombError as fault:
        raise Refused("too_many_pixels") from fault
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("too_many_pixels")
    if media_type != "image/jpeg" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("moving")
    picture.load()
    return picture.width * picture.height


def _pdf(content: bytes) -> int:
    if END not in content[-TAIL:]:
        raise Refused("damaged")
    if any(word in content for word in ACTIVE_WORDS):
        raise Refused("active")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Refused("encrypted")
    if not 1 <= len(reader.pages) <= MOST_PAGES:
        raise Refused("too_many_pages" if reader.pages else "damaged")
    if any(_is_active(held) for held in _dictionaries(reader)):
        raise Refused("active")
    for page in reader.pages:
        page.get_contents()
    return len(reader.pages)


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary of every object that the file's tables list."""
    listed = [
        IndirectObject(number, generation, reader)
        for generation, table in reader.xref.items()
        for number in table
    ]
    listed += [IndirectObject(number, 0, reader) for number in reader.xref_objStm]
    if len(listed) > MOST_OBJECTS:
        raise Refused("too_many_pages")
    waiting: list[object] = [reader.trailer, *(each.get_object() for each in listed)]
    while waiting:
        held = waiting.pop()
        if isinstance(held, DictionaryObject):
            yield held
            waiting += [value for value in held.values() if not isinstance(value, IndirectObject)]
        elif isinstance(held, ArrayObject):
            waiting += [value for value in held if not isinstance(value, IndirectObject)]


def _is_active(held: DictionaryObject) -> bool:
    return (
        not ACTIVE_KEYS.isdisjoint(held)
        or str(held.get("/S", "")) in ACTIVE_ACTIONS
        or str(held.get("/Subtype", "")) in ACTIVE_KINDS
        or str(held.get("/Type", "")) in ACTIVE_KINDS
    )


def main() -> int:
    """Open the file on standard input and say what was found."""
    limit_this_process(MOST_SECONDS)
    try:
        pages, pixels = opened(sys.argv[1], sys.stdin.buffer.read())
        found: dict[str, object] = {"pages": pages, "pixels": pixels}
    except Refused as refusal:
        found = {"fault": str(refusal)}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
