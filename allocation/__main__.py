"""`python -m allocation`: solve, verify and explain rounds kept in files.

The exit status is 0 only when everything holds; otherwise one line on standard error says why.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from allocation.canonical import sha256_hex
from allocation.check import check
from allocation.errors import BadPlan, BadProblem
from allocation.explain import explain
from allocation.plan import Plan
from allocation.problem import Problem
from allocation.reading import Reader
from allocation.run import Run, write_all
from allocation.solve import default_options, solve

_Fields = dict[str, object]


class DoesNotHold(Exception):
    """The plan does not hold for the problem; the message says where."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it holds, 1 when it does not, 2 when the command is not known."""
    given = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Sequence[str]] = given.command
    try:
        lines = command(given)
    except (ValueError, RuntimeError, OSError, DoesNotHold) as fault:
        sys.stderr.write(f"{given.name}: {_one_line(fault)}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m allocation", description=__doc__)
    commands = parser.add_subparsers(dest="name", required=True)
    solving = commands.add_parser("solve", help="write the plan of a problem, once it is checked")
    solving.set_defaults(command=_solve)
    solving.add_argument("problem", type=Path)
    solving.add_argument("-o", "--output", type=Path, required=True, help="the plan")
    solving.add_argument("--run", type=Path, help="times, versions, seed and machine")
    limits = solving.add_argument_group("constrained only")
    limits.add_argument("--seconds", type=float, help="time for the solver")
    limits.add_argument("--workers", type=int, help="threads of the solver")
    limits.add_argument("--seed", type=int, help="seed of the solver")
    for name, command, text in (
        ("verify", _verify, "check a plan against its problem, without the solver"),
        ("explain", _explain, "say why a household got what it got"),
    ):
        reading = commands.add_parser(name, help=text)
        reading.set_defaults(command=command)
        reading.add_argument("problem", type=Path)
        reading.add_argument("plan", type=Path)
    reading.add_argument("household")
    reading.add_argument("--language", choices=("zh", "en"), default="zh")
    return parser


def _solve(given: argparse.Namespace) -> Sequence[str]:
    run = Run()
    with run.timed("read"):
        raw = given.problem.read_bytes()
        problem = Problem.read(raw)
    options = _options(given, problem.mechanism)
    with run.timed("solve"):
        plan = solve(problem, **options)
    with run.timed("check"):
        _hold(_fields(raw, BadProblem, "problem"), plan.to_json(), sha256_hex(raw))
    files = [(given.output, plan.canonical())]
    if given.run is not None:
        files.append((given.run, run.canonical(problem, plan, options)))
    write_all(files)
    return [_summary(problem, plan)]


def _options(given: argparse.Namespace, mechanism: str) -> dict[str, Any]:
    options = default_options(mechanism)
    for name in ("seconds", "workers", "seed"):
        value = getattr(given, name)
        if value is not None and name not in options:
            raise BadProblem(f"--{name}: the mechanism '{mechanism}' has no such option")
        if value is not None:
            options[name] = value
    return options


def _verify(given: argparse.Namespace) -> Sequence[str]:
    problem, plan = _checked(given)
    return [_summary(Problem.parse(problem), Plan.parse(plan))]


def _explain(given: argparse.Namespace) -> Sequence[str]:
    problem, plan = _checked(given)
    return explain(problem, plan, given.household, given.language)


def _checked(given: argparse.Namespace) -> tuple[_Fields, _Fields]:
    """Problem and plan as JSON; a plan that does not hold explains nothing."""
    raw = given.problem.read_bytes()
    Problem.read(raw)
    problem = _fields(raw, BadProblem, "problem")
    plan = _fields(given.plan.read_bytes(), BadPlan, "plan")
    Plan.parse(plan)
    _hold(problem, plan, sha256_hex(raw))
    return problem, plan


def _fields(raw: bytes, error: type[ValueError], file: str) -> _Fields:
    return cast(_Fields, Reader(error, file).decode(raw))


def _hold(problem: _Fields, plan: _Fields, problem_sha256: str) -> None:
    findings = check(problem, plan, problem_sha256=problem_sha256)
    if findings:
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        raise DoesNotHold(f"the plan does not hold: {findings[0]}{more}")


def _summary(problem: Problem, plan: Plan) -> str:
    return (
        f"holds: {plan.mechanism}, {plan.status}, {len(plan.assignment)} of "
        f"{len(problem.households)} households housed, problem {plan.problem_sha256}"
    )


def _one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())


if __name__ == "__main__":  # pragma: no cover (run in a process of its own)
    sys.exit(main())
