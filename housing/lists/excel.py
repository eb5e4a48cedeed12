"""A list as an Excel workbook: one sheet to read and filter, one with its notes."""

import io
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from housing.lists.listing import Listing

_CHARACTERS = 4  # Excel's unit is one character; a width of 1 in a listing is four of them.


def workbook(listing: Listing, written_at: datetime) -> bytes:
    """Return an .xlsx file; `written_at` (aware) is its date of creation.

    Every text stays text, so that nothing in a name or an address can act as a formula.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(buffer, options) as book:
        book.set_properties(
            {"title": f"{listing.code} {listing.title}", "created": written_at.replace(tzinfo=None)}
        )
        _table(book, book.add_worksheet(listing.title), listing)
        _notes(book.add_worksheet("说明 Notes"), listing)
    return buffer.getvalue()


def _table(book: Workbook, sheet: Worksheet, listing: Listing) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for number, column in enumerate(listing.columns):
        sheet.set_column(number, number, column.width * _CHARACTERS)
        sheet.write_string(0, number, f"{column.zh}\n{column.en}", bold)
    for index, row in enumerate(listing.rows, 1):
        for number, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(index, number, cell)
            else:
                sheet.write_string(index, number, cell)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(listing.rows), 1), len(listing.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{listing.code}&R&P / &N")


def _notes(sheet: Worksheet, listing: Listing) -> None:
    lines = (f"{listing.title} / {listing.title_en}", listing.code, *listing.notes)
    sheet.set_column(0, 0, 100)
    for index, line in enumerate(lines):
        sheet.write_string(index, 0, line)
