"""Strict reading of JSON: what is doubtful is refused with its place, never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

#: Larger whole numbers are not exact in a browser, which must be able to recompute everything.
LARGEST = 2**53 - 1


class Reader:
    """Reads parts of a JSON value and raises the file's own kind of error."""

    def __init__(self, error: type[ValueError], file: str) -> None:
        self._error = error
        self._file = file

    def refuse(self, place: str, fault: str) -> NoReturn:
        """Raise the file's error, naming the place of the fault."""
        raise self._error(f"{place or self._file}: {fault}")

    def decode(self, raw: bytes) -> object:
        """The value that the bytes hold.

        Raises:
            the file's error: bytes that are not UTF-8, a truncated file, a key given twice, a
                fraction or a number outside JSON.
        """
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as fault:
            self.refuse("", f"byte {fault.start} is not UTF-8; save the file as UTF-8")
        try:
            value: object = json.loads(
                text,
                object_pairs_hook=self._each_key_once,
                parse_float=self._no_fraction,
                parse_constant=self._no_fraction,
            )
        except self._error:
            raise
        except ValueError as fault:
            self.refuse("", f"not JSON, or cut off: {fault}")
        except RecursionError:
            self.refuse("", "nested too deeply")
        return value

    def record(
        self, value: object, place: str, needed: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, object]:
        """An object that has all needed fields, and none but these and the optional ones."""
        if not isinstance(value, dict):
            self.refuse(place, f"{_shown(value)} must be an object")
        needed = tuple(needed)
        for field in needed:
            if field not in value:
                self.refuse(place, f"the field '{field}' is missing")
        known = {*needed, *optional}
        for field in value:
            if field not in known:
                self.refuse(
                    place, f"unknown field {_shown(field)}; known: {', '.join(sorted(known))}"
                )
        return value

    def mapping(self, value: object, place: str) -> dict[str, object]:
        """An object whose keys are names of the problem's own."""
        if not isinstance(value, dict):
            self.refuse(place, f"{_shown(value)} must be an object")
        for key in value:
            self.text(key, place)
        return value

    def items(self, value: object, place: str) -> list[object]:
        """A list of anything."""
        if not isinstance(value, list | tuple):
            self.refuse(place, f"{_shown(value)} must be a list")
        return list(value)

    def text(self, value: object, place: str) -> str:
        """A non-empty text that UTF-8 can hold."""
        if type(value) is not str or not value:
            self.refuse(place, f"{_shown(value)} must be a non-empty text")
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            self.refuse(place, f"{_shown(value)} holds half a character")
        return value

    def whole(self, value: object, place: str, least: int = -LARGEST) -> int:
        """A whole number, at least `least` and exact in a browser too."""
        if type(value) is not int:
            self.refuse(place, f"{_shown(value)} must be a whole number")
        if not least <= value <= LARGEST:
            self.refuse(place, f"{value} must lie between {least} and {LARGEST}")
        return value

    def format_one(self, fields: Mapping[str, object]) -> None:
        """The number of the format, which is 1."""
        if type(fields["format"]) is not int or fields["format"] != 1:
            self.refuse("format", f"{_shown(fields['format'])} is not known; this reads format 1")

    def once(self, names: Iterable[str], place: Callable[[int], str], what: str) -> None:
        """Every name at most once."""
        seen: set[str] = set()
        for number, name in enumerate(names):
            if name in seen:
                self.refuse(place(number), f"{what} '{name}' is there twice")
            seen.add(name)

    def _each_key_once(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            self.once((key for key, _ in pairs), lambda _: "", "the key")
        return found

    def _no_fraction(self, text: str) -> NoReturn:
        self.refuse("", f"the number {text} is not whole; only whole numbers are exact everywhere")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
