"""How an application refuses: at the field, or because somebody else changed the case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from housing.applications.family import Refusal
from housing.core.clock import ZONE
from housing.core.errors import BadInput, Conflict


class FieldRefusal(BadInput):
    """What was declared cannot be taken; `fields` says why at each field, in both languages.

    A field inside a list is named with its place from 0: `members-1-identity_number`.
    """

    def __init__(self, fields: Mapping[str, str], rules: Iterable[str] = ()) -> None:
        first, words = next(iter(fields.items()))
        super().__init__(f"{first}：{words}", rules)
        self.fields = dict(fields)

    @classmethod
    def of(cls, refusals: Sequence[Refusal]) -> "FieldRefusal":
        """Return the refusal of all of these, with the rules of all."""
        fields = {each.field: each.words for each in refusals}
        return cls(fields, [rule for each in refusals for rule in each.rules])


@dataclass(frozen=True, slots=True)
class Change:
    """One act that somebody else did in the meantime."""

    by: str
    at: datetime
    what: str


class EditConflict(Conflict):
    """Somebody else changed the case since it was read; `changes` says who, when and what."""

    def __init__(self, subject: str, changes: Sequence[Change]) -> None:
        last = changes[-1] if changes else None
        told = (
            f"{last.by} 于 {last.at.astimezone(ZONE):%Y-%m-%d %H:%M} {last.what}"
            if last
            else "刚刚有人改动"
        )
        super().__init__(
            f"{subject} 在您打开之后已被改动：{told}。您填写的内容没有丢失，请核对后再提交"
            f" / {subject} was changed after you opened it"
            f"{f', last by {last.by}' if last else ''}; nothing you typed is lost, check and send"
            " again"
        )
        self.changes = tuple(changes)
        self.fields = {"version": told}
