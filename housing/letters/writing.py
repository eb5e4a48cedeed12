"""Writing the text of a letter: plain facts in a template, refused when one is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from housing.catalogue.articles import articles
from housing.core.clock import chinese_day
from housing.core.errors import BadInput
from housing.letters.kinds import FORMS, LetterKind

FOLDER = Path(__file__).parent / "templates" / "letters" / "zh"
EVERY = ("issuer", "contact")
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Writing:
    """What every letter knows of itself; `case` is the number of the case or empty."""

    kind: LetterKind
    number: str
    case: str
    name: str
    day: date

    def values(self) -> dict[str, object]:
        """Return these as the values that every template may use."""
        return {
            "title": FORMS[self.kind].title,
            "number": self.number,
            "case": self.case,
            "name": in_line(self.name),
            "day": self.day,
        }


def written(writing: Writing, facts: Mapping[str, object], cites: Sequence[str]) -> str:
    """Return the text of a letter.

    Sections are parted by one empty line; the first holds issuer, title and number, the last
    issuer and day.

    Raises:
        BadInput: a fact is missing, empty or not one of this kind of letter.
    """
    check_facts(writing.kind, facts)
    template = letter_words().get_template(f"{writing.kind.value}.txt")
    said = {name: in_line(value) for name, value in facts.items()}
    text = template.render(**writing.values(), **said, articles=articles(cites))
    return _BLANKS.sub("\n\n", text).strip() + "\n"


def message_of(writing: Writing, facts: Mapping[str, object]) -> str:
    """Return the short message that announces the letter (or is the letter itself)."""
    form = FORMS[writing.kind]
    said = {name: in_line(value) for name, value in facts.items()}
    more = letter_words().from_string(form.message).render(**writing.values(), **said)
    values = {"more": more, "whole_message": form.whole_message}
    template = letter_words().get_template("message.txt")
    return template.render(**writing.values(), **said, **values).strip()


def check_facts(kind: LetterKind, facts: Mapping[str, object]) -> None:
    """Refuse facts that are missing, empty or foreign to this kind of letter.

    A refusal without a reason cannot be written (HN-15-12).

    Raises:
        BadInput: names them.
    """
    wanted = FORMS[kind].facts
    missing = [name for name in (*wanted, "issuer") if not facts.get(name)]
    foreign = sorted(set(facts) - set(wanted) - set(EVERY))
    if missing or foreign:
        title = FORMS[kind].title
        raise BadInput(
            f"《{title}》缺少 {'、'.join(missing) or '—'}，"
            f"不认识 {'、'.join(foreign) or '—'}，不能出具"
            f" / the letter {kind} lacks {', '.join(missing) or '—'} and does not know"
            f" {', '.join(foreign) or '—'}; give exactly the facts of this kind of letter"
        )


def in_line(value: object) -> object:
    """Return texts on one line each: what people typed cannot add a paragraph to a letter."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Sequence):
        return [in_line(each) for each in value]
    return value


@cache
def letter_words() -> Environment:
    """Return the templates; a name that was not given is an error, never a gap."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  plain text; pages escape it when they show it
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = chinese_day
    environment.filters["sentence"] = sentence
    return environment


def sentence(words: object) -> str:
    """Return what somebody wrote with a full stop at its end."""
    text = str(words).strip()
    return text if text.endswith(("。", "！", "？", "；", ".")) else f"{text}。"
