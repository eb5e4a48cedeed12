"""What a rule finds: passed, failed or not checked, with the facts, the line and the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from housing.eligibility.facts import Known, NotKnown, T
from housing.policies.value import PolicyValue


class Outcome(StrEnum):
    """What came of one condition."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class Verdict(StrEnum):
    """What all conditions together come to."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Used:
    """A fact that a rule looked at, as text; `value` is empty where it is not known.

    `source` and `why` are "中文 / English".
    """

    name: str
    value: str
    source: str = ""
    on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The standard a fact was held against: in words, and where it is written."""

    text_zh: str
    text_en: str
    parameters: tuple[str, ...] = ()
    source: str = ""
    provisional: bool = False

    def __str__(self) -> str:
        """Return the standard in Chinese words."""
        return self.text_zh


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says to the person, and what would change the answer, in both languages."""

    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one condition.

    `key` names the condition within an assessment, `rule` the rule of the catalogue it rests on,
    `cites` every rule it applied.
    """

    key: str
    rule: str
    title: str
    outcome: Outcome
    facts: tuple[Used, ...]
    line: Line
    says: Said
    cites: tuple[str, ...]

    @property
    def says_zh(self) -> str:
        """The outcome in a Chinese sentence."""
        return self.says.zh

    @property
    def says_en(self) -> str:
        """The outcome in an English sentence."""
        return self.says.en

    @property
    def remedy_zh(self) -> str:
        """What would change the answer, in Chinese; empty when nothing has to."""
        return self.says.remedy_zh


@dataclass(frozen=True, slots=True)
class Condition:
    """What a condition is called, and which rules it applies; a finding rests on the first."""

    key: str
    title: str
    title_en: str
    cites: tuple[str, ...]

    def finding(self, outcome: Outcome, facts: Sequence[Used], line: Line, says: Said) -> Finding:
        """Return the finding of this condition."""
        return Finding(
            self.key, self.cites[0], self.title, outcome, tuple(facts), line, says, self.cites
        )

    def not_checked(self, line: Line, **facts: object) -> Finding:
        """Return the finding 'not checked', with why each fact that is not known is not."""
        missing = [(name, fact) for name, fact in facts.items() if isinstance(fact, NotKnown)]
        used = [Used(name, "", why=fact.why) for name, fact in missing]
        whys = list(dict.fromkeys(fact.why for _name, fact in missing))
        chinese = "；".join(why.partition(" / ")[0] for why in whys)
        english = "; ".join(why.partition(" / ")[2] or why for why in whys)
        says = Said(f"未核查：{chinese}", f"Not checked: {english}")
        return self.finding(Outcome.NOT_CHECKED, used, line, says)


def used(name: str, fact: Known[T], value: str) -> Used:
    """Return a known fact as a rule used it."""
    return Used(name, value, fact.source, fact.on)


def line_of(text_zh: str, text_en: str, *values: PolicyValue) -> Line:
    """Return a line with the parameters it comes from and their sources."""
    return Line(
        text_zh,
        text_en,
        tuple(value.parameter for value in values),
        "；".join(dict.fromkeys(value.source for value in values)),
        any(value.provisional for value in values),
    )
