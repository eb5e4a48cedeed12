"""Reconciliation: what departments and streets counted, against the roll to be."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotFound, WrongState
from housing.core.work import Work
from housing.households.models import Household
from housing.households.words import GROUP_WORDS, Group
from housing.rounds.models import Round
from housing.rounds.moves import required
from housing.rounds.safeguards import RoundCount
from housing.rounds.states import RoundState

#: States in which counts are compared: the roll is not frozen yet.
OPEN = (RoundState.PREPARED, RoundState.REGISTERING, RoundState.RE_REVIEWING)


@dataclass(frozen=True, slots=True)
class Line:
    """One count beside the roll's; `group` is None for all groups of the street together."""

    source: str
    street: str
    group: Group | None
    counted: int
    on_roll: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.counted == self.on_roll


def enter_count(
    work: Work, round_id: int, *, source: str, street: str, group: Group | None, counted: int
) -> RoundCount:
    """Keep how many households an office counted for a street; a later count takes its place.

    Basis: HN 21 (HN-21-2, HN-21-5).

    Raises:
        NotAllowed: the actor does not prepare rounds.
        NotFound: the county has no such round.
        WrongState: its roll is frozen already.
        BadInput: no office, no street, or a number below 0.
    """
    work.actor.must(Permission.PREPARE_ROUND)
    a_round = work.session.get(Round, round_id)
    if a_round is None or a_round.place != work.place:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id} in {work.place}")
    if a_round.state not in OPEN:
        raise WrongState("名册已冻结，不能再录入户数 / the roll is frozen; counts come too late")
    if counted < 0:
        raise BadInput(f"户数：{counted} 小于 0 / count: {counted} is below 0")
    office = required(source, "核对单位 / office", "请写哪个部门或街道 / say who counted", 64)
    where = required(street, "街道 / street", "请写街道 / name the street", 64)
    row = _row(work.session, round_id, office, where, group)
    before = None if row.entered_by == "" else {"counted": row.counted}
    row.counted, row.entered_at, row.entered_by = counted, work.now, work.actor.name
    work.session.add(row)
    work.session.flush()
    after = {"source": office, "street": where, "group": row.group, "counted": counted}
    work.record(Entry(Tag.ROUND_COUNT_ENTERED, a_round.case.subject, before, after))
    return row


def lines(session: Session, round_id: int, on_roll: Iterable[Household]) -> list[Line]:
    """Return every count that was entered beside what the roll has, by street, group and office."""
    roll = _counted(on_roll)
    rows = session.scalars(
        select(RoundCount)
        .where(RoundCount.round_id == round_id)
        .order_by(RoundCount.street, RoundCount.group, RoundCount.source)
    )
    return [
        Line(row.source, row.street, _group(row), row.counted, roll[row.street, row.group])
        for row in rows
    ]


def differences(session: Session, round_id: int, on_roll: Iterable[Household]) -> list[str]:
    """Return a bilingual sentence for every count that the roll does not have."""
    return [
        f"户数不符：{line.source} 核对{line.street}{_words(line.group)} {line.counted} 户，名册"
        f" {line.on_roll} 户，请查明 / counts differ: {line.source} counted {line.counted}"
        f" households in {line.street}, the roll has {line.on_roll}; find out why"
        for line in lines(session, round_id, on_roll)
        if not line.agrees
    ]


def by_street(on_roll: Iterable[Household]) -> list[tuple[str, Group, int]]:
    """Return how many households of each street and group the roll has, in order."""
    found = _counted(on_roll)
    return [
        (street, Group(group), count)
        for (street, group), count in sorted(found.items())
        if group != ""
    ]


def _counted(on_roll: Iterable[Household]) -> Counter[tuple[str, str]]:
    """Households by street and group, and by street alone (group '')."""
    found: Counter[tuple[str, str]] = Counter()
    for household in on_roll:
        found[household.street, household.group.value] += 1
        found[household.street, ""] += 1
    return found


def _row(
    session: Session, round_id: int, source: str, street: str, group: Group | None
) -> RoundCount:
    name = group.value if group else ""
    held = session.scalars(
        select(RoundCount).where(
            RoundCount.round_id == round_id,
            RoundCount.source == source,
            RoundCount.street == street,
            RoundCount.group == name,
        )
    ).one_or_none()
    return held or RoundCount(
        round_id=round_id, source=source, street=street, group=name, entered_by=""
    )


def _group(row: RoundCount) -> Group | None:
    return Group(row.group) if row.group else None


def _words(group: Group | None) -> str:
    return f"（{GROUP_WORDS[group]}）" if group else ""
