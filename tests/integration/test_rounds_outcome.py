"""What a household that was left out is told: where each class closed, and what was short."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.households.words import Group
from housing.letters.models import Letter
from housing.letters.queries import text as letter_text
from housing.rounds import outcome_letters, queries, shown
from housing.rounds.outcome import Outcome
from housing.rounds.outcome_ahead import carried_over, what_would_differ
from housing.rounds.problem import solved
from housing.rounds.results import Status
from tests.conftest import PLACE
from tests.integration.small_county import (
    ACCESSIBLE,
    AFTER_PUBLICITY,
    HOSPITAL,
    LOW,
    OWN,
    TWO,
    County,
    household,
    own_unit,
    unit,
)

MIDDLE = "P01-一居室-中-普通"


def _outcomes(county: County, mechanism: str, language: str) -> dict[int, Outcome]:
    """Return the outcome of each household by its place, of a published round."""
    a_round = county.published(mechanism)
    with county.database.reads() as session:
        _, lines = queries.masked_results(session, a_round.id)
        return {
            line.position: shown.shown_outcome(
                session, county.keyring, a_round, line.roll_id, language
            )
            for line in lines
        }


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    """Four households for two one-room flats: by tier, then by points, then by day."""
    households = [
        household(keyring, 1, group=Group.LOW_INCOME, wishes=[[LOW]]),
        household(keyring, 2, wishes=[[LOW]]),
        household(keyring, 3, wishes=[[LOW]], present_area=1200),
        household(keyring, 4, wishes=[[LOW]], present_area=1250),
    ]
    return County(database, keyring).fill(households, [unit(1), unit(2)])


def test_a_certificate_says_where_each_class_closed_in_the_countys_own_words(
    county: County,
) -> None:
    """HN-21-5, HN-21-8: no code of a class, no name of a family."""
    outcomes = _outcomes(county, "priority", "zh")
    assert [each.status for each in outcomes.values()][2:] == [Status.LEFT_OUT] * 2
    (stage,) = outcomes[4].stages
    said = "".join(stage.sentences)
    assert "P01 望麓新苑一居室低层在第 3 位截止；您排第 4 位" in said
    assert "而且其中没有一户能改住别处" in said
    assert "若再有一套，会配给第 3 位的家庭" in said
    assert stage.otherwise == (
        "P01 望麓新苑一居室低层：须排在第 3 位之前才可能得到；"
        "得分相同，该位受理于 2025-03-04，您受理于 2025-03-05。",
    )
    (first,) = outcomes[3].stages
    assert "若再有一套，就会配给您" in "".join(first.sentences)
    assert first.otherwise == ()
    assert LOW not in said
    assert outcomes[4].carried_over == (
        "按本县计分表，本轮落选记 2 分，以后轮次计入；您的轮候资格和受理日期不变。"
    )


def test_choosing_in_turn_the_last_who_chose_is_named_by_place_and_points(county: County) -> None:
    """HN-21-5."""
    outcomes = _outcomes(county, "in_turn", "en")
    (stage,) = outcomes[3].stages
    assert stage.otherwise == (
        "For P01 望麓新苑, one-room, low floors you would have had to come before place 2: that"
        " household has 48.5 points, you 28.5, 20 fewer.",
    )
    assert outcomes[1].flat_class == "P01 望麓新苑, one-room, low floors"
    assert outcomes[1].carried_over == ""
    assert "2 points from now on" in outcomes[3].carried_over


def _short_of(own: list[object], other: list[object], language: str) -> str:
    of = {
        "format": 1,
        "mechanism": "in_turn",
        "households": [
            {"id": "a", "priority": other, "acceptable": [[TWO]]},
            {"id": "b", "priority": own, "acceptable": [[TWO]]},
        ],
        "classes": [{"id": TWO, "capacity": 1}],
    }
    _, _, plan = solved(of)
    (said,) = what_would_differ(of, plan, "b", str, language)
    return said


def test_what_was_short_is_the_tier_the_points_the_day_or_the_draw() -> None:
    own = [2, -100, "2025-03-02", "b"]
    assert "更优先的层级" in _short_of(own, [1, -50, "2025-03-02", "a"], "zh")
    assert "差 0.5 分" in _short_of(own, [2, -150, "2025-03-02", "a"], "zh")
    assert "受理于 2025-03-01" in _short_of(own, [2, -100, "2025-03-01", "a"], "zh")
    assert "公开摇号" in _short_of(own, [2, -100, "2025-03-02", "a"], "zh")
    assert "earlier tier" in _short_of(own, [1, -50, "2025-03-02", "a"], "en")
    assert "accepted on 2025-03-01" in _short_of(own, [2, -100, "2025-03-01", "a"], "en")
    assert "draw decided" in _short_of(own, [2, -100, "2025-03-02", "a"], "en")


def test_where_the_table_counts_no_rounds_nothing_is_carried_over() -> None:
    table = {"parameter": "scoring_table", "value": {"carried_over": {"each_round": 0}}}
    assert carried_over({"values": [table]}, "zh") == ""


def test_before_the_results_are_public_nothing_of_them_is_told(county: County) -> None:
    """HN-21-8."""
    a_round = county.allocated()
    with county.database.reads() as session:
        _, lines = queries.masked_results(session, a_round.id)
        told = [
            shown.shown_outcome(session, county.keyring, a_round, line.roll_id, "zh")
            for line in lines
        ]
    assert all(each == replace(each, stages=(), flat=None, carried_over="") for each in told)
    clock = standing_clock(AFTER_PUBLICITY)
    assert outcome_letters.tell_all(county.database, county.keyring, clock) == []


def test_every_household_of_a_published_round_is_told_in_writing_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-21-8: what it got, why, and what it takes along; nobody twice, in acts of a few each."""
    monkeypatch.setattr(outcome_letters, "AT_ONCE", 3)
    clock = standing_clock(AFTER_PUBLICITY)
    county.published()
    told = outcome_letters.tell_all(county.database, county.keyring, clock)
    assert [each.letters for each in told] == [4]
    again = outcome_letters.tell_all(county.database, county.keyring, clock)
    assert [each.letters for each in again] == [0]
    with county.database.reads() as session:
        written = [letter_text(each, county.keyring) for each in session.scalars(select(Letter))]
        assert verify(session, PLACE).faults == ()
        acts = session.scalars(
            select(RegisterRow.after).where(RegisterRow.tag == Tag.ROUND_OUTCOMES_SENT)
        ).all()
    assert acts == [{"letters": 3}, {"letters": 1}]
    assert sum("您的家庭分到P01 望麓新苑一居室低层" in each for each in written) == 2
    assert sum("以后轮次计入" in each for each in written) == 2
    assert all("HN-" not in each and "第二十一条" in each for each in written)


