"""What must hold of every assessment: HN-8-1, HN-10-1, HN-12-1, HN-12-2, HN-12-4, HN-12-5."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.access.offices import OfficeKind
from housing.core.canonical import canonical_bytes
from housing.core.errors import BadInput, MissingPolicyValue
from housing.eligibility.answered import facts_answered
from housing.eligibility.assess import Assessment, assess, groups_that_fit, replay
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, Disposal, Known, NotKnown, PolicyHousing
from housing.eligibility.findings import Outcome, Verdict
from housing.eligibility.lines import lines_for
from housing.eligibility.spans import (
    first_day_outside,
    full_months,
    full_years,
    month_number,
    month_text,
    years_before,
)
from housing.households.words import Group
from tests.factories.eligibility import DAY, PLACE, UNKNOWN, book, lines, ordinary

SOURCE = "申请人申报 / declared by the applicant"
DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))
FACTS = [each.name for each in fields(CaseFacts) if each.name not in ("group", "applied_on")]


def facts_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A fact of these values, known or not."""
    return st.one_of(
        st.just(UNKNOWN), st.builds(Known, values, st.just(SOURCE), st.just(date(2026, 8, 1)))
    )


AMOUNTS = st.integers(0, 10**13)
DISPOSALS = st.builds(
    Disposal,
    on=DAYS,
    kind=st.sampled_from(["sale", "gift", "court_auction"]),
    area=st.integers(0, 10**7),
    cause=st.sampled_from(["none", "illness", "accident", "other_special", "divorce"]),
    document=st.sampled_from(["", "病历"]),
)
CASES = st.builds(
    CaseFacts,
    group=st.sampled_from([*Group, "recruited_talent"]),
    applied_on=st.dates(date(2025, 1, 1), date(2040, 12, 31)),
    size=facts_of(st.integers(1, 20)),
    local_area=facts_of(st.integers(0, 10**7)),
    dwellings=st.just(UNKNOWN),
    disposals=facts_of(st.lists(DISPOSALS, max_size=4).map(tuple)),
    income_fen=facts_of(AMOUNTS),
    income_band=facts_of(st.sampled_from(["", "low", "lower_middle", "above"])),
    net_assets_fen=facts_of(AMOUNTS),
    vehicles=facts_of(st.lists(AMOUNTS, max_size=3).map(tuple)),
    insurance_months=facts_of(
        st.lists(DAYS.map(lambda day: f"{day:%Y-%m}"), max_size=40).map(tuple)
    ),
    stable_employment=facts_of(st.booleans()),
    employed_since=facts_of(st.none() | DAYS),
    policy_housing=facts_of(
        st.lists(
            st.builds(PolicyHousing, st.none() | DAYS, st.sampled_from(["other", "none"])),
            max_size=2,
        ).map(tuple)
    ),
    graduated_on=facts_of(st.none() | DAYS),
    applicant_age=facts_of(st.integers(0, 120)),
    marital=facts_of(st.sampled_from(["single", "married", "divorced", "widowed"])),
    resided_since=facts_of(st.none() | DAYS),
    banned_until=facts_of(st.none() | DAYS),
)


@given(CASES)
def test_any_facts_give_findings_that_are_the_same_again(facts: CaseFacts) -> None:
    assessment = assess(facts, lines())
    kept = assessment.to_json()
    canonical_bytes(kept)
    assert Assessment.from_json(kept) == assessment
    assert replay(kept, book()) == assessment


@given(CASES)
def test_nobody_is_refused_without_a_failed_condition_nor_admitted_with_one(
    facts: CaseFacts,
) -> None:
    """HN-8-1."""
    found = assess(facts, lines())
    outcomes = {each.outcome for each in found.findings}
    assert (found.outcome is Verdict.UNQUALIFIED) == (Outcome.FAILED in outcomes)
    assert (found.outcome is Verdict.QUALIFIED) == (outcomes == {Outcome.PASSED})
    for finding in found.failed:
        assert finding.rule
        assert finding.remedy_zh
        assert finding.says.remedy_en


