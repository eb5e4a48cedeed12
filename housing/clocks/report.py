"""The report of punctuality as rows of a page, of a workbook, and as bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from housing.clocks.page_words import KIND_WORDS
from housing.clocks.punctuality import Line
from housing.web.pictures import Series


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report with the name of its office."""

    office: str
    line: Line


def columns() -> list[str]:
    """Return the headers of the workbook."""
    return [
        _("机构"),
        _("事项"),
        _("到期件数"),
        _("按时办结"),
        _("逾期办结"),
        _("逾期未办结"),
        _("未到期"),
        _("按时率（百分数）"),
        _("办理工作日（中位数）"),
    ]


def sheet(rows: Sequence[Row]) -> list[list[str | int]]:
    """Return the rows of the workbook; what is not known yet stays empty."""
    return [
        [
            row.office,
            str(KIND_WORDS[row.line.kind]),
            row.line.total,
            row.line.on_time,
            row.line.late,
            row.line.overdue,
            row.line.open,
            "" if row.line.percent is None else row.line.percent,
            "" if row.line.median is None else row.line.median,
        ]
        for row in rows
    ]


def bars_of(rows: Sequence[Row]) -> tuple[list[str], list[Series]]:
    """Return labels and series of the picture: kept, late, not ended though due."""
    labels = [f"{row.office} · {KIND_WORDS[row.line.kind]}" for row in rows]
    return labels, [
        (_("按时"), [row.line.on_time for row in rows]),
        (_("逾期"), [row.line.late for row in rows]),
        (_("未办结"), [row.line.overdue for row in rows]),
    ]
