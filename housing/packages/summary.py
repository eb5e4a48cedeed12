"""The readable face of a package: numbers, articles, hashes and how to check them, zh and en.

Made from the files of the package alone, so it holds nothing that they do not, and no person.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from housing.core.canonical import sha256_hex
from housing.rounds.roll import OFF_ROLL_BASIS, OffRoll

HASHED = ("roll", "units", "rules", "seed", "order", "stages", "allocation")
MECHANISM_WORDS = {
    "priority": "按序保障（不越过在前的家庭，尽可能多地安置） / nobody is left out whom the same"
    " flats could have housed without passing over anyone earlier",
    "in_turn": "依次选房 / each household chooses in turn from what is left",
    "deferred_acceptance": "延迟接受 / deferred acceptance",
    "constrained": "带限额的优化分配 / optimal under limits",
}
OFF_ROLL_WORDS: dict[str, str] = {
    "asked_for_subsidy": "申请租赁补贴 / asked for the subsidy",
    "registered_later": "冻结日之后登记 / registered after the freeze",
    "housed_before": "已在以前的轮次得房 / housed in an earlier round",
    "in_another_round": "正在另一轮次中 / in another round",
    "under_review": "轮候资格正在复查 / under review",
    "frozen": "放弃后的期限未满 / frozen after giving up a flat",
    "not_waiting": "已不在轮候 / no longer waiting",
    "not_of_the_owner": "不是该单位、园区的保障对象 / not of the owner's people",
}

_templates = Environment(
    loader=PackageLoader("housing.packages"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def summaries(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return summary.html with its summary.css, and summary.txt, for the files of a round."""
    facts = _facts(files)
    return {
        name: _templates.get_template(f"packages/{name}").render(facts).encode()
        for name in ("summary.html", "summary.css", "summary.txt")
    }


def _facts(files: Mapping[str, bytes]) -> dict[str, Any]:
    part = {name: json.loads(files[f"{name}.json"]) for name in HASHED}
    mechanism, off_roll = part["rules"]["mechanism"], part["roll"]["off_roll"]
    return {
        **part,
        "mechanism": MECHANISM_WORDS.get(mechanism, mechanism),
        "off_roll": {_off_roll_words(name): n for name, n in off_roll.items()},
        "stage_rows": [_stage_row(stage, files, part) for stage in part["stages"]["stages"]],
        "tier_rows": _tier_rows(part),
        "provisional": [row for row in part["rules"]["values"] if row["provisional"]],
        "hashes": [(f"{name}.json", sha256_hex(files[f"{name}.json"])) for name in HASHED],
    }


def _off_roll_words(reason: str) -> str:
    return f"{OFF_ROLL_WORDS[reason]} ({OFF_ROLL_BASIS[OffRoll(reason)]})"


def _stage_row(stage: Any, files: Mapping[str, bytes], part: Mapping[str, Any]) -> dict[str, Any]:
    problem = json.loads(files[stage["problem"]])
    rows = part["allocation"]["assignments"]
    return {
        **{"number": stage["number"], "title": stage["title"], "basis": "、".join(stage["basis"])},
        "households": len(problem["households"]),
        "units": sum(row["capacity"] for row in problem["classes"]),
        "housed": sum(1 for row in rows if row["stage"] == stage["number"]),
    }


def _tier_rows(part: Mapping[str, Any]) -> list[tuple[int, int, int]]:
    """Tier, households on the roll, households housed."""
    tiers = {row["id"]: row["tier"] for row in part["roll"]["households"]}
    all_of = Counter(tiers.values())
    housed = Counter(tiers[row["household"]] for row in part["allocation"]["assignments"])
    return [(tier, all_of[tier], housed[tier]) for tier in sorted(all_of)]
