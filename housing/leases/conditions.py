"""The state of a flat on a day, and what differs between moving in and moving out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.leases.models import ConditionReport, Lease
from housing.leases.rights import must_any
from housing.leases.words import ConditionPurpose

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked at: a room, a fitting; how it is, and a note."""

    item: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a flat: things, meters (as they read), a note, documents by id."""

    items: tuple[Item, ...]
    meters: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was; `was` is empty where nobody wrote it down before."""

    item: str
    was: str
    now: str


def record(
    work: Work, lease: Lease, purpose: ConditionPurpose, found: Found, on: date | None = None
) -> ConditionReport:
    """Write down the state of a flat; `on` is today by default and never later.

    Basis: HN 24 (HN-24-3: facilities and their condition).

    Raises:
        NotAllowed: the actor keeps neither leases nor upkeep.
        BadInput: nothing was looked at, a thing twice or without its state, or a day to come.
    """
    must_any(work, Permission.KEEP_LEASES, Permission.KEEP_UPKEEP)
    day = on or work.day
    if day > work.day:
        raise BadInput(f"日期：{day} 还没有到 / day: {day} has not come")
    _must_be_whole(found)
    report = ConditionReport(
        lease_id=lease.id,
        purpose=purpose,
        on=day,
        items=[{"item": x.item, "state": x.state, "note": x.note} for x in found.items],
        meters=dict(found.meters),
        note=found.note.strip(),
        documents=list(found.documents),
        made_by=work.actor.name,
    )
    work.session.add(report)
    work.session.flush()
    after = {"purpose": purpose.value, "on": day.isoformat(), "items": len(report.items)}
    work.record(Entry(TenancyTag.CONDITION_RECORDED, lease.case.subject, None, after), lease.place)
    return report


def differences(in_: ConditionReport, out: ConditionReport) -> list[Difference]:
    """Return what is not as it was when the tenant moved in, in the order of the later report.

    What was there before and is not in the later report counts as missing.
    """
    before = {row["item"]: str(row["state"]) for row in in_.items}
    after = {row["item"]: str(row["state"]) for row in out.items}
    changed = [
        Difference(item, before.get(item, ""), state)
        for item, state in after.items()
        if before.get(item) != state
    ]
    return changed + [Difference(i, state, "") for i, state in before.items() if i not in after]


def _must_be_whole(found: Found) -> None:
    if not found.items:
        raise BadInput("房屋状况：至少写一项 / condition: write down at least one thing")
    _must_be_once([each.item for each in found.items])
    for each in found.items:
        if not each.item.strip() or not each.state.strip():
            raise BadInput(
                f"房屋状况“{each.item}”：名称和状况都要写 / condition: name the thing and its state"
            )
        _must_be_short((each.item, each.state, each.note))
    _must_be_short((*found.meters, *found.meters.values(), found.note))


def _must_be_once(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(f"房屋状况：“{twice[0]}”写了两次 / condition: {twice[0]} stands twice")


def _must_be_short(texts: Iterable[str]) -> None:
    for text in texts:
        if len(text) > LONGEST:
            raise BadInput(
                f"房屋状况：“{text[:20]}…”超过 {LONGEST} 字"
                f" / condition: longer than {LONGEST} characters"
            )