@given(CASES, st.sampled_from(FACTS))
def test_what_is_not_known_never_passes(facts: CaseFacts, name: str) -> None:
    """A condition that looked at a fact does not pass once nobody knows that fact."""
    before = assess(facts, lines())
    after = assess(replace(facts, **{name: UNKNOWN}), lines())
    for finding in before.findings:
        if any(used.name == name for used in finding.facts):
            again = after.finding(finding.key)
            assert again is None or again.outcome is not Outcome.PASSED
    for finding in after.findings:
        assert (finding.outcome is Outcome.NOT_CHECKED) == any(
            used.why for used in finding.facts
        ) or finding.key == "exceptions"


def test_when_nothing_is_known_nothing_but_the_group_passes() -> None:
    for group in Group:
        facts = replace(ordinary(group=group), **dict.fromkeys(FACTS, UNKNOWN))
        found = assess(facts, lines())
        assert [each.key for each in found.passed] == ["group"]
        assert found.outcome is Verdict.UNDECIDED


def better(name: str, facts: CaseFacts, less: int) -> CaseFacts:
    """The same facts with `less` of an amount."""
    fact = getattr(facts, name)
    if isinstance(fact, NotKnown):
        return facts
    return replace(facts, **{name: replace(fact, value=max(0, fact.value - less))})


@pytest.mark.parametrize("name", ["income_fen", "net_assets_fen", "local_area"])
@given(facts=CASES, less=st.integers(0, 10**13))
def test_less_income_assets_or_area_never_spoils_anything(
    name: str, facts: CaseFacts, less: int
) -> None:
    """HN-12-1, HN-12-4."""
    before, after = assess(facts, lines()), assess(better(name, facts, less), lines())
    for finding in before.passed:
        again = after.finding(finding.key)
        assert again is not None
        assert again.outcome is Outcome.PASSED


@given(CASES, st.integers(0, 600))
def test_another_insured_month_never_spoils_anything(facts: CaseFacts, back: int) -> None:
    """HN-12-5."""
    paid = facts.insurance_months
    if isinstance(paid, NotKnown):
        return
    month = month_text(month_number(f"{facts.applied_on:%Y-%m}") - back)
    more = replace(facts, insurance_months=replace(paid, value=(*paid.value, month)))
    if (before := assess(facts, lines()).finding("insurance")) is not None:
        after = assess(more, lines()).finding("insurance")
        assert after is not None
        assert not (before.outcome is Outcome.PASSED and after.outcome is Outcome.FAILED)


@given(DAYS, st.integers(1, 5))
def test_the_first_day_outside_is_the_first(event: date, years: int) -> None:
    """HN-12-2: the day named to the household is the first on which the look-back is over."""
    day = first_day_outside(event, years)
    assert years_before(day, years) > event
    assert years_before(day - timedelta(days=1), years) <= event


def test_spans_at_their_edges() -> None:
    assert years_before(date(2024, 2, 29), 2) == date(2022, 2, 28)
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert full_months(date(2025, 9, 30), date(2026, 8, 30)) == 11
    assert month_text(month_number("2025-12") + 1) == "2026-01"


def test_the_wrong_word_on_the_form_refuses_nobody() -> None:
    """HN-8-1: the groups in which the same family meets every condition."""
    facts = ordinary(group="low_income", income_fen=600000)
    assert assess(facts, lines()).outcome is Verdict.UNQUALIFIED
    assert Group.LOWER_MIDDLE in groups_that_fit(facts, lines())
    assert Group.LOW_INCOME not in groups_that_fit(facts, lines())


def test_the_standards_of_the_application_day_are_applied() -> None:
    """HN-10-1: a later value does not reach back."""
    later = replace(lines().area, value=2000, in_force_from=date(2026, 10, 1), source="新标准")
    newer = book().amended([later])
    facts = ordinary(owned_area=5000)
    assert assess(facts, lines_for(newer, PLACE, DAY)).outcome is Verdict.UNQUALIFIED
    october = lines_for(newer, PLACE, date(2026, 10, 1))
    assert assess(facts, october).outcome is Verdict.QUALIFIED


def test_a_county_without_standards_is_told_which() -> None:
    """HN-10-1."""
    with pytest.raises(MissingPolicyValue, match="housing_area_line_per_capita"):
        lines_for(book(), "530100", DAY)


def test_a_day_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadInput, match="employed_since"):
        facts_declared({"group": "low_income", "employed_since": "去年"}, DAY)
    with pytest.raises(BadInput, match=r"disposals\.on"):
        facts_declared({"group": "low_income", "disposals": [{"kind": "sale"}]}, DAY)


