"""Reads of subsidies; lists are ordered by id, the newest first, unless said otherwise."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.core.errors import NotFound
from housing.households.models import Household
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.subsidies.housed import paid_and_housed
from housing.subsidies.models import (
    Entitlement,
    SubsidyLine,
    SubsidyList,
    SubsidyOverpayment,
)
from housing.subsidies.rules import Rate, owed, paid_by, unpaid
from housing.subsidies.states import LIVE, OPEN, EntitlementState, ListState
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from housing.waitlist.whose import entries_of_account

MOST_COUNTED = 10_000
ONLY = ("", "proposed", "changes", "housed", "granted", "stopped", "refused")


def get(session: Session, place: str, entitlement_id: int) -> Entitlement:
    """Return an entitlement of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(Entitlement, entitlement_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {entitlement_id} 号补贴 / there is no subsidy {entitlement_id}")
    return found


def live_of(session: Session, household_id: int) -> Entitlement | None:
    """Return the entitlement of a household that is proposed or paid, or None."""
    return session.scalars(
        select(Entitlement).where(
            Entitlement.household_id == household_id, Entitlement.state.in_(LIVE)
        )
    ).one_or_none()


def of_account(session: Session, actor: Actor) -> Sequence[Entitlement]:
    """Return the entitlements of a family's account, the newest first."""
    entries = [entry.id for entry in entries_of_account(session, actor.name)]
    return session.scalars(
        select(Entitlement).where(Entitlement.entry_id.in_(entries)).order_by(Entitlement.id.desc())
    ).all()


def without(session: Session, place: str, limit: int = 200) -> Sequence[WaitlistEntry]:
    """Return entries that were granted the subsidy and for which nobody has reckoned it yet."""
    known = select(Entitlement.entry_id).where(Entitlement.entry_id == WaitlistEntry.id)
    return session.scalars(
        select(WaitlistEntry)
        .where(
            WaitlistEntry.place == place,
            WaitlistEntry.state == EntryState.SUBSIDISED,
            ~known.exists(),
        )
        .order_by(WaitlistEntry.closed_on, WaitlistEntry.id)
        .limit(limit)
    ).all()


def count(session: Session, place: str, only: str) -> int:
    """Return how many entitlements a list holds, counting no further than 10,000."""
    some = _chosen(place, only).with_only_columns(Entitlement.id).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def page_of(
    session: Session, place: str, only: str, offset: int = 0, limit: int | None = 50
) -> list[tuple[Entitlement, Household]]:
    """Return a page of entitlements with their households; `only`: a word of `ONLY`."""
    found = (
        _chosen(place, only)
        .add_columns(Household)
        .join(Household, Household.id == Entitlement.household_id)
        .order_by(Entitlement.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(held, household) for held, household in session.execute(found)]


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return what waits for somebody: entries to reckon, proposals, changes, lists.

    `housed`: who is paid a subsidy and lives under a lease (HN-9-1).
    """
    open_lists = select(func.count()).where(
        SubsidyList.place == place, SubsidyList.state == ListState.PREPARED
    )
    return {
        "to_reckon": len(without(session, place)),
        "proposed": count(session, place, "proposed"),
        "changes": count(session, place, "changes"),
        "housed": count(session, place, "housed"),
        "lists": session.scalar(open_lists) or 0,
    }


def granted(session: Session, place: str) -> Sequence[Entitlement]:
    """Return the entitlements that something may still be owed to: granted or stopped ones."""
    return session.scalars(
        select(Entitlement)
        .where(
            Entitlement.place == place,
            Entitlement.state.in_((EntitlementState.GRANTED, EntitlementState.STOPPED)),
        )
        .order_by(Entitlement.id)
    ).all()


def get_list(session: Session, place: str, list_id: int) -> SubsidyList:
    """Return a list of payments of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(SubsidyList, list_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {list_id} 号发放清单 / there is no list {list_id}")
    return found


def open_list(session: Session, place: str) -> SubsidyList | None:
    """Return the list of payments of a place that is not settled yet, or None."""
    return session.scalars(
        select(SubsidyList).where(SubsidyList.place == place, SubsidyList.state.in_(OPEN))
    ).one_or_none()


def lists(session: Session, place: str, offset: int = 0, limit: int = 50) -> Sequence[SubsidyList]:
    """Return a page of the lists of payments of a place."""
    found = select(SubsidyList).where(SubsidyList.place == place).order_by(SubsidyList.id.desc())
    return session.scalars(found.offset(offset).limit(limit)).all()


def count_lists(session: Session, place: str) -> int:
    """Return how many lists of payments a place has."""
    return session.scalar(select(func.count()).where(SubsidyList.place == place)) or 0


def lines(
    session: Session, list_id: int, offset: int = 0, limit: int | None = None
) -> list[tuple[SubsidyLine, Entitlement]]:
    """Return the lines of a list in the order of their entitlements."""
    rows = session.execute(
        select(SubsidyLine, Entitlement)
        .join(Entitlement, Entitlement.id == SubsidyLine.entitlement_id)
        .where(SubsidyLine.list_id == list_id)
        .order_by(SubsidyLine.entitlement_id)
        .offset(offset)
        .limit(limit)
    )
    return [(line, held) for line, held in rows]


def payments(session: Session, entitlement_id: int) -> list[tuple[SubsidyLine, SubsidyList]]:
    """Return what one household was put on lists for, the newest first; dropped lists too."""
    rows = session.execute(
        select(SubsidyLine, SubsidyList)
        .join(SubsidyList, SubsidyList.id == SubsidyLine.list_id)
        .where(SubsidyLine.entitlement_id == entitlement_id)
        .order_by(SubsidyLine.id.desc())
    )
    return [(line, held) for line, held in rows]


def overpayments(session: Session, entitlement_id: int) -> Sequence[SubsidyOverpayment]:
    """Return what was found to be paid too much, in the order it was found."""
    return session.scalars(
        select(SubsidyOverpayment)
        .where(SubsidyOverpayment.entitlement_id == entitlement_id)
        .order_by(SubsidyOverpayment.id)
    ).all()


def still_due(session: Session, held: Entitlement) -> int:
    """Return what a household still has to give back, in fen; the ledger knows."""
    return ledger.balance(session, held.place, AccountKind.SUBSIDY_DUE, held.ref)


def open_months(
    session: Session, many: Collection[Entitlement], until: date
) -> dict[int, dict[date, int]]:
    """Return per entitlement what each month up to `until` still comes to, negative if overpaid.

    Months of a list that was not dropped count as paid, unless the bank returned the line.
    """
    paid = _paid(session, [held.id for held in many])
    found = {}
    for held in many:
        last = min(until, held.until_month) if held.until_month else until
        rates = [Rate(a.from_month, a.monthly_fen) for a in held.amounts if a.approved]
        months = owed(rates, held.from_month, last)
        found[held.id] = unpaid(months, paid.get(held.id, {}))
    return found


def _paid(session: Session, ids: Sequence[int]) -> dict[int, dict[date, int]]:
    rows = session.execute(
        select(SubsidyLine.entitlement_id, SubsidyLine.months)
        .join(SubsidyList, SubsidyList.id == SubsidyLine.list_id)
        .where(
            SubsidyLine.entitlement_id.in_(ids),
            SubsidyList.state != ListState.DROPPED,
            SubsidyLine.returned_on.is_(None),
        )
    )
    held: dict[int, list[list[tuple[str, int]]]] = {}
    for entitlement_id, months in rows:
        held.setdefault(entitlement_id, []).append([(written, fen) for written, fen in months])
    recovered = session.execute(
        select(SubsidyOverpayment.entitlement_id, SubsidyOverpayment.months).where(
            SubsidyOverpayment.entitlement_id.in_(ids)
        )
    )
    for entitlement_id, months in recovered:
        held.setdefault(entitlement_id, []).append([(written, -fen) for written, fen in months])
    return {key: paid_by(lines) for key, lines in held.items()}


def _chosen(place: str, only: str) -> Select[Entitlement]:
    found = select(Entitlement).where(Entitlement.place == place)
    if only == "changes":
        return found.where(
            Entitlement.state == EntitlementState.GRANTED,
            Entitlement.amounts.any(approved=None),
        )
    if only == "housed":
        return found.where(
            Entitlement.state.in_(LIVE), Entitlement.household_id.in_(paid_and_housed(place))
        )
    if only:
        return found.where(or_(Entitlement.state == EntitlementState(only)))
    return found
