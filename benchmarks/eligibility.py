"""Admission of many households: the rules with their findings, beside what one would pick else.

Run `python -m benchmarks.eligibility [--households 100000]`; writes `results/eligibility.json`.
Beside the rules of this project (findings in two languages, facts, sources, remedies) stand the
same conditions as vectors of numpy, as one plain Python function of booleans, and as expressions of
the rule engine zen-engine where it is installed. All start from the same facts, run in turn in one
process, and must agree about every household.
"""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks import machine
from housing.eligibility.assess import assess
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, Fact, Known
from housing.eligibility.findings import Verdict
from housing.eligibility.lines import Lines, lines_for
from housing.eligibility.spans import full_years, month_number, month_text, years_before
from housing.eligibility.worker_rules import run_of_months
from housing.households.words import Group
from housing.policies.book import PolicyBook

PLACE, DAY = "430199", date(2026, 9, 1)
RESULTS = Path(__file__).parent / "results" / "eligibility.json"
Way = Callable[[Sequence[CaseFacts], Lines], list[bool]]


def households(count: int, seed: int = 1) -> list[CaseFacts]:
    """Return made-up households of all groups; most, but far from all, meet every condition."""
    chance = np.random.default_rng(seed)
    groups = [group.value for group in Group]
    last = month_number(f"{DAY:%Y-%m}") - 1
    made = []
    for _ in range(count):
        paid = int(chance.integers(6, 60))
        on = DAY - timedelta(days=int(chance.integers(1, 3000)))
        sold = [{"on": on, "kind": "sale", "area": 8000}] if chance.random() < 0.05 else []
        size = int(chance.integers(1, 6))
        stated = {
            "group": groups[int(chance.integers(4))],
            "size": size,
            "owned_area": int(chance.integers(0, 1500)) * size if chance.random() < 0.3 else 0,
            "disposals": sold,
            "income_fen": int(chance.integers(50000, 260000)) * size,
            "assets_fen": int(chance.integers(0, 10_500_000)) * size,
            "vehicles": [7_000_000] * int(chance.random() < 0.2),
            "insurance_months": [month_text(last - back) for back in range(paid)],
            "employer_name": "x",
            "employed_since": DAY - timedelta(days=int(chance.integers(200, 3000))),
            "policy_housing": [{"kind": "other"}] if chance.random() < 0.03 else [],
            "graduated_on": DAY - timedelta(days=int(chance.integers(30, 2500))),
            "age": int(chance.integers(17, 80)),
            "marital": "single" if chance.random() < 0.4 else "married",
        }
        made.append(facts_declared(stated, DAY))
    return made


def by_findings(several: Sequence[CaseFacts], lines: Lines) -> list[bool]:
    """The rules of this project, with everything a decision keeps."""
    return [assess(facts, lines).outcome is Verdict.QUALIFIED for facts in several]


def known(fact: Fact[Any]) -> Any:
    """Return the value of a fact; the made-up households know all that is asked."""
    return fact.value if isinstance(fact, Known) else None


def row_of(facts: CaseFacts, lines: Lines) -> dict[str, Any]:
    """Return what the bare conditions look at, as plain numbers."""
    first = years_before(facts.applied_on, lines.lookback.value)
    sold = sum(each.area for each in known(facts.disposals) if each.on >= first)
    since = known(facts.employed_since)
    months = (DAY.year - since.year) * 12 + DAY.month - since.month - (DAY.day < since.day)
    vehicles = known(facts.vehicles)
    return {
        "low": int(facts.group == Group.LOW_INCOME),
        "migrant": int(facts.group == Group.MIGRANT_WORKER),
        "graduate": int(facts.group == Group.NEW_EMPLOYEE),
        "size": known(facts.size),
        "area": known(facts.local_area) + sold,
        "income": known(facts.income_fen),
        "assets": known(facts.net_assets_fen),
        "vehicles": len(vehicles),
        "dearest": max(vehicles, default=0),
        "insured": run_of_months(known(facts.insurance_months), facts.applied_on)[0],
        "employed": months,
        "benefits": len(known(facts.policy_housing)),
        "years": full_years(known(facts.graduated_on), DAY),
        "single": int(known(facts.marital) != "married"),
        "age": known(facts.applicant_age),
    }


def by_booleans(several: Sequence[CaseFacts], lines: Lines) -> list[bool]:
    """One plain Python function of booleans, without a word of why."""
    return [bool(meets(row_of(facts, lines), lines)) for facts in several]


def by_vectors(several: Sequence[CaseFacts], lines: Lines) -> list[bool]:
    """The same conditions over columns of numpy."""
    rows = [row_of(facts, lines) for facts in several]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    answer: list[bool] = meets(columns, lines).tolist()
    return answer


