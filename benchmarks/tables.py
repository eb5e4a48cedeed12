"""Results as tables: results/engine.md from results/engine.json, and the block in README.md."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.own import LABELS, OWN
from benchmarks.peers import PEERS

FOLDER = Path(__file__).parent
Told = dict[str, Any]
NOTHING = "nothing found in time"
OWN_ANSWER = {"floor": ["–", "–"], "own-a": ["is the measure", "–"]}
ROWS = ("own", "own-a", "own-both", "floor", *PEERS)


def label(subject: str) -> str:
    """What the tables call a subject."""
    return LABELS.get(subject) or PEERS[subject].label


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    heads = list(head)
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def seconds(value: float) -> str:
    """Three digits that matter, in s or ms."""
    return f"{value * 1000:.3g} ms" if value < 0.1 else f"{value:.3g} s"


def times(value: float) -> str:
    """A ratio: three digits that matter below 100, then whole with commas."""
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"


def size(block: Told) -> str:
    """Households × units."""
    return f"{block['households']:,} × {block['units']:,}"


def right(told: Told, which: str) -> str:
    """Whether the answer is right for A or B, else how many households it is wrong for."""
    wrong = told.get(which)
    if wrong is None:
        return "–"
    return "yes" if wrong == 0 else f"no ({wrong:,})"


def pace(blocks: list[Told]) -> str:
    """Every family and size: floor, engine and flow of the same process."""
    head = ["family", "households × units", "classes", "floor", "own A", "own A+B+tables"]
    head += ["flow, A alone", "own A ÷ flow", "**own A+B+tables ÷ flow**", "repetitions"]
    rows = []
    for block in blocks:
        told = block["subjects"]
        if "seconds" not in told.get("own", {}):
            continue
        flow, own, own_a = (told[name]["seconds"] for name in ("flow", "own", "own-a"))
        found = [seconds(each) for each in (told["floor"]["seconds"], own_a, own, flow)]
        ratios = [times(own_a / flow), f"**{times(own / flow)}**"]
        count = f"{block['market']['classes']:,}"
        repeated = str(told["own"]["repetitions"])
        rows.append([block["family"], size(block), count, *found, *ratios, repeated])
    return table(head, rows)


def largest(blocks: list[Told], family: str) -> str:
    """For each subject the largest size of a family it answered in the limit, and what it said."""
    head = ["subject", "largest size in the limit", "time there", "× own A", "× own A+B+tables"]
    head += ["right for A (households wrong)", "right for B (households wrong)", "beyond"]
    rows = []
    mine = [block for block in blocks if block["family"] == family]
    for subject in ROWS:
        done = [block for block in mine if _has_answered(block["subjects"].get(subject, {}))]
        if not done:
            rows.append([label(subject), "not measured", *["–"] * 5, _beyond(mine, subject)])
            continue
        told = done[-1]["subjects"][subject]
        found = [seconds(told["seconds"]), times(told["times_own_a"]), times(told["times_own"])]
        answer = [right(told, which) for which in ("a_wrong", "b_wrong")]
        if subject in OWN:
            answer = OWN_ANSWER.get(subject, ["is the measure"] * 2)
        rows.append([label(subject), size(done[-1]), *found, *answer, _beyond(mine, subject)])
    return table(head, rows)


def _has_answered(told: Told) -> bool:
    """Whether it ended in the limit and found anything at all; the floor houses nobody."""
    return "seconds" in told and told.get("housed") != 0


def _beyond(blocks: list[Told], subject: str) -> str:
    """Why the subject goes no further."""
    for block in blocks:
        told = block["subjects"].get(subject, {})
        reason = NOTHING if told.get("housed") == 0 else told.get("not_measured")
        if reason:
            return f"{size(block)}: {reason}"
    missing = [block for block in blocks if subject not in block["subjects"]]
    return f"{size(missing[0])}: not measured" if missing else ""


def every_time(blocks: list[Told], family: str) -> str:
    """Every subject at every size of a family: how many times the engine's whole time."""
    mine = [block for block in blocks if block["family"] == family]
    head = ["× own A+B+tables", *[size(block) for block in mine]]
    rows = []
    for subject in ROWS:
        found = [block["subjects"].get(subject, {}) for block in mine]
        rows.append([label(subject), *[_times_or_why(told) for told in found]])
    return table(head, rows)


def _times_or_why(told: Told) -> str:
    if told.get("housed") == 0:
        return NOTHING
    if "seconds" in told:
        return times(told["times_own"])
    return "over the limit" if "not_measured" in told else "not measured"


