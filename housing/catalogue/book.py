"""Reading `config/rules/*.toml`: 301 rules, each with its article, its words and a home."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from housing.core.errors import NotFound
from housing.core.settings import config_folder

#: The instruments in the order of their weight here; others follow by name.
ORDER = ("HN", "HZS", "HZR", "KM", "OD")


class Home(StrEnum):
    """Where a rule lives (design: law as data)."""

    CODE = "code"
    PARAMETER = "parameter"
    RECORD = "record"
    OUTSIDE = "outside"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a rule fixes or leaves open; `value` is empty where the instrument has none.

    `as_written` holds the words of the instrument; `basis` says who sets the value: instrument,
    delegated (somebody is told to), gap (nobody is, but it cannot run without).
    """

    name: str
    value: str
    unit: str
    as_written: str
    basis: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One text of the law; `first_day` and `last_day` are empty where its source has none."""

    id: str
    title: str
    jurisdiction: str
    note: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one instrument.

    `text` is verbatim; `plain` says it in one English sentence; `reading` is the reading this
    project recommends for `issue`; `local` what the county must decide before the rule can run;
    `duty` what a system must do for it. `where` is the object that enforces or keeps it (module,
    colon, name), `test` a file of tests that names it, `reason` why it cannot live here.
    """

    id: str
    instrument: str
    article: str
    kind: str
    actor: str
    home: Home
    text: str
    plain: str
    duty: str
    where: str = ""
    test: str = ""
    reason: str = ""
    issue: str = ""
    reading: str = ""
    local: str = ""
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    @property
    def place(self) -> str:
        """Where the rule is put into practice: an object, the names of its values, or nothing."""
        if self.home is Home.PARAMETER:
            return ", ".join(parameter.name for parameter in self.parameters)
        return self.where


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules, in the order of the instruments."""

    instruments: tuple[Instrument, ...]
    rules: tuple[Rule, ...]

    def find(self, rule_id: str) -> Rule:
        """Return one rule.

        Raises:
            NotFound: no instrument has it.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise NotFound(f"没有规则“{rule_id}” / no instrument has a rule '{rule_id}'")

    def instrument(self, instrument_id: str) -> Instrument:
        """Return one instrument.

        Raises:
            NotFound: there is none of that name.
        """
        for instrument in self.instruments:
            if instrument.id == instrument_id:
                return instrument
        raise NotFound(f"没有文件“{instrument_id}” / there is no instrument '{instrument_id}'")

    def select(self, instrument: str = "", kind: str = "", home: str = "") -> Iterator[Rule]:
        """Yield the rules that fit; an empty word fits every rule, and so does a further kind."""
        for rule in self.rules:
            if (
                instrument in ("", rule.instrument)
                and kind in ("", rule.kind, *rule.also)
                and home in ("", rule.home)
            ):
                yield rule

    def kinds(self) -> list[str]:
        """Return every kind that a rule has, in order of first use."""
        return list(dict.fromkeys(kind for rule in self.rules for kind in (rule.kind, *rule.also)))

    def homes(self) -> dict[Home, int]:
        """Return how many rules each home holds."""
        return homes_of(self.rules)


def homes_of(rules: Iterable[Rule]) -> dict[Home, int]:
    """Return how many of `rules` each home holds."""
    counted = Counter(rule.home for rule in rules)
    return {home: counted[home] for home in Home}


@cache
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Return the catalogue of `folder`, by default that of this installation.

    Raises:
        ValueError: a rule without a known home, an enforced one that does not say where, one
            outside without a reason, or an id that stands twice or in another instrument's
            file; names file and rule.
    """
    instruments: list[Instrument] = []
    rules: list[Rule] = []
    for path in sorted((folder or config_folder() / "rules").glob("*.toml"), key=_by_order):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        instruments.append(_instrument(raw))
        rules += [_rule(path.name, raw["id"], each) for each in raw["rule"]]
    twice = [rule_id for rule_id, count in Counter(rule.id for rule in rules).items() if count > 1]
    if twice:
        raise ValueError(f"config/rules: rules that stand twice: {', '.join(twice)}")
    return Catalogue(tuple(instruments), tuple(rules))


def _by_order(path: Path) -> tuple[int, str]:
    name = path.stem.upper()
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _instrument(raw: Mapping[str, Any]) -> Instrument:
    return Instrument(
        id=raw["id"],
        title=raw["title"],
        jurisdiction=raw["jurisdiction"],
        note=raw.get("note", ""),
        first_day=raw.get("from"),
        last_day=raw.get("to"),
    )


def _rule(file: str, instrument: str, raw: Mapping[str, Any]) -> Rule:
    rule = Rule(
        id=raw["id"],
        instrument=instrument,
        home=_home(file, raw),
        also=tuple(raw.get("also", ())),
        see=tuple(raw.get("see", ())),
        parameters=tuple(_parameter(each) for each in raw.get("parameters", ())),
        **{name: raw[name] for name in ("article", "kind", "actor", "text", "plain", "duty")},
        **{name: raw.get(name, "") for name in ("where", "test", "reason", "issue", "reading")},
        local=raw.get("local", ""),
    )
    if not rule.id.startswith(f"{instrument}-"):
        raise ValueError(f"config/rules/{file}: {rule.id} is no rule of {instrument}")
    if rule.home is Home.CODE and not (rule.where and rule.test):
        raise ValueError(f"config/rules/{file}: {rule.id} names no `where` or no `test`")
    if rule.home is Home.RECORD and not rule.where:
        raise ValueError(f"config/rules/{file}: {rule.id} names no `where` that keeps it")
    if rule.home is Home.OUTSIDE and not rule.reason:
        raise ValueError(f"config/rules/{file}: {rule.id} is outside without a `reason`")
    return rule


def _home(file: str, raw: Mapping[str, Any]) -> Home:
    if raw.get("home") not in set(Home):
        raise ValueError(f"config/rules/{file}: {raw['id']} has no known home: {raw.get('home')!r}")
    return Home(raw["home"])


def _parameter(raw: Mapping[str, Any]) -> Parameter:
    value = raw.get("value", "")
    return Parameter(
        name=raw["name"],
        value=", ".join(map(str, value)) if isinstance(value, list) else str(value),
        unit=raw["unit"],
        as_written=raw.get("as_written", ""),
        basis=raw["basis"],
    )
