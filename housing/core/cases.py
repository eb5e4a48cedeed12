"""How one feature names another feature's case without knowing its tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case: its kind (`application`, later `entry`, `lease`, …), row id, place and number."""

    kind: str
    id: int
    place: str
    number: str

    @property
    def subject(self) -> str:
        """The case as the register names it, `kind:number`."""
        return f"{self.kind}:{self.number}"
