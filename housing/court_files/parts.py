"""What a court file is made of: a cover, and parts in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from housing.core.cases import CaseRef


@dataclass(frozen=True, slots=True)
class Part:
    """One piece: either a `text` (sections parted by an empty line), `rows` or a file.

    `rows` is a table whose first row is its head; `content` the bytes of a PDF or a picture
    (JPEG, PNG, WebP) of `media_type`. `on`: the day of the piece; `note` stands in the index
    beside the title: the number of a letter, who handed it in.
    """

    title: str
    on: date | None = None
    note: str = ""
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    content: bytes = b""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: what file, of which case, about whom; `facts` are pairs (name, value)."""

    title: str
    number: str
    office: str
    made_on: date
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the court file of a case is bound from."""

    case: CaseRef
    cover: Cover
    parts: Sequence[Part]
