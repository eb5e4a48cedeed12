"""What the report page shows of the findings: narrowed, sorted, one page of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from housing.imports.columns import SheetKind
from housing.imports.faults import Fault
from housing.imports.models import ImportReport

SORTS: dict[str, Callable[[Fault], Any]] = {
    "row": lambda found: (found.sheet != SheetKind.UNITS, found.row, found.column),
    "column": lambda found: (found.column, found.sheet, found.row),
    "kind": lambda found: (found.kind, found.sheet, found.row),
}
SHOWS = ("faults", "notices", "all")


@dataclass(frozen=True, slots=True)
class Line:
    """One finding; `box` names its row in the form, on the first line of that row only."""

    found: Fault
    box: str


def narrowed(findings: list[Fault], show: str, sort: str) -> list[Fault]:
    """Return the asked kind of findings, sorted; unknown words give faults by row."""
    kept = [found for found in findings if show == "all" or found.is_notice == (show == "notices")]
    key = SORTS.get(sort.removeprefix("-"), SORTS["row"])
    return sorted(kept, key=key, reverse=sort.startswith("-"))


def lines(findings: list[Fault]) -> list[Line]:
    """Return the findings of one page; each faulty row has one box."""
    seen: set[str] = set()
    result = []
    for found in findings:
        box = f"{found.sheet}:{found.row}" if found.row and not found.is_notice else ""
        result.append(Line(found, "" if box in seen else box))
        seen.add(box)
    return result


def faulty_rows(findings: list[Fault]) -> set[tuple[SheetKind, int]]:
    """Return every row that keeps its sheet from being taken."""
    return {(found.sheet, found.row) for found in findings if found.row and not found.is_notice}


def chosen_rows(boxes: list[str]) -> set[tuple[SheetKind, int]]:
    """Return the rows whose boxes were ticked; what is no row is left out."""
    rows = set()
    for box in boxes:
        sheet, _, number = box.partition(":")
        if sheet in set(SheetKind) and number.isdecimal() and len(number) < 9:
            rows.add((SheetKind(sheet), int(number)))
    return rows


def cannot_be_set_aside(report: ImportReport, findings: list[Fault]) -> bool:
    """Whether a fault of a whole file is left, which only a mended file can cure."""
    return any(not found.row and not found.is_notice for found in findings)
