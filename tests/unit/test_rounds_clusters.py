"""Clusters among the housed: what they have in common, and what chance would give."""

import pytest

from housing.rounds.clusters import Cluster, ClusterKind, Line, Person, chance_of, clusters_of
from housing.rounds.holding import connected

LINE = Line(least=5, draws=100_000)


def person(number: int, **changes: object) -> Person:
    plain: dict[str, object] = {
        "roll_id": f"{number:032x}",
        "phone": f"phone-{number}",
        "employer": "",
        "street": f"街道{number % 4}",
        "identity": f"identity-{number}",
        "housed": number < 20,
        "own": False,
    }
    return Person(**(plain | changes))  # type: ignore[arg-type]


def test_people_who_have_nothing_in_common_are_no_cluster() -> None:
    assert clusters_of([person(number) for number in range(100)], {}, LINE) == []


def test_one_telephone_for_several_of_the_housed() -> None:
    people = [person(number) for number in range(100)]
    people[3] = person(3, phone="one")
    people[7] = person(7, phone="one")
    people[50] = person(50, phone="one")  # Not housed.
    people[60] = person(60, phone=None)
    people[61] = person(61, phone=None, housed=True)
    (found,) = clusters_of(people, {}, LINE)
    assert (found.kind, found.roll_ids) == (
        ClusterKind.PHONE,
        (people[3].roll_id, people[7].roll_id),
    )


def test_a_declared_relation_of_an_officer_among_the_housed() -> None:
    people = [person(number) for number in range(100)]
    (found,) = clusters_of(people, {"identity-5": "zhangsan", "identity-90": "lisi"}, LINE)
    assert (found.kind, found.about, found.roll_ids) == (
        ClusterKind.OFFICER,
        "zhangsan",
        (people[5].roll_id,),
    )


def test_a_share_that_chance_would_hardly_give() -> None:
    """Twelve of twenty flats for an employer that has twelve of a hundred households."""
    people = [person(n, employer="某公司" if n < 12 else f"单位{n}") for n in range(100)]
    (found,) = clusters_of(people, {}, LINE)
    assert (found.kind, found.about, len(found.roll_ids), found.expected) == (
        ClusterKind.EMPLOYER,
        "某公司",
        12,
        2,
    )


@pytest.mark.parametrize(("line", "found"), [(Line(12, 10**5), 1), (Line(13, 10**5), 0)])
def test_the_county_says_from_where_on_a_share_is_looked_into(line: Line, found: int) -> None:
    people = [person(n, employer="某公司" if n < 12 else f"单位{n}") for n in range(100)]
    assert len(clusters_of(people, {}, line)) == found
    assert clusters_of(people, {}, Line(line.least, 10**15)) == []


def test_flats_of_an_owner_for_its_own_people_are_no_cluster() -> None:
    """HN-19-1."""
    people = [person(n, employer="医院" if n < 12 else "", own=n < 12) for n in range(100)]
    assert clusters_of(people, {}, LINE) == []


@pytest.mark.parametrize(
    ("least", "drawn", "marked", "total", "chance"),
    [
        (1, 1, 1, 2, 0.5),
        (2, 2, 2, 4, 1 / 6),
        (0, 5, 3, 9, 1.0),
        (3, 5, 4, 10, 66 / 252),  # C(4,3)·C(6,2) + C(4,4)·C(6,1)
        (5, 4, 6, 9, 0.0),
    ],
)
def test_the_hypergeometric_tail(
    least: int, drawn: int, marked: int, total: int, chance: float
) -> None:
    assert chance_of(least, drawn, marked, total) == pytest.approx(chance)


def test_a_changed_cluster_has_another_key() -> None:
    one = Cluster(ClusterKind.PHONE, "", ("a", "b"))
    assert one.key != Cluster(ClusterKind.PHONE, "", ("a", "b", "c")).key
    assert one.key != Cluster(ClusterKind.OFFICER, "x", ("a", "b")).key
    assert one.key == Cluster(ClusterKind.PHONE, "shown otherwise", ("a", "b")).key


def test_what_is_connected_with_a_household() -> None:
    """Over shared classes, through stages, and no further."""
    first = {
        "households": [
            {"id": "a", "acceptable": [["k1"]]},
            {"id": "b", "acceptable": [["k1"], ["k2"]]},
            {"id": "d", "acceptable": [["k4"]]},
        ]
    }
    second = {
        "households": [
            {"id": "c", "acceptable": [["k2", "k3"]]},
            {"id": "e", "acceptable": [["k4"]]},
            {"id": "f", "acceptable": []},
        ]
    }
    assert connected([first, second], {"a"}) == ({"a", "b", "c"}, {"k1", "k2", "k3"})
    assert connected([first, second], {"e"}) == ({"d", "e"}, {"k4"})
    assert connected([first, second], {"f"}) == ({"f"}, set())
