"""Stages and order, on values alone: who takes part, with which list, and what is left."""

from typing import Any

from housing.rounds.stages import Staging, order_of

Json = dict[str, Any]
PARK, HOSPITAL = "owner:园区", "owner:医院"


def draw(subject: str, *purpose: str) -> str:
    """A draw that everybody can follow: by name, flats from the last to the first."""
    return "~".join((*purpose, *((chr(0xFFFF - ord(c)) for c in subject) if purpose else subject)))


def line(name: str, **changes: Any) -> Json:
    plain: Json = {
        "id": name,
        "tier": 2,
        "score": 1000,
        "accepted_on": "2025-01-01",
        "size": 1,
        "needs_accessible": 0,
        "pools": [],
        "wishes": [],
    }
    return plain | changes


def unit_class(name: str, capacity: int = 1, **changes: Any) -> Json:
    plain: Json = {"id": name, "layout": "一居室", "accessible": 0, "pool": None}
    return plain | {"area_min": 3000, "area_max": 3000, "capacity": capacity} | changes


def begin(lines: list[Json], classes: list[Json], **rules: Any) -> Staging:
    fixed: Json = {
        "mechanism": "priority",
        "strike_classes": 0,
        "ordinary_for_accessible_need": "if_wished",
        "suitability": [
            {"size_min": 1, "size_max": 2, "layouts": ["一居室"], "area_min": 0, "area_max": 4500}
        ],
        "values": [
            {"parameter": "priority_rules", "value": {"rescue": 0}},
            {
                "parameter": "own_stock",
                "value": [
                    {"owner": "园区", "kind": "park"},
                    {"owner": "医院", "kind": "employer"},
                ],
            },
        ],
    }
    units = [
        {"id": f"{row['id']}#{n}", "class": row["id"]}
        for row in classes
        for n in range(row["capacity"])
    ]
    roll = {"households": lines}
    order = {"households": order_of(roll, draw)}
    return Staging.begin(roll, {"classes": classes, "units": units}, fixed | rules, order, draw)


def lists(problem: Json) -> dict[str, list[list[str]]]:
    return {row["id"]: row["acceptable"] for row in problem["households"]}


def test_the_order_is_tier_score_accepted_day_and_draw() -> None:
    """HN-17-1, HN-18-1."""
    roll = {
        "households": [
            line("a", tier=2, score=9000),
            line("b", tier=1, score=10),
            line("c", tier=1, score=20, accepted_on="2025-02-01"),
            line("d", tier=1, score=20, accepted_on="2025-01-31"),
            line("f", tier=0, score=0),
            line("e", tier=0, score=0),
        ]
    }
    rows = order_of(roll, draw)
    assert [row["id"] for row in rows] == ["e", "f", "d", "c", "b", "a"]
    assert rows[2]["priority"] == [1, -20, "2025-01-31", "d"]


def test_stages_come_in_turn_with_their_articles() -> None:
    """HN-19-1, HN-19-2, HN-23-1, HN-17-1, HN-19-4."""
    classes = [unit_class("p", pool=PARK), unit_class("h", pool=HOSPITAL), unit_class("c")]
    stages = list(begin([line("a")], classes).stages())
    assert [(stage.key, stage.basis) for stage in stages] == [
        (f"pool:{HOSPITAL}", ("HN-19-1", "HN-23-1")),
        (f"pool:{PARK}", ("HN-19-2", "HN-23-1")),
        ("accessible", ("HN-17-1", "HN-18-1", "HN-19-3")),
        ("common", ("HN-19-4", "HN-21-5")),
    ]
    assert all(set(stage.title) == {"zh", "en"} for stage in stages)


def test_own_stock_goes_to_own_people_who_wish_for_it() -> None:
    """HN-19-1: one takes part in the owner's round by wishing for it; nothing is appended."""
    staging = begin(
        [
            line("mine", pools=[HOSPITAL], wishes=[["c"], ["h1"]]),
            line("mine-too", pools=[HOSPITAL], wishes=[["c"]]),
            line("other", wishes=[["h1"]]),
        ],
        [unit_class("h1", pool=HOSPITAL), unit_class("h2", pool=HOSPITAL), unit_class("c")],
    )
    problem = staging.problem(f"pool:{HOSPITAL}")
    assert lists(problem) == {"mine": [["h1"]]}
    assert [row["id"] for row in problem["classes"]] == ["h1", "h2"]


