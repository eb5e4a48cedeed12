"""A machine is one transition table, and one function walks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from housing.core.errors import WrongState

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)
UNNAMED: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Move(Generic[State, Act]):
    """From `source`, the act leads to `target`; `basis` names the article it rests on."""

    source: State
    act: Act
    target: State
    basis: str


class Lifecycle(Generic[State, Act]):
    """All moves of one kind of subject."""

    def __init__(self, subject: str, moves: Iterable[Move[State, Act]]) -> None:
        self.subject = subject
        self.moves = tuple(moves)
        self._by_pair = {(move.source, move.act): move for move in self.moves}
        if len(self._by_pair) != len(self.moves):
            raise ValueError(f"{subject}: two moves for one (state, act) pair")

    def step(
        self, state: State, act: Act, called: Mapping[str, object] = UNNAMED
    ) -> Move[State, Act]:
        """Return the move that `act` makes from `state`; `called`: what people call both.

        Raises:
            WrongState: when the table has no such move; names the states it would fit.
        """
        move = self._by_pair.get((state, act))
        if move is None:
            fitting = [move.source for move in self.moves if move.act == act]
            now, wanted = called.get(state, state), called.get(act, act)
            names = "、".join(f"“{called.get(source, source)}”" for source in fitting) or "—"
            raise WrongState(
                f"{self.subject.partition(' / ')[0]}：现在的状态是“{now}”，不能“{wanted}”"
                f"（可以办理的状态：{names}）"
                f" / cannot {act} while {state}; possible from: {', '.join(fitting) or '—'}"
            )
        return move

    def acts_from(self, state: State) -> tuple[Act, ...]:
        """Return the acts that fit `state`, in table order."""
        return tuple(move.act for move in self.moves if move.source == state)
