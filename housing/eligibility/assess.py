"""All conditions over the facts of a case: findings, outcome, and the same again later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from housing.eligibility import written
from housing.eligibility.facts import CaseFacts
from housing.eligibility.findings import Finding, Outcome, Verdict
from housing.eligibility.lines import Lines, lines_for
from housing.eligibility.rules import RULES
from housing.households.words import Group
from housing.policies.book import PolicyBook


@dataclass(frozen=True, slots=True)
class Assessment:
    """The findings about the facts of a case, by the standards of `place` on `policy_day` (ISO)."""

    place: str
    policy_day: str
    facts: CaseFacts
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Verdict:
        """Unqualified where a condition fails, undecided where none fails and one is unchecked.

        Nothing else can refuse anybody. Basis: HN 8 (HN-8-1).
        """
        if self.failed:
            return Verdict.UNQUALIFIED
        return Verdict.UNDECIDED if self.not_checked else Verdict.QUALIFIED

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The conditions that are not met."""
        return self._with(Outcome.FAILED)

    @property
    def not_checked(self) -> tuple[Finding, ...]:
        """The conditions that nobody could look at."""
        return self._with(Outcome.NOT_CHECKED)

    @property
    def passed(self) -> tuple[Finding, ...]:
        """The conditions that are met."""
        return self._with(Outcome.PASSED)

    def finding(self, key: str) -> Finding | None:
        """Return the finding of one condition; None when it is not asked of this applicant."""
        return next((each for each in self.findings if each.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """Return the assessment as it is kept: no floats, no truth values, no names."""
        return {
            "format": 1,
            "place": self.place,
            "policy_day": self.policy_day,
            "facts": written.facts_json(self.facts),
            "findings": [written.finding_json(each) for each in self.findings],
            "outcome": self.outcome.value,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Return an assessment that was kept, as it was kept."""
        return cls(
            str(raw["place"]),
            str(raw["policy_day"]),
            written.facts_of(raw["facts"]),
            tuple(written.finding_of(each) for each in raw["findings"]),
        )

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.outcome is outcome)


def assess(facts: CaseFacts, lines: Lines) -> Assessment:
    """Return what every condition finds; the same facts and lines give the same answer for ever.

    Basis: HN 12 (HN-12-1 to HN-12-7), HN 8 (HN-8-1), HN 10 (HN-10-1).
    """
    asked = (rule.check(facts, lines) for rule in RULES if rule.asked_of(str(facts.group)))
    findings = tuple(finding for finding in asked if finding is not None)
    return Assessment(lines.place, lines.day.isoformat(), facts, findings)


def replay(raw: Mapping[str, Any], book: PolicyBook) -> Assessment:
    """Assess kept facts once more by the standards of their place and day.

    Raises:
        MissingPolicyValue: a standard is no longer on file.
    """
    kept = Assessment.from_json(raw)
    day = written.day_of(kept.policy_day)
    return assess(kept.facts, lines_for(book, kept.place, day))


def groups_that_fit(facts: CaseFacts, lines: Lines) -> tuple[Group, ...]:
    """Return the groups in which the same facts meet every condition.

    So that nobody is refused for the wrong word on the form. Basis: HN 8 (HN-8-1).
    """
    return tuple(
        group
        for group in Group
        if assess(written.as_group(facts, group), lines).outcome is Verdict.QUALIFIED
    )
