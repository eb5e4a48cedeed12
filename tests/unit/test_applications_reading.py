"""What is handed in for a step is read, or refused at its field; never anything else."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.applications.entry import unbroken_months
from housing.applications.moving import TAGS
from housing.applications.reading import read_step, tidy_address
from housing.applications.refusals import EditConflict, FieldRefusal
from housing.applications.rights import BY_JOBS, RIGHTS
from housing.applications.schemas import STEPS
from housing.applications.states import APPLICATION, ENDED, ApplicationAct, ApplicationState
from housing.applications.words import ACT_NAMES, STATE_NAMES
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import BadInput
from tests.factories.applications import member, number, people

DAY = date(2026, 9, 1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
WRONG_DIGIT = "1" if number().endswith("0") else "0"
LATER = {"on": "2027-01-01", "kind": "sale", "cause": "none", "area": 1}
NAMES = sorted({name for step in STEPS.values() for name in step().fields})


def _refused(step: str, **values: Any) -> dict[str, str]:
    with pytest.raises(FieldRefusal) as refused:
        read_step(step, values, DAY)
    assert all(" / " in words for words in refused.value.fields.values()), refused.value.fields
    return refused.value.fields


def _read(step: str, values: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, str]]:
    try:
        return read_step(step, values, DAY), {}
    except FieldRefusal as refused:
        return None, refused.fields


@given(step=st.sampled_from(sorted(STEPS)), values=st.dictionaries(st.sampled_from(NAMES), JSON))
def test_anything_is_read_or_refused_at_its_field(step: str, values: dict[str, Any]) -> None:
    read, refused = _read(step, values)
    assert bool(refused) == (read is None)
    assert all(isinstance(words, str) for words in refused.values())
    assert set(read or {}) <= {*values, "guardian_birth_on", "guardian_document_kind"}


@given(changes=st.dictionaries(st.sampled_from(sorted(member())), JSON, max_size=3))
def test_any_member_is_read_or_refused_at_its_field(changes: dict[str, Any]) -> None:
    read, refused = _read("people", {"members": [{**member(), **changes}]})
    assert all(name.startswith("members") for name in refused)
    assert read is None or isinstance(read["members"][0]["birth_on"], date)


def test_numbers_and_phones_take_their_one_form() -> None:
    typed = people(
        member(identity_number=f" {number(serial=114).lower()} "), phone="+86 138 0000-1111"
    )
    read = read_step("people", typed, DAY)
    assert read["phone"] == "13800001111"
    assert read["members"][0]["identity_number"] == number(serial=114)
    assert read["members"][0]["birth_on"] == date(1990, 3, 7)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"identity_number": number()[:-1] + WRONG_DIGIT}, "identity_number", "校验"),
        ({"identity_number": "43010019900230401X"}, "identity_number", "日期"),
        ({"identity_number": "430100900307401"}, "identity_number", "15"),
        ({"birth_on": "1991-03-07"}, "birth_on", "1990-03-07"),
        ({"document_kind": "护照", "identity_number": "E1234567"}, "birth_on", "请填写"),
        ({"document_kind": "会员卡"}, "document_kind", "其中之一"),
        ({"phone": "1380000"}, "phone", "手机"),
        ({"income_fen": -1}, "income_fen", "0"),
        ({"name": ""}, "name", "个字"),
        ({"relation": "friend"}, "relation", "不在可选的词里"),
    ],
)
def test_a_member_is_refused_at_the_field(changes: dict[str, Any], field: str, words: str) -> None:
    fields = _refused(
        "people", members=[member(), {**member("李二", "sibling", serial=2), **changes}]
    )
    assert words in fields[f"members-1-{field}"]
    assert len(fields) == 1


@pytest.mark.parametrize(
    ("step", "values", "field"),
    [
        ("home", {"present_area": -1}, "present_area"),
        ("home", {"present_area": 1.5}, "present_area"),
        ("home", {"present_area": "20"}, "present_area"),
        ("home", {"dwellings": [{"owner": "李"}]}, "dwellings-0-address"),
        ("home", {"disposals": [LATER]}, "disposals-0-on"),
        ("income", {"assets_fen": -1}, "assets_fen"),
        ("income", {"vehicles": [-1]}, "vehicles-0"),
        ("work", {"employed_since": "2026-09-02"}, "employed_since"),
        ("work", {"insurance_months": ["2026-13"]}, "insurance_months-0"),
        ("work", {"insurance_months": ["2026-10"]}, "insurance_months-0"),
        ("work", {"insurance_months": ["2026-01", "2026-01"]}, "insurance_months-1"),
        ("people", {"members": []}, "members"),
        ("people", {"email": "not an address"}, "email"),
        (
            "people",
            {"guardian_name": "王", "guardian_identity_number": "1"},
            "guardian_identity_number",
        ),
        ("start", {"group": "low_income"}, "channel"),
        ("home", {"colour": "red"}, "colour"),
    ],
)
def test_a_value_is_refused_at_the_field(step: str, values: dict[str, Any], field: str) -> None:
    assert field in _refused(step, **values)


def test_a_step_that_is_none_is_named() -> None:
    with pytest.raises(BadInput, match="hobbies"):
        read_step("hobbies", {}, DAY)


def test_one_address_has_one_form() -> None:
    assert tidy_address("安居路 １号 3栋\t201") == tidy_address("安居路1号3栋201")


@pytest.mark.parametrize(
    ("months", "unbroken"),
    [
        ([], 0),
        (["2026-08"], 1),
        (["2025-12", "2026-01"], 2),
        (["2026-08", "2026-06", "2026-07"], 3),
        (["2025-01", "2026-07", "2026-08"], 2),
    ],
)
def test_insurance_counts_up_to_the_last_month_without_a_gap(
    months: list[str], unbroken: int
) -> None:
    assert unbroken_months(months) == unbroken


def test_every_act_has_a_right_a_tag_and_a_name() -> None:
    acts = set(ApplicationAct)
    assert acts == set(RIGHTS) == set(TAGS) == set(ACT_NAMES)
    assert set(STATE_NAMES) == set(ApplicationState)
    held = frozenset().union(*PERMISSIONS.values())
    assert all(held & set(rights) for rights in RIGHTS.values())
    assert acts >= BY_JOBS


def test_nothing_moves_once_it_has_ended_and_everything_else_moves() -> None:
    """HN-8-1: every way ends registered, or refused for a reason, or withdrawn."""
    for state in ApplicationState:
        assert bool(APPLICATION.acts_from(state)) == (state not in ENDED)
    assert {move.target for move in APPLICATION.moves if move.act is ApplicationAct.REFUSE} == {
        ApplicationState.REFUSED
    }


def test_a_conflict_names_its_field_for_programs() -> None:
    assert set(EditConflict("SQ2026000001", ()).fields) == {"version"}
