"""Every finding's sentence and remedy."""

from housing.imports.fault_kinds import FaultKind, Text
from housing.imports.texts_of_cells import CELL_TEXTS
from housing.imports.texts_of_rows import ROW_TEXTS

TEXTS: dict[FaultKind, Text] = CELL_TEXTS | ROW_TEXTS
