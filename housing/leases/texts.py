"""The texts of contracts of the places, read from `config/leases`, one file a version.

Each file has `id`, `title`, `from`, `source`, `closing`, its `place` or the `model` that places
name by the value `lease_template`, and `[clauses]` with the fifteen items.
"""

import hashlib
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from housing.core.errors import MissingPolicyValue
from housing.core.settings import config_folder
from housing.leases.items import Item

#: What a text may ask for, in braces.
ASKED = frozenset(
    {
        *("address", "unit_code", "members", "area", "usable_area", "layout", "floor", "floors"),
        *("lift", "orientation", "facilities", "term", "starts_on", "ends_on", "rent"),
        *("rent_words", "standard", "deposit", "deposit_words", "fee"),
    }
)

#: Facts that may be without words; a text that asks for any other that is empty stays empty.
OPTIONAL = frozenset({"usable_area", "orientation"})


@dataclass(frozen=True, slots=True)
class ContractText:
    """One version of a place's contract; `sha256` is that of its file."""

    id: str
    title: str
    first_day: date
    place: str
    model: str
    clauses: Mapping[Item, str]
    closing: str
    source: str
    provisional: bool
    sha256: str


def read_text(name: str, content: bytes) -> ContractText:
    """Return the contract text of a file.

    Raises:
        ValueError: an item is missing or empty, or asks for what nobody fills in; names the file.
    """
    raw = tomllib.loads(content.decode())
    clauses = raw["clauses"]
    wrong = sorted(set(clauses) ^ set(Item))
    if wrong or not all(str(text).strip() for text in clauses.values()):
        raise ValueError(f"{name}: fifteen items with a text each are needed; see {wrong}")
    for item, text in clauses.items():
        asked = asked_by(text)
        if not asked <= ASKED:
            raise ValueError(f"{name}, {item}: unknown {sorted(asked - ASKED)}")
    return ContractText(
        id=raw["id"],
        title=raw["title"],
        first_day=raw["from"],
        place=raw.get("place", ""),
        model=raw.get("model", ""),
        clauses={Item(item): str(text) for item, text in clauses.items()},
        closing=raw["closing"],
        source=raw["source"],
        provisional=bool(raw["provisional"]),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def asked_by(text: str) -> set[str]:
    """Return the facts that a text asks for, in braces."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


@cache
def load_texts(folder: Path | None = None) -> tuple[ContractText, ...]:
    """Return every contract text of the installation.

    Raises:
        ValueError: see `read_text`; or two files have one id.
    """
    paths = sorted((folder or config_folder() / "leases").glob("*.toml"))
    texts = tuple(read_text(path.name, path.read_bytes()) for path in paths)
    if len({text.id for text in texts}) != len(texts):
        raise ValueError("config/leases: two files have the same id")
    return texts


def text_for(place: str, models: tuple[str, ...], day: date) -> ContractText:
    """Return the newest text of a place that holds on a day.

    `models`: those that the place must use instead of its own. Basis: HZR 24 (HZR-24-1).

    Raises:
        MissingPolicyValue: the place has none.
    """
    fitting = [
        text
        for text in load_texts()
        if text.first_day <= day and (text.model in models if models else text.place == place)
    ]
    if not fitting:
        raise MissingPolicyValue(
            f"{place} 没有租赁合同文本，请在 config/leases 中补上"
            f" / {place} has no contract text; add one to config/leases",
            rules=("HN-24-3",),
        )
    return max(fitting, key=lambda text: text.first_day)


def text_by_id(template: str) -> ContractText:
    """Return a contract text by its id.

    Raises:
        MissingPolicyValue: there is none.
    """
    for text in load_texts():
        if text.id == template:
            return text
    raise MissingPolicyValue(
        f"没有租赁合同文本“{template}” / there is no contract text {template}",
        rules=("HN-24-3",),
    )
