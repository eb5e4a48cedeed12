"""The officers' cases on both sides: HN-8-1, HN-12-1 to HN-12-5, HN-12-6, HN-12-7, KM-D3-2."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from housing.catalogue.book import load_catalogue
from housing.eligibility.assess import assess
from housing.eligibility.findings import Outcome
from housing.eligibility.rules import RULES
from tests.factories.eligibility import case_of, written_cases

CASES = list(written_cases())
RESULTS = {
    "符合": Outcome.PASSED,
    "不符合": Outcome.FAILED,
    "未核查": Outcome.NOT_CHECKED,
    "不适用": None,
}
RULE_ID = re.compile(r"\b(?:HN|KM)-[A-Z]?\d+-\d+\b")
#: What can only be left to people, and what is only asked of those who claim it.
NEVER_FAIL = {"extra", "exceptions"}
NEVER_PASS = {"extra"}


@pytest.mark.parametrize(
    ("condition", "case"), [pytest.param(c, case, id=f"{f}-{case['故事']}") for f, c, case in CASES]
)
def test_a_case_comes_out_as_the_officer_wrote_it(condition: str, case: Mapping[str, Any]) -> None:
    facts, lines = case_of(case["写明"])
    finding = assess(facts, lines).finding(condition)
    assert (finding.outcome if finding else None) == RESULTS[case["结果"]]
    assert case.get("说", "") in (finding.says_zh if finding else "")
    assert case.get("办法", "") in (finding.remedy_zh if finding else "")


def test_every_condition_has_cases_on_both_sides() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for _file, condition, case in CASES:
        found[condition].add(case["结果"])
    assert set(found) == {rule.condition.key for rule in RULES}
    for rule in RULES:
        key = rule.condition.key
        wanted = {"符合"} - ({"符合"} if key in NEVER_PASS else set())
        wanted |= {"不符合"} - ({"不符合"} if key in NEVER_FAIL else set())
        assert wanted <= found[key], key


def test_every_case_names_an_article_and_a_known_rule() -> None:
    known = {rule.id for rule in load_catalogue().rules}
    for file, _condition, case in CASES:
        named = set(RULE_ID.findall(case["依据"]))
        assert named, f"{file}: {case['故事']}"
        assert named <= known, f"{file}: {case['故事']}"


def test_the_file_of_a_condition_names_the_rule_it_rests_on() -> None:
    own = {rule.condition.key: rule.condition.cites[0] for rule in RULES}
    for file, condition, _case in CASES:
        sources = {case["依据"] for f, _, case in CASES if f == file}
        assert any(own[condition] in source for source in sources), file
