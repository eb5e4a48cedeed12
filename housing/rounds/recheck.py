"""The second opinion on a round: everything recomputed from the bytes that were kept."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from housing.core.canonical import canonical_bytes
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.rounds import files
from housing.rounds.allocate import allocation_json, is_passed_over, stage_row, staging_of
from housing.rounds.models import Round, RoundAssignment, RoundSubsidyDue
from housing.rounds.moves import locked, move
from housing.rounds.problem import faults_of
from housing.rounds.stages import Stage, Staging
from housing.rounds.states import RoundAct

MOST = 5


def check(work: Work, round_id: int) -> Round:
    """Check plans and results by programs that never see the solver.

    Each stage's problem is built again from roll, units, rules and order and must be the kept
    bytes; `allocation.check` must find nothing against its plan, which must be made for exactly
    these bytes; flats by the unit draw, subsidies due and the tables of results must follow.
    Basis: HN 21 (HN-21-5).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: something differs; says what. Nothing can be published then.
    """
    a_round = locked(work, round_id, RoundAct.CHECK)
    faults = list(faults_in(work, a_round))
    if faults:
        said = "；".join(faults[:MOST]) + (f"；另有 {len(faults) - MOST} 处" * (len(faults) > MOST))
        raise BrokenRule(
            f"复核：轮次 {a_round.code} 有 {len(faults)} 处不符，不得公布：{said}"
            f" / {len(faults)} findings, nothing may be published"
        )
    return move(work, a_round, RoundAct.CHECK, {"checked_at": work.now})


def faults_in(work: Work, a_round: Round) -> Iterator[str]:
    """Return a sentence for everything in which the kept results differ from what must follow.

    Raises:
        BrokenRule: a file was changed after its hash was written down.
    """
    staging = staging_of(work, a_round)
    rows = files.read(work.session, a_round, "stages.json").content["stages"]
    yield from _replay(work, a_round, staging, list(rows))
    kept = files.read(work.session, a_round, "allocation.json").content
    right = allocation_json(a_round, staging, a_round.stages_sha256 or "")
    if kept != right:
        fields = [field for field in right if kept.get(field) != right[field]]
        yield f"allocation.json 的 {'、'.join(fields)} 与重算不符 / differ from the recomputed ones"
    yield from _invariants(staging)
    yield from _tables(work, a_round, staging)


def _replay(
    work: Work, a_round: Round, staging: Staging, rows: list[dict[str, Any]]
) -> Iterator[str]:
    """Play the stages again with the kept plans, each only when nothing is found against it."""
    number = 0
    for number, (stage, problem) in enumerate(_stages_with_somebody(staging), 1):
        if number > len(rows):
            yield f"stages.json 缺少阶段 {stage.key} / a stage is missing"
            return
        problem_bytes, plan_bytes = (
            files.body_of(work.session, a_round, f"stages/{number}/{name}.json")
            for name in ("problem", "plan")
        )
        right = stage_row(stage, number, problem_bytes, plan_bytes)
        yield from _row_faults(rows[number - 1], right)
        if canonical_bytes(problem) != problem_bytes:
            yield (
                f"{right['problem']} 与名册、房源、规则和排序重建的问题不符"
                " / is not the problem that roll, units, rules and order give"
            )
        plan = json.loads(plan_bytes)
        found = faults_of(json.loads(problem_bytes), plan, right["problem_sha256"])
        yield from (f"{right['plan']}：{finding}" for finding in found)
        if not found:
            try:
                staging.take(number, plan["assignment"], stage.key)
            except BrokenRule as fault:
                yield str(fault)
    if number < len(rows):
        yield f"stages.json 多出 {len(rows) - number} 个阶段 / stages too many"


def _stages_with_somebody(staging: Staging) -> Iterator[tuple[Stage, dict[str, Any]]]:
    """Build each stage's problem when its turn comes, after the one before was taken."""
    for stage in staging.stages():
        problem = staging.problem(stage.key)
        if not is_passed_over(stage, problem):
            yield stage, problem


def _row_faults(row: dict[str, Any], right: dict[str, Any]) -> Iterator[str]:
    fields = sorted(field for field in right | row if row.get(field) != right.get(field))
    if fields:
        yield f"stages.json 阶段 {right['number']} 的 {'、'.join(fields)} 不符 / differ"


def _invariants(staging: Staging) -> Iterator[str]:
    """No flat twice, nobody twice, each flat of its class: said again without the stages."""
    given = staging.assignments()
    units = [row["unit"] for row in given]
    if len(set(units)) != len(units):
        yield "同一套房源分给了两户 / a flat was given twice"
    counts: dict[str, int] = {}
    for row in given:
        counts[row["class"]] = counts.get(row["class"], 0) + 1
    for name, used in counts.items():
        if used > staging.classes[name]["capacity"]:
            yield f"类别 {name} 分出 {used} 套，多于其房源 / more flats given than the class has"


def _tables(work: Work, a_round: Round, staging: Staging) -> Iterator[str]:
    """The tables that pages read must say what the files say."""
    held = select(RoundAssignment.roll_id, RoundAssignment.stage, RoundAssignment.unit_code)
    rows = work.session.execute(held.where(RoundAssignment.round_id == a_round.id))
    found = {tuple(row) for row in rows}
    right = {(row["household"], row["stage"], row["unit"]) for row in staging.assignments()}
    if found != right:
        yield f"分配表有 {len(found ^ right)} 行与 allocation.json 不符 / rows of results differ"
    due = select(RoundSubsidyDue.roll_id).where(RoundSubsidyDue.round_id == a_round.id)
    if set(work.session.scalars(due)) != set(staging.subsidy_due()):
        yield "应发补贴的救助对象登记不符 / rescue households due a subsidy differ"
