"""Reading CSV as centres send it: UTF-8 with or without a mark, or GB18030; commas between."""

import codecs
import csv
import io

from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Wrong


def csv_table(raw: bytes) -> list[list[str]]:
    """Return all lines, blank ones too, so that their numbers are those of the spreadsheet.

    Raises:
        Wrong: the bytes are text in no known encoding, or a quotation mark is never closed.
    """
    text = decoded(raw)
    if "\x00" in text:
        raise Wrong(FaultKind.UNREADABLE, detail="含有空字节 / it contains zero bytes")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Wrong(
            FaultKind.UNREADABLE, detail=f"引号没有成对 / quotation marks do not match ({error})"
        ) from error


def decoded(raw: bytes) -> str:
    """Return the text of `raw`.

    A mark at the beginning decides; without one, bytes that are valid UTF-8 are taken as such:
    Chinese text in GB18030 practically never is. Nothing is replaced or guessed further.

    Raises:
        Wrong: neither encoding fits; tells the first byte that does not.
    """
    if raw.startswith(codecs.BOM_UTF8):
        return _strict(raw, "utf-8-sig")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(raw, "utf-16")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 0 and _began_as_utf8(raw[: error.start]):
            raise Wrong(FaultKind.ENCODING, byte=error.start + 1) from error
        return _strict(raw, "gb18030")


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Wrong(FaultKind.ENCODING, byte=error.start + 1) from error


def _began_as_utf8(valid: bytes) -> bool:
    """Whether Chinese text stands before the first byte that is no UTF-8.

    Then the file is UTF-8 with a damaged byte; read as GB18030 it would be nonsense.
    """
    text = valid.decode("utf-8")
    return sum("\u4e00" <= character <= "\u9fff" for character in text) >= 4
