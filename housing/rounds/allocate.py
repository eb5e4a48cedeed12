"""Allocating: stage by stage, each with its problem, its plan and its proofs kept for ever."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from housing.core.canonical import sha256_hex
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.rounds import files
from housing.rounds.conditions import must_be_free_to_give
from housing.rounds.draw import draw_of
from housing.rounds.models import Round, RoundAssignment, RoundSubsidyDue
from housing.rounds.moves import locked, move
from housing.rounds.picked import picks_of
from housing.rounds.problem import solved
from housing.rounds.stages import COMMON, Stage, Staging
from housing.rounds.states import RoundAct

#: Told of each stage: its Chinese title, stages done, stages in all.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Written:
    """What the stages have decided so far, ready to be written."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)


def allocate(work: Work, round_id: int, progress: Progress | None = None) -> Round:
    """Decide who gets which flat: own stock, accessible flats, everybody (see `stages`).

    Rescue households that no flat was left for are due a subsidy.
    Basis: HN 19, HN 21 (HN-21-7), HN 18 (HN-18-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: something stands against it (see `conditions`), a file was changed after its
            hash was written down, or the two roads of the engine disagree.
    """
    a_round = locked(work, round_id, RoundAct.ALLOCATE)
    must_be_free_to_give(work, a_round)
    return decided(work, a_round, RoundAct.ALLOCATE, progress)


def decided(work: Work, a_round: Round, act: RoundAct, progress: Progress | None = None) -> Round:
    """Run the stages, keep their files and results, and move the round by `act`.

    Raises:
        BrokenRule: a file was changed after its hash was written down, or the two roads of the
            engine disagree.
    """
    staging = staging_of(work, a_round)
    written = _run(staging, progress)
    hashes = files.keep_bytes(work.session, a_round.id, written.bodies)
    stages = {"format": 1, "round": a_round.code, "stages": written.rows}
    hashes |= files.keep(work.session, a_round.id, {"stages.json": stages})
    result = allocation_json(a_round, staging, hashes["stages.json"])
    hashes |= files.keep(work.session, a_round.id, {"allocation.json": result})
    _keep_results(work, a_round, staging)
    facts = {files.HASHED_IN[name]: hashes[name] for name in ("stages.json", "allocation.json")}
    return move(work, a_round, act, facts)


def staging_of(work: Work, a_round: Round) -> Staging:
    """Return the round before its first stage, from its files, each hashed again.

    Raises:
        BrokenRule: a file was changed, or the order belongs to another roll or seed.
    """
    kept = {
        name: files.read(work.session, a_round, f"{name}.json")
        for name in ("roll", "units", "rules", "seed", "order")
    }
    order = kept["order"].content
    for name in ("roll", "seed"):
        if order[f"{name}_sha256"] != kept[name].sha256:
            raise BrokenRule(
                f"排序是为 {name} {order[f'{name}_sha256']} 制作的，现为 {kept[name].sha256}"
                f" / the order was made for another {name}.json"
            )
    draw = draw_of(kept["seed"], kept["roll"])
    roll, units, rules = (kept[name].content for name in ("roll", "units", "rules"))
    return Staging.begin(roll, units, rules, order, draw, picks_of(work.session, a_round))


def allocation_json(a_round: Round, staging: Staging, stages_sha256: str) -> dict[str, Any]:
    """Return the content of allocation.json."""
    return {
        "format": 1,
        "round": a_round.code,
        "roll_sha256": a_round.roll_sha256,
        "seed_sha256": a_round.seed_sha256,
        "stages_sha256": stages_sha256,
        "assignments": staging.assignments(),
        "subsidy_due": staging.subsidy_due(),
    }


def stage_row(stage: Stage, number: int, problem: bytes, plan: bytes) -> dict[str, Any]:
    """Return the row of stages.json for a stage with its files."""
    return {
        "number": number,
        "key": stage.key,
        "title": dict(stage.title),
        "basis": list(stage.basis),
        "problem": f"stages/{number}/problem.json",
        "plan": f"stages/{number}/plan.json",
        "problem_sha256": sha256_hex(problem),
        "plan_sha256": sha256_hex(plan),
    }


def is_passed_over(stage: Stage, problem: dict[str, Any]) -> bool:
    """Whether a stage has nobody to decide about; the common one is always kept."""
    return stage.key != COMMON and not problem["households"]


def _run(staging: Staging, progress: Progress | None) -> Written:
    written, stages = Written(), list(staging.stages())
    for done, stage in enumerate(stages):
        if progress:
            progress(stage.title["zh"], done, len(stages))
        problem = staging.problem(stage.key)
        if is_passed_over(stage, problem):
            continue
        problem_bytes, plan_bytes, plan = solved(problem)
        row = stage_row(stage, len(written.rows) + 1, problem_bytes, plan_bytes)
        written.bodies |= {row["problem"]: problem_bytes, row["plan"]: plan_bytes}
        written.rows.append(row)
        staging.take(row["number"], plan["assignment"], stage.key)
    if progress:
        progress("", len(stages), len(stages))
    return written


def _keep_results(work: Work, a_round: Round, staging: Staging) -> None:
    wishes = {line["id"]: line["wishes"] for line in staging.households}
    rows = [
        {
            "round_id": a_round.id,
            "roll_id": row["household"],
            "stage": row["stage"],
            "unit_class": row["class"],
            "unit_code": row["unit"],
            "wish": _wish(wishes[row["household"]], row["class"]),
        }
        for row in staging.assignments()
    ]
    if rows:
        work.session.execute(insert(RoundAssignment), rows)
    due = [{"round_id": a_round.id, "roll_id": name} for name in staging.subsidy_due()]
    if due:
        work.session.execute(insert(RoundSubsidyDue), due)


def _wish(wishes: list[list[str]], unit_class: str) -> int | None:
    return next((rank for rank, names in enumerate(wishes, 1) if unit_class in names), None)
