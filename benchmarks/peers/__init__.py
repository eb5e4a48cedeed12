"""What one would otherwise pick, each set up as well as its interface allows.

A peer is a function from the market to one class number per household, −1 for nobody's. Building
its own arrays, models or objects from the market is part of its time, as it is for the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from benchmarks.families import Arrays, Short

Solve = Callable[[Arrays], Short]


class Peer(NamedTuple):
    """Where a peer is found and what the table calls it."""

    label: str
    place: str
    is_parallel: bool = False

    def load(self) -> Solve:
        """The peer's function; only now is its library imported."""
        module, _, name = self.place.partition(":")
        solve: Solve = getattr(import_module(f"benchmarks.peers.{module}"), name)
        return solve


PEERS = {
    "flow": Peer("OR-Tools SimpleMinCostFlow, classes, weight n − position", "flow:in_order"),
    "flow-least-rank": Peer(
        "OR-Tools SimpleMinCostFlow, classes, most housed then least ranks", "flow:least_rank"
    ),
    "assignment": Peer(
        "OR-Tools SimpleLinearSumAssignment, units, weight n − position", "assignment:doubled"
    ),
    "cpsat-units": Peer("OR-Tools CP-SAT, a Boolean a household and unit", "cpsat:units", True),
    "cpsat-classes": Peer(
        "OR-Tools CP-SAT, a Boolean a household and class", "cpsat:classes", True
    ),
    "scipy-dense": Peer("scipy linear_sum_assignment, households × units", "scipy_graphs:dense"),
    "scipy-sparse": Peer(
        "scipy min_weight_full_bipartite_matching, units and dummies", "scipy_graphs:sparse"
    ),
    "scipy-flow": Peer("scipy maximum_flow, classes", "scipy_graphs:most_by_flow"),
    "scipy-bipartite": Peer(
        "scipy maximum_bipartite_matching, units", "scipy_graphs:most_by_matching"
    ),
    "networkx-simplex": Peer("networkx network_simplex, classes", "networkx_graphs:simplex"),
    "networkx-matching": Peer("networkx max_weight_matching, units", "networkx_graphs:blossom"),
    "matching": Peer("matching HospitalResident, classes", "hospital_resident:stable"),
    "highs": Peer("HiGHS linear program, household × class", "highs:linear_program"),
    "kuhn": Peer("textbook augmenting paths, plain Python", "plain:augmenting_paths"),
    "definitions": Peer("A and B straight from the definitions, plain Python", "plain:definitions"),
    "in-turn": Peer("each in turn takes the best left, plain Python", "plain:in_turn"),
}