def meets(row: dict[str, Any], lines: Lines) -> Any:
    """Return whether all conditions are met, for numbers and for columns of them alike."""
    limit = lines.property_limit.value
    low, high = lines.income_low.value, lines.income_lower_middle.value
    line = row["low"] * low + (1 - row["low"]) * high
    months = lines.insurance.value
    return (
        (row["area"] < lines.area.value * row["size"])
        & (row["income"] <= line * row["size"])
        & (row["assets"] <= limit["net_assets_per_head"] * row["size"])
        & (row["vehicles"] <= limit["vehicles_most"])
        & (row["dearest"] <= limit["vehicle_price_most"])
        & (row["benefits"] == 0)
        & ((row["migrant"] == 0) | ((row["insured"] >= months) & (row["employed"] >= months)))
        & ((row["graduate"] == 0) | (row["years"] < lines.extra.value["graduated_years_below"]))
        & ((row["single"] == 0) | (row["age"] >= lines.extra.value["single_age_least"]))
    )


def by_zen(several: Sequence[CaseFacts], lines: Lines) -> list[bool]:
    """The same conditions as expressions of zen-engine, a decision a household."""
    import zen  # type: ignore[import-not-found,unused-ignore]

    decision = zen.ZenEngine().create_decision(json.dumps(zen_graph(lines)))
    return [bool(decision.evaluate(row_of(facts, lines))["result"]["meets"]) for facts in several]


def zen_graph(lines: Lines) -> dict[str, Any]:
    """Return the decision graph: one expression a condition, and one that joins them."""
    limit, months = lines.property_limit.value, lines.insurance.value
    income = f"(low == 1 ? {lines.income_low.value} : {lines.income_lower_middle.value})"
    conditions = {
        "by_area": f"area < {lines.area.value} * size",
        "by_income": f"income <= {income} * size",
        "by_assets": f"assets <= {limit['net_assets_per_head']} * size",
        "by_vehicles": f"vehicles <= {limit['vehicles_most']}"
        f" and dearest <= {limit['vehicle_price_most']}",
        "by_benefits": "benefits == 0",
        "by_work": f"migrant == 0 or (insured >= {months} and employed >= {months})",
        "by_years": f"graduate == 0 or years < {lines.extra.value['graduated_years_below']}",
        "by_age": f"single == 0 or age >= {lines.extra.value['single_age_least']}",
    }
    expressions = [{"id": key, "key": key, "value": text} for key, text in conditions.items()]
    joined = " and ".join(f"$.{key}" for key in conditions)
    expressions.append({"id": "meets", "key": "meets", "value": joined})
    content = {"expressions": expressions}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "rules",
                "type": "expressionNode",
                "name": "rules",
                "content": content,
                "position": {"x": 1, "y": 0},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }


def zen_version() -> str:
    """Return the version of the rule engine, or that there is none."""
    try:
        return version("zen-engine")
    except PackageNotFoundError:
        return "not installed"


WAYS: dict[str, Way] = {
    "findings": by_findings,
    "booleans": by_booleans,
    "vectors": by_vectors,
    "zen-engine": by_zen,
}


def measured(count: int, repeats: int) -> dict[str, Any]:
    """Return medians of each way over the same households, run in turn in this process."""
    lines = lines_for(PolicyBook.load(), PLACE, DAY)
    several = households(count)
    times: dict[str, list[float]] = {}
    answers: dict[str, list[bool]] = {}
    for _ in range(repeats):
        for name, way in WAYS.items():
            started = time.process_time()
            try:
                answers[name] = way(several, lines)
            except ModuleNotFoundError:
                continue
            times.setdefault(name, []).append(time.process_time() - started)
    own = answers["findings"]
    wrong = {name: sum(a != b for a, b in zip(own, found, strict=True))
             for name, found in answers.items()}  # fmt: skip
    medians = {name: statistics.median(each) for name, each in times.items()}
    return {
        "households": count,
        "qualified": sum(own),
        "repeats": repeats,
        "seconds": {name: round(each, 3) for name, each in medians.items()},
        "ratio_to_findings": {
            name: round(each / medians["findings"], 3) for name, each in medians.items()
        },
        "differ_from_findings": wrong,
        "machine": machine.facts(),
        "zen_engine": zen_version(),
    }


@click.command()
@click.option("--households", "count", default=100_000, show_default=True)
@click.option("--repeats", default=3, show_default=True)
def main(count: int, repeats: int) -> None:
    """Measure, print and keep."""
    found = measured(count, repeats)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
