"""The value of a rule on a day: looked up for the county, its prefecture, its province, the law."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Self

from housing.core.errors import BadInput, MissingPolicyValue
from housing.core.settings import config_folder
from housing.policies import rules as law
from housing.policies.amended import laid_over
from housing.policies.files import read_folder
from housing.policies.instruments import Instrument, Procedure, divisions_of
from housing.policies.registry import Registry, load_registry
from housing.policies.value import PolicyValue


class PolicyBook:
    """All dated values. Read-only; the same book gives the same answer for ever."""

    def __init__(
        self,
        values: Iterable[PolicyValue],
        instruments: Iterable[Instrument] = (),
        procedures: Iterable[Procedure] = (),
        registry: Registry | None = None,
    ) -> None:
        """`registry` defaults to the register of parameters of this installation."""
        self.instruments = tuple(instruments)
        self.procedures = tuple(procedures)
        self.registry = load_registry() if registry is None else registry
        self._values: dict[tuple[str, str], list[PolicyValue]] = {}
        for value in values:
            self._values.setdefault((value.parameter, value.place), []).append(value)
        for held in self._values.values():
            held.sort(key=lambda value: value.in_force_from)
            _refuse_overlap(held)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the book of `folder` (default: `config/policies` of this installation).

        Every `*.toml` in it and in its subfolders is read.

        Raises:
            BadInput: a file cannot be read, an entry is not whole, or two values of one parameter
                and place are in force on the same day; names the file and the entry.
        """
        registry = load_registry()
        read = read_folder(folder or config_folder() / "policies", registry)
        return cls(read.values, read.instruments, read.procedures, registry)

    def amended(self, amendments: Iterable[PolicyValue]) -> Self:
        """Return this book with amendments, in order of approval, laid over its values."""
        values = laid_over(self.all_values(), amendments)
        return type(self)(values, self.instruments, self.procedures, self.registry)

    def value(self, parameter: str, place: str, day: date, instrument: str = "") -> PolicyValue:
        """Return the value in force for `place` (division code) on `day`.

        A running case asks with the day on which it was opened. `instrument` tells instruments of
        one place apart whose texts use a name differently (`valid_to` of HZS and HZR).

        Raises:
            MissingPolicyValue: nobody has set it; names parameter, place, day and rules.
        """
        found = self.find(parameter, place, day, instrument)
        if found is None:
            rules = "、".join(self.needed_by(parameter, place)) or "—"
            known = self.registry.find(parameter)
            called = f"“{known.title}”（{parameter}）" if known else parameter
            raise MissingPolicyValue(
                f"{place} 在 {day.isoformat()} 没有参数{called}的值（条目 {rules}），"
                "请在工作台“参数”页提出并核准，或者在 config/policies 填写，并注明依据"
                f" / no value of {parameter} for {place} on {day.isoformat()}, needed by {rules};"
                " propose one on the page of values, or enter it in config/policies"
            )
        return found

    def find(
        self, parameter: str, place: str, day: date, instrument: str = ""
    ) -> PolicyValue | None:
        """Return the value in force, or None: county, prefecture, province, then instrument."""
        for level in divisions_of(place):
            for value in self._values.get((parameter, level), ()):
                if value.is_in_force(day):
                    return value
        for own in self.governing(place):
            for value in self._values.get((parameter, own.id), ()):
                if instrument in ("", own.id) and self._holds(value, own, place, day):
                    return value
        return None

    def coming(self, parameter: str, place: str, day: date) -> PolicyValue | None:
        """Return the next value that is known for after `day`, or None."""
        for level in divisions_of(place):
            for value in self._values.get((parameter, level), ()):
                if value.in_force_from > day:
                    return value
        return None

    def all_values(self) -> list[PolicyValue]:
        """Return every value, ordered by parameter, place and first day."""
        return [value for key in sorted(self._values) for value in self._values[key]]

    def governing(self, place: str) -> Iterator[Instrument]:
        """Yield the instruments of a place, in force or not."""
        divisions = divisions_of(place)
        yield from (own for own in self.instruments if own.governs(divisions))

    def procedure(self, place: str) -> Procedure | None:
        """Return the procedure that a place borrows from another instrument, if it does."""
        divisions = divisions_of(place)
        return next((one for one in self.procedures if one.governs(divisions)), None)

    def check_case(self, instrument: str, place: str, opened_on: date) -> None:
        """Refuse a case of `place` under an instrument that was not in force when it was opened.

        Basis: HZS 25 (HZS-25-2), HZR 35 (HZR-35-2), OD (OD-V-1).

        Raises:
            BrokenRule: no such instrument governs the place, or it had lapsed and no renewed
                basis with a document number was on file.
        """
        for own in self.governing(place):
            if own.id == instrument:
                law.check_case(own, place, opened_on, self._renewal(own, place, opened_on))
                return
        raise law.not_governed(instrument, place)

    def cited(self, rules: Iterable[str], place: str, day: date) -> tuple[str, ...]:
        """Return what a decision of `place` on `day` cites for these rules of the procedure.

        Raises:
            MissingPolicyValue: the place needs a legal basis of its own and none is on file.
        """
        procedure = self.procedure(place)
        basis = self.find(procedure.basis, place, day) if procedure else None
        own = (each.id for each in self.governing(place))
        return law.citations(rules, own, procedure, basis, place, day)

    def needed_by(self, parameter: str, place: str) -> tuple[str, ...]:
        """Return the rules of the place that need a parameter.

        Where the place borrows its procedure, the parameter that holds its legal basis stands for
        the borrowed rules.
        """
        own = [each.id for each in self.governing(place)]
        rules = self.registry.rules_of(parameter)
        kept = tuple(rule for rule in rules if rule.split("-")[0] in own)
        procedure = self.procedure(place)
        return kept or ((procedure.basis,) if procedure else rules)

    def _holds(self, value: PolicyValue, own: Instrument, place: str, day: date) -> bool:
        if value.is_in_force(day):
            return True
        if not law.has_lapsed(own, day) or value.in_force_to != own.last_day:
            return False
        return law.renews(self._renewal(own, place, day))

    def _renewal(self, own: Instrument, place: str, day: date) -> PolicyValue | None:
        return self.find(own.renewal, place, day) if own.renewal else None


def _refuse_overlap(values: list[PolicyValue]) -> None:
    for earlier, later in pairwise(values):
        if earlier.is_in_force(later.in_force_from):
            raise BadInput(
                f"{later.parameter}（{later.place}）: {later.in_force_from.isoformat()} 起的值与"
                f" {earlier.in_force_from.isoformat()} 起的值重叠，请给前者写 to"
                " / two values are in force on the same day; give the earlier one a last day (to)"
            )
