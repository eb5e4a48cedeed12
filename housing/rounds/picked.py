"""What was picked in a hall (picks.json), as the stages of a round read it.

Each turn says what its household did. From these the wishes of a stage follow, so that one engine
and one proof serve a round whether people chose in the hall or on paper; the round package's
verifier reads the same file by the same rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from housing.rounds import files
from housing.rounds.models import Round, RoundFile

Json = dict[str, Any]
PICKS = "picks.json"
#: Who did this holds nothing at the end, and is out of the round.
OUT = ("absent", "given_up")
#: Who did this takes nothing when it chooses in turn; under priority its flat is kept to the end.
TAKES_NOTHING = ("absent", "declined")


@dataclass(frozen=True, slots=True)
class Picks:
    """The turns of a hall by stage and household; a household without one had nothing to take."""

    rows: Mapping[tuple[str, str], Json]

    @classmethod
    def of(cls, rows: Iterable[Json]) -> "Picks":
        """Return the turns of the rows of picks.json."""
        return cls({(row["stage"], row["household"]): row for row in rows})

    def wishes(
        self, stage: str, household: str, classes: Iterable[str], mechanism: str
    ) -> list[list[str]]:
        """Return the list that stands for what a household did in a stage.

        The class that it picked comes first, then all others; whoever has picked nothing would
        take any.
        """
        row, every = self.rows.get((stage, household)), sorted(classes)
        if row is None or row["class"] is None:
            is_out = row is not None and row["outcome"] in TAKES_NOTHING
            return [] if is_out and mechanism == "in_turn" else [every]
        return [[row["class"]], [name for name in every if name != row["class"]]]

    def unit_of(self, stage: str, household: str) -> str | None:
        """Return the flat that a household picked in a stage and keeps."""
        row = self.rows.get((stage, household))
        return row["unit"] if row is not None and row["outcome"] == "picked" else None

    def out_of(self, stage: str) -> set[str]:
        """Return who left the round in a stage: absent, or gave up what it had picked."""
        return {
            household
            for (key, household), row in self.rows.items()
            if key == stage and row["outcome"] in OUT
        }

    def called(self) -> set[str]:
        """Return every household that had a turn."""
        return {household for _, household in self.rows}


def picks_of(session: Session, a_round: Round) -> Picks | None:
    """Return the picks of a round in person, or None of one that was computed.

    Raises:
        BrokenRule: the file was changed after its hash was written down.
    """
    if session.get(RoundFile, (a_round.id, PICKS)) is None:
        return None
    return Picks.of(files.read(session, a_round, PICKS).content["picks"])
