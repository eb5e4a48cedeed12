"""A table as a workbook to download; text stays text, whatever it begins with."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from flask import Response, send_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48


def workbook(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | float]]
) -> bytes:
    """Return an .xlsx file with one table, its header frozen and filterable.

    Text is written as text even when it begins with `=`, `+`, `-` or `@`: a spreadsheet program
    must not run what somebody once typed into a form.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    widths = [_width(column) for column in columns]
    sheet.write_row(0, 0, columns, bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(last, place, value, wrapped)
            else:
                sheet.write_number(last, place, value)
            widths[place] = max(widths[place], _width(str(value)))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return held.getvalue()


def download(raw: bytes, name: str) -> Response:
    """Return an answer that saves a workbook under `name`, never kept by a cache."""
    answer = send_file(io.BytesIO(raw), mimetype=XLSX, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _width(text: str) -> int:
    """Width in characters; a Chinese one is twice as wide."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)