def test_a_flat_that_suits_but_was_not_wished_for_is_not_called_a_wish(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-21-8: under `priority` suitable classes stand behind the wishes, and are called so."""
    households = [
        household(keyring, 1, group=Group.LOW_INCOME, wishes=[[LOW]]),
        household(keyring, 2, wishes=[[LOW]]),
        household(keyring, 3, wishes=[[LOW]], present_area=1200),
    ]
    county = County(sqlite_database, keyring).fill(households, [unit(1), unit(2, MIDDLE)])
    first, second, left = _outcomes(county, "priority", "zh").values()
    assert "是您 1 个志愿中的第 1 志愿" in first.reasons[0]
    assert second.reasons[0].endswith("：它适合您的家庭，但不在您的志愿中。")
    said = "".join(left.reasons)
    assert "您能配租的各类别（您的志愿，和适合您家庭的其他类别）" in said
    assert said.count("望麓新苑一居室低层、") + said.count("、P01 望麓新苑一居室低层") == 1
    assert "在第 3 位截止的各类，任何一类若再有一套，就会配给您。" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wish_that_an_earlier_stage_gave_out_is_told_with_the_stage(
    sqlite_database: Database, keyring: Keyring, language: str
) -> None:
    """HN-19-1, HN-21-8: no proof table of the common stage holds such a wish."""
    households = [
        household(keyring, 1, employer=HOSPITAL, wishes=[[LOW], [OWN]]),
        household(keyring, 2, wishes=[[OWN], [ACCESSIBLE], [LOW]]),
        household(keyring, 3, needs_accessible=True, wishes=[[ACCESSIBLE], [LOW]]),
        household(keyring, 4, wishes=[[LOW]]),
    ]
    units = [unit(1), own_unit(2), unit(3, ACCESSIBLE)]
    county = County(sqlite_database, keyring).fill(households, units)
    outcomes = _outcomes(county, "in_turn", language)
    told = {each.application_number[-1]: each.notes for each in outcomes.values()}
    if language == "en":
        (own, accessible) = told["2"]
        assert own.endswith(
            "Stock of 县第一人民医院) to those it is for; nothing was left for the common stage."
        )
        assert ": given out in stage 2 (Accessible flats)" in accessible
        assert told["1"][0].endswith(
            ": you had a flat from stage 1 and took no part in those after it."
        )
        return
    assert [said.partition("：")[2] for said in told["2"]] == [
        "在第 1 阶段（自有房源：县第一人民医院）先分给该阶段的家庭；没有剩余到统一房源。",
        "在第 2 阶段（无障碍房源）先分给该阶段的家庭；没有剩余到统一房源。",
    ]
    assert told["1"] == ("P01 望麓新苑一居室低层：您在第 1 阶段已分到房，不再参加以后的阶段。",)
    assert told["3"] == ("P01 望麓新苑一居室低层：您在第 2 阶段已分到房，不再参加以后的阶段。",)
    assert told["4"] == ()
