"""The benchmark of exchanges really solves and checks them, and its results hold."""

import json

from benchmarks.exchange import RESULTS, measure


def test_a_small_market_is_solved_alike_by_ours_and_by_the_naive_model() -> None:
    row = measure(60, 4)
    naive = row["naive"]["pairs of household and flat"]
    assert naive["proven"]
    assert row["own"]["moves"] == naive["moves"] >= row["pairs_only"]["moves"]
    assert row["naive"]["every cycle"]["moves"] <= row["own"]["moves"]


def test_cycles_move_more_of_two_thousand_than_pairs_and_sooner_than_the_naive_model() -> None:
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"]
    large = [row for row in rows if row["households"] == 2000]
    assert len(large) >= 3
    for row in large:
        assert row["own"]["proven"]
        assert row["own"]["moves"] > row["pairs_only"]["bound"]
        assert row["naive"]["pairs of household and flat"]["times_own"] > 1
