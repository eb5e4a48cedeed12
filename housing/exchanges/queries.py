"""Reads of wishes, searches and exchanges."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.exchanges.models import Exchange, ExchangeMember, ExchangeSearch, ExchangeWish
from housing.exchanges.states import OPEN_STATES, ExchangeState
from housing.exchanges.words import WishState
from housing.leases.models import Lease
from housing.leases.states import LeaseState

LIVE = (WishState.OPEN, WishState.IN_CASE)
#: The lists of the work page.
ONLY = ("", "open", "consenting", "deciding", "approved", "to_file", "over")


def get(session: Session, place: str, exchange_id: int, *, lock: bool = False) -> Exchange:
    """Return an exchange of a place; `lock` holds it until the commit.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Exchange).where(Exchange.id == exchange_id, Exchange.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {exchange_id} 号互换 / there is no exchange {exchange_id}")
    return found


def wish(session: Session, place: str, wish_id: int) -> ExchangeWish:
    """Return a wish of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(ExchangeWish, wish_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {wish_id} 号互换意愿 / there is no wish {wish_id}")
    return found


def search(session: Session, place: str, search_id: int) -> ExchangeSearch:
    """Return a search of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(ExchangeSearch, search_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {search_id} 号互换方案 / there is no search {search_id}")
    return found


def live_wish(session: Session, lease_id: int) -> ExchangeWish | None:
    """Return the wish of a lease that is open or in a case, or None."""
    return session.scalars(
        select(ExchangeWish).where(ExchangeWish.lease_id == lease_id, ExchangeWish.state.in_(LIVE))
    ).one_or_none()


def open_wishes(session: Session, place: str) -> Sequence[ExchangeWish]:
    """Return the open wishes of tenants whose lease runs, the oldest first."""
    return session.scalars(
        select(ExchangeWish)
        .join(Lease, Lease.id == ExchangeWish.lease_id)
        .where(
            ExchangeWish.place == place,
            ExchangeWish.state == WishState.OPEN,
            Lease.state == LeaseState.ACTIVE,
        )
        .order_by(ExchangeWish.made_on, ExchangeWish.id)
    ).all()


def named_pairs(session: Session, place: str) -> list[tuple[ExchangeWish, ExchangeWish]]:
    """Return the open wishes that name each other, the older wish of a pair first."""
    wishes = {each.lease_id: each for each in open_wishes(session, place)}
    return [
        (each, other)
        for each in wishes.values()
        if (other := wishes.get(each.partner_lease_id or 0)) is not None
        and other.partner_lease_id == each.lease_id
        and each.id < other.id
    ]


def member_of(session: Session, lease_id: int) -> ExchangeMember | None:
    """Return a lease's part in an exchange that may still happen, or None."""
    return session.scalars(
        select(ExchangeMember).where(ExchangeMember.lease_id == lease_id, ExchangeMember.is_open)
    ).one_or_none()


def of_leases(session: Session, lease_ids: Collection[int]) -> Sequence[Exchange]:
    """Return the exchanges of these leases, the newest first."""
    return session.scalars(
        select(Exchange)
        .where(
            Exchange.id.in_(
                select(ExchangeMember.exchange_id).where(ExchangeMember.lease_id.in_(lease_ids))
            )
        )
        .order_by(Exchange.id.desc())
    ).all()


def wishes_of(session: Session, lease_ids: Collection[int]) -> Sequence[ExchangeWish]:
    """Return the wishes of these leases, the newest first."""
    return session.scalars(
        select(ExchangeWish)
        .where(ExchangeWish.lease_id.in_(lease_ids))
        .order_by(ExchangeWish.id.desc())
    ).all()


def searches(session: Session, place: str, limit: int = 20) -> Sequence[ExchangeSearch]:
    """Return the latest searches of a place, the newest first."""
    return session.scalars(
        select(ExchangeSearch)
        .where(ExchangeSearch.place == place)
        .order_by(ExchangeSearch.number.desc())
        .limit(limit)
    ).all()


def next_number(session: Session, place: str) -> int:
    """Return the number of the next search of a place."""
    last = session.scalar(
        select(func.max(ExchangeSearch.number)).where(ExchangeSearch.place == place)
    )
    return (last or 0) + 1


def count_numbered(session: Session, stem: str) -> int:
    """Return how many exchanges have a number that begins so."""
    found = select(func.count()).where(Exchange.number.startswith(stem, autoescape=True))
    return session.scalar(found) or 0


def count(session: Session, place: str, only: str) -> int:
    """Return how many exchanges a list holds; `only` as in `page_of`."""
    found = _chosen(place, only).with_only_columns(Exchange.id)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def page_of(
    session: Session, place: str, only: str, offset: int = 0, limit: int | None = 50
) -> Sequence[Exchange]:
    """Return a page of exchanges: all, `open`, one state, `to_file`, or `over`."""
    found = _chosen(place, only).order_by(Exchange.id.desc()).offset(offset).limit(limit)
    return session.scalars(found).all()


def stale(session: Session) -> list[tuple[str, int]]:
    """Return place and id of open exchanges of which some lease does not run any more."""
    rows = session.execute(
        select(Exchange.place, Exchange.id)
        .join(ExchangeMember, ExchangeMember.exchange_id == Exchange.id)
        .join(Lease, Lease.id == ExchangeMember.lease_id)
        .where(Exchange.state.in_(OPEN_STATES), Lease.state != LeaseState.ACTIVE)
        .distinct()
        .order_by(Exchange.place, Exchange.id)
    )
    return [(place, exchange_id) for place, exchange_id in rows]


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return the counts of the work lists for the desk."""
    counts = {name: count(session, place, name) for name in ("deciding", "approved", "to_file")}
    return {"wishes": len(open_wishes(session, place)), **counts}


def _chosen(place: str, only: str) -> Select[Exchange]:
    found = select(Exchange).where(Exchange.place == place)
    if only == "open":
        return found.where(Exchange.state.in_(OPEN_STATES))
    if only == "to_file":
        return found.where(
            Exchange.needs_filing,
            Exchange.filed_on.is_(None),
            Exchange.state.in_((ExchangeState.APPROVED, ExchangeState.EXECUTED)),
        )
    if only == "over":
        return found.where(Exchange.state.not_in(OPEN_STATES))
    return found.where(Exchange.state == only) if only else found
