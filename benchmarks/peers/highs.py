"""HiGHS: the linear program over households and classes, whose corners are whole numbers."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from benchmarks.families import Arrays, Short


def linear_program(market: Arrays) -> Short:
    """Weights n − position; at most one class a household, at most the capacity of each class."""
    n, classes, entries = market.households, len(market.capacity), len(market.choice)
    who = np.repeat(np.arange(n), np.diff(market.start))
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = entries, n + classes
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = (n - who).astype(np.float64)
    program.col_lower_, program.col_upper_ = np.zeros(entries), np.ones(entries)
    program.row_lower_ = np.full(n + classes, -highspy.kHighsInf)
    program.row_upper_ = np.concatenate([np.ones(n), market.capacity.astype(np.float64)])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * entries + 1, 2)
    program.a_matrix_.index_ = np.stack([who, n + market.choice], axis=1).ravel()
    program.a_matrix_.value_ = np.ones(2 * entries)
    new_solver: Any = highspy.Highs
    solver = new_solver()
    solver.silent()
    solver.passModel(program)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS ended with {status}")
    taken = np.asarray(solver.getSolution().col_value) > 0.5
    given = np.full(n, -1, dtype=np.int32)
    given[who[taken]] = market.choice[taken]
    return given