def provenance(blocks: list[Told]) -> str:
    """Where and how the blocks were measured, each distinct run once."""
    all_runs = [run for block in blocks for run in block["runs"]]
    runs = {
        (run["command"], run["measured_at"][:10], machine.in_words(run["machine"]))
        for run in all_runs
    }
    loads = [run["machine"]["load"] for run in all_runs]
    lines = [f"- `{command}` on {day}: {words}" for command, day, words in sorted(runs)]
    busy = [
        each["busy"] for block in blocks for each in block["subjects"].values() if "busy" in each
    ]
    lines.append(f"- processor time by elapsed time, least of the medians: {min(busy)}")
    lines.append(f"- load of the machine when the blocks began: {min(loads)} to {max(loads)}")
    return "\n".join(lines) + "\n"


def memory(told: Told) -> str:
    """Peaks of memory; the first row is Python, numpy and the input arrays alone."""
    words = {"arrays": "Python, numpy and the input arrays", **LABELS}
    arrays = told["steps"]["arrays"]["input_arrays"] / 2**20
    head = [f"{told['family']}, {size(told)}, input arrays {arrays:.0f} MiB", "peak resident, MiB"]
    rows = [[words[step], f"{found['peak'] / 2**20:,.0f}"] for step, found in told["steps"].items()]
    return table(head, rows)


def main_job(told: Told) -> str:
    """Shares of the demo's steps, then the engine alone on the problems of its package."""
    demo, alone = told["demo"], told["engine_alone"]
    whole = demo["whole"]
    core = demo["draw_engine_proofs"]
    spent = sorted(demo.items(), key=lambda item: (item[0] == "whole", -item[1]))
    spent += [
        ("**draw, engine and proofs**", core),
        ("the same with the check by the second program", core + demo["check"]),
        *((f"engine alone on the package: {step}", took) for step, took in alone.items()),
        ("engine alone on the package: all of it", sum(alone.values())),
    ]
    rows = [[name, seconds(took), f"{took / whole:.1%}"] for name, took in spent]
    head = [f"step, median of {told['repetitions']} runs", "time", "share of the whole"]
    run = f"`{told['command']}` on {told['measured_at'][:10]}, load {told['machine']['load']}: "
    return f"{table(head, rows)}\n{run}{machine.in_words(told['machine'])}\n"


def files(told: Told) -> str:
    """Each step from the bytes of a problem to a checked plan, and what the check found."""
    steps = list(told["rows"][0]["seconds"])
    rows = []
    for row in told["rows"]:
        spent = [seconds(row["seconds"][step]) for step in steps]
        rows.append(
            [row["family"], size(row), *spent, row["faults"][0] if row["faults"] else "holds"]
        )
    run = f"`{told['command']}` on {told['measured_at'][:10]}, load {told['machine']['load']}"
    return f"{table(['family', 'households × units', *steps, 'check'], rows)}\n{run}\n"


def page(blocks: list[Told]) -> str:
    """The whole results page."""
    families = list(dict.fromkeys(block["family"] for block in blocks))
    parts = ["# Engine and peers\n", "## Every family and size\n", pace(blocks)]
    for family in families:
        parts += [f"## Peers on *{family}*\n", largest(blocks, family), every_time(blocks, family)]
    return "\n".join([*parts, "## Measured\n", provenance(blocks)])


def put_into(readme: str, name: str, words: str) -> str:
    """The page with the block between `<!-- name -->` and `<!-- /name -->` replaced.

    Raises: ValueError when the page has no such block.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    changed, found = re.subn(
        f"{re.escape(begin)}.*?{re.escape(end)}",
        lambda _: f"{begin}\n\n{words}\n{end}",
        readme,
        flags=re.DOTALL,
    )
    if not found:
        raise ValueError(f"README.md: no block named {name}; put {begin} and {end} where it goes")
    return changed


def parts() -> dict[str, str]:
    """The blocks of README.md."""
    blocks = engine()
    found = {"pace": pace(blocks), "peers": largest(blocks, "realistic")}
    for name, words in (("memory", memory), ("files", files), ("main_job", main_job)):
        found[name.replace("_", "-")] = words(_results(name))
    return found


def engine() -> list[Told]:
    """What was measured of the engine and its peers, family by family, small to large."""
    blocks: list[Told] = _results("engine")
    return sorted(blocks, key=lambda block: (_ORDER.index(block["family"]), block["households"]))


def _results(name: str) -> Any:
    return json.loads((FOLDER / "results" / f"{name}.json").read_text(encoding="utf-8"))


def main() -> int:
    """Write results/engine.md and the tables in README.md."""
    readme = FOLDER / "README.md"
    words = readme.read_text(encoding="utf-8")
    for name, block in parts().items():
        words = put_into(words, name, block)
    readme.write_text(words, encoding="utf-8")
    (FOLDER / "results" / "engine.md").write_text(page(engine()), encoding="utf-8")
    return 0


_ORDER = ("realistic", "popular", "nested", "inverted", "ties")


if __name__ == "__main__":
    sys.exit(main())
