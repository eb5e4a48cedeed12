"""The ways that are measured beside the rules answer what the rules answer."""

from benchmarks.eligibility import WAYS, households, measured


def test_every_way_agrees_about_every_household() -> None:
    found = measured(300, 1)
    assert set(found["differ_from_findings"].values()) == {0}
    assert 0 < found["qualified"] < 300
    assert {"findings", "booleans", "vectors"} <= set(found["seconds"]) <= set(WAYS)


def test_the_same_seed_makes_the_same_households() -> None:
    assert households(20) == households(20)
    assert households(20) != households(20, seed=2)
