"""Finding what must stand in a sheet once but stands there twice."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, fault
from housing.imports.sheet import SheetRow

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Twice:
    """What may come once: the finding, the column it is shown at, and the columns compared.

    Only values of the given `shape` (a regular expression) are compared.
    """

    kind: FaultKind
    column: str
    compared: tuple[str, ...]
    shape: str = r".+"


def found_twice(rows: Collection[SheetRow], kind: SheetKind, twice: Twice) -> Iterator[Fault]:
    """Name every row of each group of equal rows, with the numbers of the others."""
    groups: dict[tuple[str, ...], list[SheetRow]] = defaultdict(list)
    shape = re.compile(twice.shape)
    for row in rows:
        key = tuple(row.text(column).upper() for column in twice.compared)
        if shape.fullmatch("".join(key)):
            groups[key].append(row)
    for same in groups.values():
        if len(same) < 2:
            continue
        for row in same:
            others = [str(other.number) for other in same if other is not row]
            more = "…" if len(others) > MOST_NAMED else ""
            named = "、".join(others[:MOST_NAMED]) + more
            value = row.text(twice.column)
            yield fault(twice.kind, kind, row.number, twice.column, value, rows=named)
