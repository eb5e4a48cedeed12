"""The officers' cases about applications.

Who applies (HN-11-1, HN-11-2, HN-11-3, HN-11-4), where (HN-13-1, HN-13-2, HN-13-3, HN-13-4), with
which papers (HN-14-1, HN-14-2, HN-14-3).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from housing.applications.completeness import CaseFile, MemberFile, missing_items, read_items
from housing.applications.family import Guardian, Person, contradictions
from housing.applications.rules import channel_refusal, may_apply_as, receiving_street
from housing.applications.words import (
    APPLIES_AS_NAMES,
    CAPACITY_NAMES,
    CHANNEL_NAMES,
    MARITAL_NAMES,
    RELATION_NAMES,
    Capacity,
    Marital,
    Relation,
)
from housing.core.errors import BadInput
from housing.households.words import GROUP_WORDS, Group
from housing.policies.book import PolicyBook

DAY = date(2026, 9, 1)
FOLDER = Path(__file__).parents[1] / "cases" / "applications"
RELATIONS = {name: word for word, name in RELATION_NAMES.items()}
CAPACITIES = {name: word for word, name in CAPACITY_NAMES.items()}
MARITALS = {name: word for word, name in MARITAL_NAMES.items()}
GROUPS = {name: word for word, name in GROUP_WORDS.items()}
CHANNELS = {name: word for word, name in CHANNEL_NAMES.items()}


def _cases(file: str) -> Iterator[Any]:
    written = yaml.safe_load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    assert "HN-" in written["依据"]
    yield from (pytest.param(case, id=case["故事"]) for case in written["案例"])


def _born(age: int) -> date:
    return date(DAY.year - age, 3, 1)


def _family(case: Mapping[str, Any]) -> list[Person]:
    written = case["家庭"]
    named = next((at for at, one in enumerate(written) if one.get("申请")), 0)
    return [
        Person(
            name=f"{one['关系']}{at}",
            relation=RELATIONS[one["关系"]],
            identity=f"person-{one.get('同', at)}",
            birth_on=_born(one.get("年龄", 40)),
            marital=MARITALS[one["婚姻"]] if "婚姻" in one else Marital.SINGLE,
            capacity=CAPACITIES[one["能力"]] if "能力" in one else Capacity.FULL,
            is_applicant=at == named,
            income_fen=one["月收入"] * 100 if "月收入" in one else None,
        )
        for at, one in enumerate(written)
    ]


def _guardian(case: Mapping[str, Any]) -> Guardian | None:
    written = case.get("监护人")
    if written is None:
        return None
    identity = f"person-{written['同']}" if "同" in written else "guardian"
    return Guardian("监护人", identity, _born(written.get("年龄", 50)))


@pytest.mark.parametrize("case", _cases("who_applies"))
def test_who_applies(case: Mapping[str, Any]) -> None:
    group = GROUPS[case["类别"]] if "类别" in case else Group.LOW_INCOME
    applies_as, against = may_apply_as(group, _family(case), _guardian(case))
    if "结果" in case:
        assert applies_as is not None
        assert (APPLIES_AS_NAMES[applies_as], against) == (case["结果"], [])
    else:
        assert applies_as is None
        assert [found.field for found in against] == [case["不成立"]]
        assert case["说"] in against[0].words
        assert all(rule.startswith("HN-11-") for rule in against[0].rules)
        assert against[0].rules


@pytest.mark.parametrize("case", _cases("contradictions"))
def test_what_cannot_be_true_at_once(case: Mapping[str, Any]) -> None:
    found = {each.field: each.words for each in contradictions(_family(case), _guardian(case), DAY)}
    if "不成立" in case:
        assert case["说"] in found[case["不成立"]]
        assert " / " in found[case["不成立"]]
    else:
        assert found == {}


@pytest.mark.parametrize("case", _cases("where"))
def test_where_one_applies(case: Mapping[str, Any]) -> None:
    channel = CHANNELS[case["走"]]
    refused = channel_refusal(GROUPS[case["类别"]], channel, bool(case.get("单位")))
    if "受理" in case:
        assert refused is None
        assert receiving_street(channel, "户籍街道", "就业街道") == case["受理"]
    else:
        assert refused is not None
        assert case["说"] in refused.words
        assert refused.rules[0].startswith("HN-13-")


@pytest.mark.parametrize("place", ["430199", "610702"])
@pytest.mark.parametrize("case", _cases("papers"))
def test_what_is_still_missing(case: Mapping[str, Any], place: str) -> None:
    items = read_items(PolicyBook.load().value("document_list", place, DAY).value)
    ids = {name: at for at, name in enumerate(case["成员"], 1)}
    held = [entry.split() for entry in case.get("有", ())]
    file = CaseFile(
        group=GROUPS[case["类别"]],
        conditions=frozenset(case.get("情形", ())),
        members=tuple(
            MemberFile(ids[name], name, RELATIONS[word].value, name in case.get("同意", ()))
            for name, word in case["成员"].items()
        ),
        documents=frozenset((key, ids[whose[0]] if whose else None) for key, *whose in held),
        has_statement=bool(case.get("承诺")),
    )
    names = {at: name for name, at in ids.items()}
    found = [
        " ".join(filter(None, (each.key, names.get(each.member_id or 0, ""))))
        for each in missing_items(items, file)
    ]
    assert found == case["缺"]


def test_an_unknown_condition_of_a_list_is_named() -> None:
    with pytest.raises(BadInput, match="mood"):
        read_items([{"key": "income", "name": "收入证明", "when": ["mood"]}])


def test_every_relation_is_tried() -> None:
    tried = {one["关系"] for case in _cases("contradictions") for one in case.values[0]["家庭"]}
    wanted = {Relation.HEAD, Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.GRANDCHILD}
    assert {RELATIONS[word] for word in tried} >= wanted
