"""What a place has yet to set, and how the values of two days or two places differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from housing.core.errors import NotFound
from housing.policies import rules as law
from housing.policies.book import PolicyBook
from housing.policies.registry import Parameter
from housing.policies.value import PolicyValue


@dataclass(frozen=True, slots=True)
class Needed:
    """A parameter that a place cannot do without, the rules that need it, its value if set."""

    parameter: Parameter
    rules: tuple[str, ...]
    value: PolicyValue | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A parameter whose value is not the same; None where there is none."""

    parameter: str
    before: PolicyValue | None
    after: PolicyValue | None


def needed(book: PolicyBook, place: str, day: date) -> list[Needed]:
    """Return every parameter that `place` needs on `day`, in the order of the register.

    Those of its instruments that are in force or renewed and of the procedure it borrows, with the
    legal basis that this asks for. Of a lapsed instrument nothing is needed but its renewal, which
    counts as set only with a document number.

    Raises:
        NotFound: no instrument and no procedure is known for the place.
    """
    if book.procedure(place) is None and not any(book.governing(place)):
        raise NotFound(
            f"没有适用于 {place} 的文件，请在 config/policies/instruments.toml 填写"
            f" / no instrument governs {place}; enter one in config/policies/instruments.toml"
        )
    wanted = dict(_wanted(book, place, day))
    return [
        Needed(parameter, book.needed_by(parameter.name, place), wanted[parameter.name])
        for parameter in book.registry.all_parameters()
        if parameter.name in wanted
    ]


def missing(book: PolicyBook, place: str, day: date) -> list[Needed]:
    """Return what `place` needs on `day` and nobody has set, in the order of the register.

    Raises:
        NotFound: no instrument and no procedure is known for the place.
    """
    return [one for one in needed(book, place, day) if one.value is None]


def differences(
    book: PolicyBook, place: str, day: date, other_place: str, other_day: date
) -> list[Difference]:
    """Return the parameters whose values differ between two places, two days or both.

    Ordered by name. Two values are the same when value and unit are: who set them, since when and
    on what ground does not count.
    """
    names = sorted({value.parameter for value in book.all_values()})
    found = (
        Difference(name, book.find(name, place, day), book.find(name, other_place, other_day))
        for name in names
    )
    return [one for one in found if _content(one.before) != _content(one.after)]


def _wanted(book: PolicyBook, place: str, day: date) -> Iterator[tuple[str, PolicyValue | None]]:
    procedure = book.procedure(place)
    if procedure is not None:
        yield procedure.basis, _on_file(book, procedure.basis, place, day)
        for name in _serving(book, procedure.of):
            if name not in procedure.without:
                yield name, book.find(name, place, day)
    for own in book.governing(place):
        renewal = _on_file(book, own.renewal, place, day) if own.renewal else None
        if law.may_open(own, day, renewal):
            for name in _serving(book, own.id):
                yield name, book.find(name, place, day, own.id)
        elif law.has_lapsed(own, day):
            yield own.renewal, None


def _serving(book: PolicyBook, instrument: str) -> Iterator[str]:
    left_out = {own.renewal for own in book.instruments}
    for parameter in book.registry.all_parameters():
        asked = not parameter.optional and parameter.name not in left_out
        if asked and parameter.serves(instrument):
            yield parameter.name


def _on_file(book: PolicyBook, name: str, place: str, day: date) -> PolicyValue | None:
    held = book.find(name, place, day)
    return held if law.renews(held) else None


def _content(value: PolicyValue | None) -> object:
    return None if value is None else (value.value, value.unit)
