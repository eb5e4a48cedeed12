"""An empty sheet to fill in: the right headers, all cells text, closed lists to choose from."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from housing.households.words import ASSISTANCE_WORDS, GROUP_WORDS, RESCUE_WORDS
from housing.imports.columns import COLUMNS, KIND_WORDS, MORE_COLUMNS, SheetKind
from housing.imports.persons import DOCUMENTS
from housing.imports.schemas import YES_NO
from housing.units.words import STATE_WORDS

# Excel takes a list of choices only up to 255 characters.
CHOICES: dict[str, tuple[str, ...]] = {
    "证件类型": tuple(DOCUMENTS),
    "申请类别": tuple(GROUP_WORDS.values()),
    "救助类型": tuple(RESCUE_WORDS.values()),
    "保障方式": tuple(ASSISTANCE_WORDS.values()),
    "需无障碍": tuple(YES_NO),
    "无障碍": tuple(YES_NO),
    "电梯": tuple(YES_NO),
    "状态": tuple(STATE_WORDS.values()),
}
ROWS_OFFERED = 5000
WIDTH = 14


def blank_sheet(kind: SheetKind, choices: Mapping[str, Sequence[str]] = CHOICES) -> bytes:
    """Return an .xlsx with the header of `kind` and nothing below it.

    `choices`: by column, the closed list of words that its cells offer.

    Every cell is text, since a spreadsheet program keeps 15 digits of a number and an identity
    number has 18.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet(KIND_WORDS[kind])
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS[kind] + MORE_COLUMNS.get(kind, ())):
        sheet.set_column(place, place, WIDTH, text)
        sheet.write_string(0, place, column, bold)
        if column in choices:
            offered = {"validate": "list", "source": list(choices[column])}
            sheet.data_validation(1, place, ROWS_OFFERED, place, offered)
    sheet.freeze_panes(1, 0)
    book.close()
    return held.getvalue()
