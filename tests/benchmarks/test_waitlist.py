"""The benchmark of kept places really looks them up and reckons them, and its results hold."""

import json
from pathlib import Path

from benchmarks.waitlist import MOST_RATIO, RESULTS, measure


def test_a_small_county_is_reckoned_by_change_and_from_nothing(tmp_path: Path) -> None:
    """`measure` itself refuses two reckonings that give different places."""
    row = measure(f"sqlite:///{tmp_path / 'waitlist.db'}", tmp_path / "keys", 900, changed=True)
    assert row["entries"] == 900
    assert row["changes"] == 1000
    assert min(row[name] for name in row if name.endswith("seconds")) > 0


def test_a_million_are_looked_up_as_fast_as_a_thousand() -> None:
    told = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert {row["entries"] for row in told["rows"]} >= {1000, 1000000}
    assert told["look_up_ratio"] <= MOST_RATIO
    reckoned = [row for row in told["rows"] if "changes" in row]
    many = max(reckoned, key=lambda row: row["entries"])
    assert many["entries"] >= 100000
    assert many["by_what_changed_seconds"] < many["from_nothing_seconds"]
