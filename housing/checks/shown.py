"""An answer's form as the page shows it: every field with its text, its choices and its fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from housing.checks import page_words, typed
from housing.checks.layout import LAYOUTS, WORDS, Entry, Kind, Rows
from housing.core.access.offices import OfficeKind
from housing.web.language import said

MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form; `choices` are (sent value, words), empty for typed text."""

    path: str
    label: Any
    text: str
    choices: tuple[tuple[str, Any], ...]
    wrong: str
    help: Any
    is_fixed: bool
    is_long: bool
    may_be_empty: bool

    @property
    def id(self) -> str:
        """The field's id on the page."""
        return self.path.replace(".", "-")

    @property
    def words(self) -> Any:
        """The text in the reader's language, where it is one of the choices."""
        return dict(self.choices).get(self.text, self.text)


@dataclass(frozen=True, slots=True)
class List:
    """A list of the form with its rows of fields, and what is wrong with it as a whole."""

    name: str
    label: Any
    rows: tuple[tuple[Field, ...], ...]
    wrong: str
    may_grow: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form."""

    lists: tuple[List, ...]
    fields: tuple[Field, ...]
    is_wrong: bool


def form_of(
    department: OfficeKind,
    names: Sequence[str],
    texts: Mapping[str, str],
    faults: Mapping[str, str],
    grown: str = "",
) -> Form:
    """Return the form of `department` holding `texts`; `grown`: the list that gets a row more."""
    layout = LAYOUTS[department]
    shown = [_list(part, names, texts, faults, part.name == grown) for part in layout.rows]
    fields = [_field(each, each.name, names, texts, faults) for each in layout.entries]
    return Form(tuple(shown), tuple(fields), bool(faults))


def _list(
    part: Rows,
    names: Sequence[str],
    texts: Mapping[str, str],
    faults: Mapping[str, str],
    grows: bool,
) -> List:
    count = len(typed.rows_typed(texts, part))
    if not part.each_person:
        count = min(MOST_ROWS, count + (1 if grows or not count else 0))
    rows = [
        tuple(
            _field(entry, typed.path_of(part, number, entry), names, texts, faults, part)
            for entry in part.entries
        )
        for number in range(count)
    ]
    wrong = said(faults.get(part.name, ""))
    return List(part.name, page_words.LABELS[part.name], tuple(rows), wrong, not part.each_person)


def _field(
    entry: Entry,
    path: str,
    names: Sequence[str],
    texts: Mapping[str, str],
    faults: Mapping[str, str],
    part: Rows | None = None,
) -> Field:
    label = page_words.LABELS[entry.name] if entry.name else page_words.VALUES[part.name]  # type: ignore[union-attr]
    return Field(
        path=path,
        label=label,
        text=texts.get(path, ""),
        choices=_choices(entry, names),
        wrong=said(_fault_at(path, faults, deep=entry.kind is Kind.MONTHS)),
        help=page_words.HELP.get(entry.name, ""),
        is_fixed=entry.kind is Kind.PERSON and part is not None and part.each_person,
        is_long=entry.kind is Kind.MONTHS,
        may_be_empty=entry.may_be_empty,
    )


def _fault_at(path: str, faults: Mapping[str, str], *, deep: bool) -> str:
    """Return the fault of a field; of a field that holds a whole list, the first in the list."""
    if path in faults or not deep:
        return faults.get(path, "")
    return next((text for where, text in faults.items() if where.startswith(f"{path}.")), "")


def _choices(entry: Entry, names: Sequence[str]) -> tuple[tuple[str, Any], ...]:
    if entry.kind is Kind.PERSON:
        return tuple((name, name) for name in dict.fromkeys(names))
    if entry.kind is Kind.WORD:
        return tuple((WORDS[word], page_words.WORDS[word]) for word in entry.words)
    if entry.kind is Kind.YES_NO:
        return tuple(page_words.YES_NO.items())
    return ()
