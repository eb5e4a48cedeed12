"""What is wrong with a sheet, for the person who has to mend it: where, what, and the remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from housing.households.masking import masked_identity, masked_name, masked_phone
from housing.imports.columns import KIND_WORDS, SheetKind
from housing.imports.fault_kinds import NOTICES, FaultKind
from housing.imports.fault_texts import TEXTS

MOST_SHOWN = 60
MASKS = {
    "证件号码": masked_identity,
    "申请人证件号码": masked_identity,
    "手机": masked_phone,
    "姓名": masked_name,
}


class Wrong(ValidationError):
    """One cell cannot be taken; `facts` fill the blanks of the kind's sentence.

    It carries itself as its message, so that a schema collects findings instead of sentences.
    """

    def __init__(self, kind: FaultKind, /, **facts: object) -> None:
        super().__init__([self])
        self.kind = kind
        self.facts = {name: str(value) for name, value in facts.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding. `row` is the number the spreadsheet shows; 0 when the whole file is meant.

    `value` is already masked where the column names a person.
    """

    kind: FaultKind
    sheet: SheetKind
    row: int
    column: str
    value: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_notice(self) -> bool:
        """Whether it is only pointed out and does not keep the sheet from being taken."""
        return self.kind in NOTICES

    def what(self, language: str = "zh") -> str:
        """Return what is wrong, in 'zh' or 'en'."""
        text = TEXTS[self.kind]
        return (text.en if language == "en" else text.zh).format(**self._facts(language))

    def remedy(self, language: str = "zh") -> str:
        """Return what to do about it, in 'zh' or 'en'."""
        text = TEXTS[self.kind]
        remedy = text.en_remedy if language == "en" else text.zh_remedy
        return remedy.format(**self._facts(language))

    def _facts(self, language: str) -> dict[str, str]:
        """A fact may be bilingual ("中文 / English"); return the half that is spoken."""
        halves = {name: fact.partition(" / ") for name, fact in self.facts.items()}
        return {
            name: english if separator and language == "en" else chinese
            for name, (chinese, separator, english) in halves.items()
        }

    def line(self, language: str = "zh") -> str:
        """Return the finding in one line, for a terminal."""
        sheet = KIND_WORDS[self.sheet] if language == "zh" else self.sheet.value
        where = f"第 {self.row} 行" if language == "zh" else f"row {self.row}"
        value = f"“{self.value}”" if self.value else ""
        parts = [sheet, where if self.row else "", self.column + value]
        place = " ".join(part for part in parts if part)
        return f"{place}: {self.what(language)} {self.remedy(language)}"

    def to_json(self) -> dict[str, Any]:
        """Return the finding as it is kept with a report."""
        return {
            "kind": self.kind.value,
            "sheet": self.sheet.value,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "facts": dict(self.facts),
        }


def fault_from_json(kept: Mapping[str, Any]) -> Fault:
    """Return the finding that `to_json` wrote."""
    return Fault(
        kind=FaultKind(kept["kind"]),
        sheet=SheetKind(kept["sheet"]),
        row=int(kept["row"]),
        column=str(kept["column"]),
        value=str(kept["value"]),
        facts=dict(kept["facts"]),
    )


def fault(
    kind: FaultKind,
    sheet: SheetKind,
    row: int,
    column: str,
    value: object = "",
    /,
    **facts: object,
) -> Fault:
    """Return a finding; the value is masked by its column and cut when it is very long."""
    return Fault(
        kind=kind,
        sheet=sheet,
        row=row,
        column=column,
        value=shown(column, value),
        facts={name: str(fact) for name, fact in facts.items()},
    )


def shown(column: str, value: object) -> str:
    """Return a cell's value as it may be shown to anybody who may import sheets."""
    text = "" if value is None else str(value)
    mask = MASKS.get(column)
    text = mask(text) if mask else text
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def in_order(findings: list[Fault]) -> list[Fault]:
    """Return findings by sheet (units first, since households name their classes), row, column."""
    return sorted(
        findings, key=lambda found: (found.sheet != SheetKind.UNITS, found.row, found.column)
    )
