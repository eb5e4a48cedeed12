"""The states of a round: every pair of state and act, and who may do which."""

import pytest

from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import WrongState
from housing.rounds.moves import TAGS
from housing.rounds.rights import RIGHT_FOR
from housing.rounds.states import ANNULLABLE, ROUND, RoundAct, RoundState

S, A = RoundState, RoundAct
ROAD = [
    (S.PREPARED, A.ADOPT_ROLL),
    (S.RE_REVIEWING, A.FREEZE),
    (S.FROZEN, A.ENTER_SEED),
    (S.DRAWN, A.MAKE_ORDER),
    (S.ORDERED, A.PUBLISH_ORDER),
    (S.ORDER_PUBLISHED, A.ALLOCATE),
    (S.ALLOCATING, A.CHECK),
    (S.CHECKED, A.PUBLISH),
    (S.PUBLISHED, A.OPEN_SIGNING),
    (S.SIGNING, A.CLOSE),
]


def test_the_road_of_a_round_on_imported_sheets() -> None:
    state = S.PREPARED
    for source, act in ROAD:
        assert state is source
        state = ROUND.step(state, act).target
    assert state is S.CLOSED


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize("act", list(RoundAct))
def test_every_pair_moves_as_the_table_says_or_refuses(state: S, act: A) -> None:
    moves = [move for move in ROUND.moves if (move.source, move.act) == (state, act)]
    if moves:
        assert ROUND.step(state, act) == moves[0]
        assert "HN" in moves[0].basis
    else:
        with pytest.raises(WrongState, match=f"cannot {act} while {state}"):
            ROUND.step(state, act)


def test_a_seed_never_comes_before_the_freeze_and_there_is_no_redraw() -> None:
    """HN-21-5."""
    assert [move.source for move in ROUND.moves if move.act is A.ENTER_SEED] == [S.FROZEN]
    after = {S.DRAWN, S.ORDERED, S.ORDER_PUBLISHED, S.ALLOCATING, S.CHECKED, S.PUBLISHED}
    backwards = {S.PREPARED, S.RE_REVIEWING, S.FROZEN}
    assert not [m for m in ROUND.moves if m.source in after and m.target in backwards]


def test_annulment_is_possible_until_signing_and_final() -> None:
    assert set(RoundState) - set(ANNULLABLE) == {S.SIGNING, S.CLOSED, S.ANNULLED}
    assert not ROUND.acts_from(S.ANNULLED)


def test_every_act_with_a_right_is_written_into_the_register() -> None:
    assert set(RIGHT_FOR) == set(TAGS)
    assert len(set(TAGS.values())) == len(TAGS)


def test_nobody_may_freeze_seed_and_publish_by_role_alone() -> None:
    three = {Permission.FREEZE_ROLL, Permission.ENTER_SEED, Permission.PUBLISH_ROUND}
    assert not [role for role in Role if three <= PERMISSIONS[role]]
