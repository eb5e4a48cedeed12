"""The machines of admission against a table written apart from them: no act too many, none short.

HN-14-1, HN-14-3, HN-14-4, HN-15-1 to HN-15-16: from the counter to the queue or to a refusal.
"""

from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum

import pytest

from housing.applications.states import APPLICATION
from housing.checks.states import CHECK
from housing.core.errors import WrongState
from housing.core.lifecycle import Lifecycle

#: By state: what may be done, and where it leads.
CASE = {
    "draft": {"submit": "submitted"},
    "submitted": {
        "ask_for_missing": "incomplete",
        "accept": "accepted",
        "start_park_review": "park_review",
    },
    "incomplete": {"complete": "submitted", "accept": "accepted"},
    "accepted": {"investigate": "investigated"},
    "investigated": {"publish_at_street": "street_public"},
    "street_public": {"uphold_objection": "investigated", "forward": "forwarded"},
    "forwarded": {"receive": "county_received"},
    "county_received": {"recheck": "rechecked"},
    "rechecked": {"find_qualified": "qualified", "find_unqualified": "unqualified"},
    "qualified": {"publish_at_county": "county_public"},
    "county_public": {"uphold_objection": "unqualified", "register": "registered"},
    "unqualified": {"refuse": "refused"},
    "refused": {"ask_reconsideration": "reconsidering", "let_stand": "refused_final"},
    "reconsidering": {
        "reconsider_in_favour": "qualified",
        "reconsider_against": "refused_final",
    },
    "park_review": {"register_at_park": "park_registered", "refuse_at_park": "refused"},
    "park_registered": {"file_park": "filed"},
}
#: Whoever has a place, a final answer, or an answer to disagree with, has nothing to withdraw.
NOT_WITHDRAWN = {"refused", "park_registered"}
CASE = {
    state: acts | ({} if state in NOT_WITHDRAWN else {"withdraw": "withdrawn"})
    for state, acts in CASE.items()
}
REQUEST = {
    "requested": {
        "send": "sent",
        "answer": "answered",
        "mark_unavailable": "unavailable",
        "make_void": "void",
    },
    "sent": {
        "answer": "answered",
        "mark_unavailable": "unavailable",
        "retry": "requested",
        "make_void": "void",
    },
    "unavailable": {
        "answer": "answered",
        "retry": "requested",
        "conclude": "concluded",
        "make_void": "void",
    },
    "answered": {"conclude": "concluded", "make_void": "void"},
}


@pytest.mark.parametrize(
    ("machine", "table"), [(APPLICATION, CASE), (CHECK, REQUEST)], ids=["case", "request"]
)
def test_every_state_and_act_leads_where_the_table_says(
    machine: Lifecycle[StrEnum, StrEnum], table: Mapping[str, Mapping[str, str]]
) -> None:
    states, acts = type(machine.moves[0].source), type(machine.moves[0].act)
    found: dict[str, dict[str, str]] = {}
    for state in states:
        for act in acts:
            with suppress(WrongState):
                found.setdefault(state.value, {})[act.value] = machine.step(state, act).target.value
    assert {state: acts for state, acts in found.items() if acts} == table