PROPERTY: Mapping[str, Any] = {
    "as_of": "2026-09-05",
    "document": "不动产〔2026〕8号",
    "dwellings": [{"owner": "甲", "address": "乙路", "area": 2000, "kind": "住宅"}],
    "disposals": [
        {"owner": "甲", "on": "2025-10-01", "kind": "sale", "cause": "none", "area": 6000}
    ],
    "policy_housing": [{"person": "甲", "kind": "reform_purchase", "on": "1995-06-01"}],
}
CIVIL: Mapping[str, Any] = {
    "as_of": "2026-09-06",
    "document": "",
    "marriages": [
        {"person": "乙", "status": "married", "spouse_in_application": True},
        {"person": "甲", "status": "divorced", "spouse_in_application": False},
    ],
    "income_fen": 900000,
    "income_band": "above",
    "assets_fen": 7,
    "vehicles": [100],
    "rescue": "none",
}
POLICE: Mapping[str, Any] = {
    "as_of": "2026-09-07",
    "document": "",
    "people": [],
    "household_size": 5,
    "unknown_people": ["丙", "丁"],
}
SOCIAL: Mapping[str, Any] = {
    "as_of": "2026-09-08",
    "document": "",
    "months": ["2026-08"],
    "employer": "城建公司",
    "insured_here": True,
}
ANSWERS = {
    OfficeKind.PROPERTY_REGISTRY: PROPERTY,
    OfficeKind.CIVIL_AFFAIRS: CIVIL,
    OfficeKind.PUBLIC_SECURITY: POLICE,
    OfficeKind.SOCIAL_SECURITY: SOCIAL,
}


def test_what_departments_answer_replaces_what_was_declared() -> None:
    """HN-12-4: the reply counts; each fact keeps who said so and when."""
    found = facts_answered(ordinary(group="migrant_worker"), ANSWERS, "甲")
    area = found.local_area
    assert isinstance(area, Known)
    assert (area.value, area.on) == (2000, date(2026, 9, 5))
    assert "不动产〔2026〕8号" in area.source
    known = {name: getattr(found, name).value for name in FACTS}
    assert known["size"] == 3
    assert known["income_fen"] == 900000
    assert known["income_band"] == "above"
    assert known["vehicles"] == (100,)
    assert known["marital"] == "divorced"
    assert known["insurance_months"] == ("2026-08",)
    assert known["policy_housing"] == (PolicyHousing(date(1995, 6, 1), "reform_purchase"),)
    assert known["employed_since"] == date(2024, 1, 10)


@pytest.mark.parametrize("silent", list(ANSWERS))
def test_a_silent_department_leaves_its_facts_unknown(silent: OfficeKind) -> None:
    why = NotKnown("系统联系不上 / unreachable")
    found = facts_answered(ordinary(group="migrant_worker"), ANSWERS | {silent: why}, "甲")
    assert why in [getattr(found, name) for name in FACTS]
    without = {kind: answer for kind, answer in ANSWERS.items() if kind is not silent}
    found = facts_answered(ordinary(group="migrant_worker"), without, "甲")
    assert assess(found, lines()).not_checked


def test_social_security_is_not_needed_of_a_family() -> None:
    family = {kind: held for kind, held in ANSWERS.items() if kind.value != "social_security"}
    found = facts_answered(ordinary(), family, "甲")
    assert not isinstance(found.insurance_months, NotKnown)


def test_a_claimed_ground_stays_with_the_disposal_that_the_registry_confirms() -> None:
    """HN-12-3: the registry knows the sale; the papers of the household show why."""
    claim = {"on": "2025-10-01", "kind": "sale", "area": 1, "cause": "illness", "document": "病历"}
    found = facts_answered(ordinary(disposals=[claim]), ANSWERS, "甲").disposals
    assert isinstance(found, Known)
    assert found.value == (Disposal(date(2025, 10, 1), "sale", 6000, "illness", "病历"),)


def test_an_unknown_applicant_has_no_marital_status() -> None:
    assert isinstance(facts_answered(ordinary(), ANSWERS, "戊").marital, NotKnown)
    nobody = {**POLICE, "household_size": 2}
    answers = ANSWERS | {OfficeKind.PUBLIC_SECURITY: nobody}
    assert isinstance(facts_answered(ordinary(), answers, "甲").size, NotKnown)