def test_surplus_of_own_stock_joins_the_common_stage() -> None:
    """HN-19-3, HN-19-4."""
    staging = begin(
        [line("mine", pools=[HOSPITAL], wishes=[["h"]]), line("other", wishes=[["h"]])],
        [unit_class("h", 2, pool=HOSPITAL)],
    )
    staging.take(1, {"mine": "h"})
    problem = staging.problem("common")
    assert lists(problem) == {"other": [["h"]]}
    assert problem["classes"] == [{"id": "h", "capacity": 1}]


def test_accessible_flats_go_first_to_those_who_need_them() -> None:
    """HN-17-1, HN-18-1: every other accessible class is appended, ordinary ones never."""
    classes = [unit_class("a1", accessible=1), unit_class("a2", accessible=1), unit_class("o")]
    staging = begin(
        [
            line("able", wishes=[["a1"]]),
            line("needs", needs_accessible=1, size=5, wishes=[["o"], ["a2"]]),
        ],
        classes,
    )
    assert lists(staging.problem("accessible")) == {"needs": [["a2"], ["a1"]]}
    common = lists(staging.problem("common"))
    assert common["needs"] == [["a2"], ["a1"]]
    assert common["able"][0] == ["a1"]


def test_ordinary_flats_for_those_who_need_accessible_ones_only_when_wished() -> None:
    classes = [unit_class("a", accessible=1), unit_class("o1"), unit_class("o2")]
    roll = [line("needs", needs_accessible=1, wishes=[["o1"]])]
    assert lists(begin(roll, classes).problem("common"))["needs"] == [["o1"], ["a"]]
    strict = begin(roll, classes, ordinary_for_accessible_need="never")
    assert lists(strict.problem("common"))["needs"] == [["a"]]


def test_what_suits_but_was_not_wished_is_one_last_rank_of_equals() -> None:
    """HN-21-7: suitability decides what is acceptable, wishes only rank it."""
    classes = [unit_class(name) for name in ("k1", "k2", "k3")]
    big = unit_class("big", layout="两居室")
    staging = begin([line("a", wishes=[["k2"], ["big"]])], [*classes, big])
    (first, last) = lists(staging.problem("common"))["a"]
    assert first == ["k2"]
    assert last == ["k1", "k3"]


def test_nothing_is_appended_in_turn_or_where_classes_may_be_struck() -> None:
    classes, roll = [unit_class("k1"), unit_class("k2")], [line("a", wishes=[["k2"]])]
    for rules in ({"mechanism": "in_turn"}, {"strike_classes": 1}):
        assert lists(begin(roll, classes, **rules).problem("common")) == {"a": [["k2"]]}


def test_equally_liked_classes_stand_in_the_order_of_the_draw() -> None:
    classes = [unit_class(name) for name in ("k1", "k2", "k3")]
    upside_down = {"k1": "3", "k2": "2", "k3": "1"}
    staging = begin([line("a", wishes=[["k1", "k2", "k3"]])], classes)
    staging.draw = lambda _subject, *purpose: upside_down[purpose[-1]]
    assert lists(staging.problem("common"))["a"] == [["k3", "k2", "k1"]]


def test_a_household_without_any_suitable_class_stays_in_the_common_stage_only() -> None:
    staging = begin(
        [line("a", size=9, pools=[HOSPITAL], wishes=[["h"]])], [unit_class("h", pool=HOSPITAL)]
    )
    assert lists(staging.problem(f"pool:{HOSPITAL}")) == {}
    assert lists(staging.problem("common")) == {"a": []}


def test_flats_are_given_in_the_order_of_the_unit_draw_by_position() -> None:
    roll = [line("late", score=1), line("early", score=9), line("rescue", tier=0)]
    staging = begin(roll, [unit_class("k", 3)])
    staging.take(1, {"late": "k", "early": "k"})
    assert staging.assignments() == [
        {"household": "early", "stage": 1, "class": "k", "unit": "k#2"},
        {"household": "late", "stage": 1, "class": "k", "unit": "k#1"},
    ]
    assert staging.subsidy_due() == ["rescue"]
    assert staging.problem("common")["classes"] == [{"id": "k", "capacity": 1}]


def test_a_class_without_flats_left_is_in_no_problem() -> None:
    staging = begin([line("a", wishes=[["k"]]), line("b", wishes=[["k"]])], [unit_class("k")])
    staging.take(1, {"a": "k"})
    problem = staging.problem("common")
    assert problem["classes"] == []
    assert lists(problem) == {"b": []}
