"""Reading `config/rules/*.toml`: 301 rules, each with its article, its words and a home."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from housing.core.errors import NotFound
from housing.core.settings import config_folder


class Home(StrEnum):
    """Where a rule lives (design: law as data)."""

    CODE = "code"
    PARAMETER = "parameter"
    RECORD = "record"
    OUTSIDE = "outside"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one instrument; `text` is verbatim, `reading` our reading of what is unclear."""

    id: str
    instrument: str
    article: str
    kind: str
    actor: str
    home: Home
    text: str
    plain: str
    reason: str
    reading: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules, in the order of the instruments."""

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

    def select(self, instrument: str = "", kind: str = "", home: str = "") -> Iterator[Rule]:
        """Yield the rules that fit; an empty word fits every rule."""
        for rule in self.rules:
            asked = ((instrument, rule.instrument), (kind, rule.kind), (home, rule.home))
            if all(not wanted or wanted == has for wanted, has in asked):
                yield rule

    def homes(self) -> dict[Home, int]:
        """Return how many rules each home holds."""
        counted = Counter(rule.home for rule in self.rules)
        return {home: counted[home] for home in Home}


@cache
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Return the catalogue of `folder`, by default that of this installation.

    Raises:
        ValueError: a rule without a known home, or an id that stands twice or in another
            instrument's file; names file and rule.
    """
    rules: list[Rule] = []
    for path in sorted((folder or config_folder() / "rules").glob("*.toml")):
        instrument = tomllib.loads(path.read_text(encoding="utf-8"))
        rules += [_rule(path.name, instrument["id"], raw) for raw in instrument["rule"]]
    twice = [rule_id for rule_id, count in Counter(rule.id for rule in rules).items() if count > 1]
    if twice:
        raise ValueError(f"config/rules: rules that stand twice: {', '.join(twice)}")
    return Catalogue(tuple(rules))


def _rule(file: str, instrument: str, raw: dict[str, str]) -> Rule:
    rule_id = raw["id"]
    if not rule_id.startswith(f"{instrument}-"):
        raise ValueError(f"config/rules/{file}: {rule_id} is no rule of {instrument}")
    if raw["home"] not in set(Home):
        raise ValueError(f"config/rules/{file}: {rule_id} has no known home: {raw['home']!r}")
    return Rule(
        id=rule_id,
        instrument=instrument,
        article=raw["article"],
        kind=raw["kind"],
        actor=raw["actor"],
        home=Home(raw["home"]),
        text=raw["text"],
        plain=raw["plain"],
        reason=raw.get("reason", ""),
        reading=raw.get("reading", ""),
    )
