"""Corners of a round: nobody housed, progress told, stages rewritten, words before the results."""

from collections.abc import Callable
from typing import Any

import pytest

import allocation
from allocation.errors import RoadsDisagree
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotFound
from housing.core.keyring import Keyring
from housing.rounds import files, problem, queries, service
from housing.rounds.results import Status
from tests.integration.small_county import AFTER_PUBLICITY, CENTRE, HEAD, TWO, County, usual
from tests.integration.test_rounds_tampering import rewrite, rewrite_and_tell

Json = dict[str, Any]


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


def _drop_last(stages: Json) -> None:
    stages["stages"].pop()


def _repeat_last(stages: Json) -> None:
    stages["stages"].append(stages["stages"][-1])


def _rename_first(stages: Json) -> None:
    stages["stages"][0]["basis"] = ["HN-21-5"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_drop_last, "a stage is missing"),
        (_repeat_last, "stages too many"),
        (_rename_first, "basis"),
    ],
)
def test_a_list_of_stages_that_does_not_follow_is_not_checked(
    county: County, change: Callable[[Json], None], words: str
) -> None:
    a_round = county.allocated()
    rewrite_and_tell(county, a_round, "stages.json", change)
    with pytest.raises(BrokenRule, match=words):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))


def test_a_plan_changed_after_the_check_is_not_published(county: County) -> None:
    """HN-21-5: stages.json holds the hash of every problem and plan."""
    a_round = county.allocated()
    county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))
    rewrite(county, a_round, "stages/1/plan.json", lambda plan: plan["assignment"].clear())
    with pytest.raises(BrokenRule, match=r"stages/1/plan\.json.*differs from stages\.json"):
        county.act(
            HEAD,
            AFTER_PUBLICITY,
            lambda work: service.publish(work, a_round.id, package_sha256="ab" * 32),
        )


def test_roads_that_disagree_stop_the_allocation(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagreeing(_problem: object) -> object:
        raise RoadsDisagree("h1")

    a_round = county.ordered(county.drawn(county.frozen()))
    monkeypatch.setattr(allocation, "solve", disagreeing)
    with pytest.raises(BrokenRule, match="nothing may be published"):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.allocate(work, a_round.id))
    with county.database.reads() as session:
        assert queries.get(session, a_round.id).state == "order_published"


def test_an_id_with_a_line_feed_cannot_be_drawn() -> None:
    with pytest.raises(BadInput, match="cannot be drawn"):
        problem.key_of("1" * 25, "0" * 64, "a\nb")


def test_progress_is_told_stage_by_stage(county: County) -> None:
    a_round = county.ordered(county.drawn(county.frozen()))
    told: list[tuple[str, int, int]] = []
    county.act(
        CENTRE,
        AFTER_PUBLICITY,
        lambda work: service.allocate(work, a_round.id, lambda *step: told.append(step)),
    )
    assert told == [
        ("自有房源：县第一人民医院", 0, 3),
        ("无障碍房源", 1, 3),
        ("统一房源", 2, 3),
        ("", 3, 3),
    ]


def test_a_round_that_houses_nobody_is_still_a_round(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-18-2: the rescue household is due a subsidy, the flats go back."""
    households, stock = usual(keyring)
    alone = [household for household in households if household.size == 4]
    only = [unit for unit in stock if unit.code == "P01-0001"]
    county = County(sqlite_database, keyring).fill(alone, only)
    a_round = county.published()
    with sqlite_database.reads() as session:
        figures = queries.figures(session, a_round.id)
        _, lines = queries.masked_results(session, a_round.id)
    assert (figures.housed, figures.subsidy_due, figures.by_wish) == (0, 1, ())
    assert [line.status for line in lines] == [Status.SUBSIDY_DUE]


@pytest.mark.parametrize(
    ("language", "hidden", "shown"),
    [("zh", "排序尚未公示", "公示至 2026-09-08"), ("en", "not been published", "until 2026-09-08")],
)
def test_a_household_reads_what_it_waits_for(
    county: County, language: str, hidden: str, shown: str
) -> None:
    """HN-21-6."""
    a_round = county.drawn(county.frozen())
    with county.database.reads() as session:
        roll_id = next(
            line["id"]
            for line in files.read(session, a_round, "roll.json").content["households"]
            if line["wishes"][0] == [TWO] and line["size"] == 1
        )
        before = queries.outcome(session, county.keyring, a_round.id, roll_id, language)
        with pytest.raises(NotFound, match=r"no order\.json"):
            files.read(session, a_round, "order.json")
    assert (before.status, before.position) == (Status.ON_ROLL, None)
    assert hidden in before.reasons[-1]
    assert "P01 望麓新苑" in before.reasons[0]
    county.ordered(a_round)
    with county.database.reads() as session:
        after = queries.outcome(session, county.keyring, a_round.id, roll_id, language)
    assert after.status is Status.ORDERED
    assert shown in after.reasons[-1]


def test_a_wish_for_a_class_that_is_not_in_the_round_is_told(
    sqlite_database: Database, keyring: Keyring
) -> None:
    households, stock = usual(keyring)
    stock = [unit for unit in stock if unit.unit_class != TWO]
    county = County(sqlite_database, keyring).fill(households, stock)
    a_round = county.published()
    with sqlite_database.reads() as session:
        _, lines = queries.masked_results(session, a_round.id, status="subsidy_due")
        said = [
            queries.outcome(session, keyring, a_round.id, line.roll_id, language).reasons[0]
            for line in lines
            for language in ("zh", "en")
        ]
    assert said[0] == "P01 望麓新苑两居室低层：本轮没有这一类房源。"
    two_room = "P01 望麓新苑, two-room, low floors"
    assert said[1] == f"{two_room}: this round has no flats of this class."
