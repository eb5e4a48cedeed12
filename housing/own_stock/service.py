"""Acts on own stock: whose it is, and when a round has left flats that nobody took."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from housing.clocks import queries as clocks_running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.offices import queries as offices
from housing.own_stock import queries
from housing.own_stock.models import OwnStock
from housing.own_stock.words import OwnerKind
from housing.policies.queries import book as values_in_force

SURPLUS = ClockKind.SURPLUS_TRANSFER


def open_stock(
    work: Work,
    owner: str,
    kind: OwnerKind,
    serves: str,
    *,
    document: str,
    first_until: date | None = None,
) -> OwnStock:
    """Put on file that the flats of an owner serve its own people first.

    `serves` is the word its units carry; `first_until` the last day of the priority where the
    agreement `document` names one. Basis: HN 19 (HN-19-1, HN-19-2), HN 39 (ownership stays).

    Raises:
        NotAllowed: the actor does not keep the stock.
        BadInput: a field is empty.
        WrongState: the owner has one already.
    """
    work.actor.must(Permission.KEEP_STOCK)
    owner = given(owner, "产权单位 / owner")
    if queries.running(work.session, work.place, owner) is not None:
        raise WrongState(f"“{owner}”的房源已经登记 / the stock of {owner!r} is on file already")
    made = OwnStock(
        place=work.place,
        owner=owner,
        kind=kind,
        serves=given(serves, "服务对象 / whom it serves"),
        first_until=first_until,
        document=given(document, "依据文件 / document"),
        opened_on=work.day,
        opened_by=work.actor.name,
        surplus_round="",
    )
    work.session.add(made)
    work.session.flush()
    until = first_until.isoformat() if first_until else None
    after = {"kind": kind.value, "serves": made.serves, "first_until": until}
    _record(work, made, Tag.OWN_STOCK_OPENED, after, document=made.document)
    return made


def close_stock(work: Work, stock_id: int, *, reason: str) -> OwnStock:
    """Take an own stock off the file: its units were sold, bought or all transferred.

    Raises:
        NotAllowed: the actor does not keep the stock.
        BadInput: no reason.
        WrongState: it was closed before, or units still serve its people first.
    """
    work.actor.must(Permission.KEEP_STOCK)
    stock = queries.get(work.session, work.place, stock_id)
    if stock.closed_on is not None:
        raise WrongState("已经撤销 / it was closed before")
    held = queries.units_of(work.session, stock)
    if held:
        raise WrongState(
            f"还有 {len(held)} 套房源定向“{stock.serves}”，不能撤销，如 {held[0].code}"
            f" / {len(held)} units still serve its people first, e.g. {held[0].code}"
        )
    reason = given(reason, "理由 / reason")
    end_surplus(work, stock)
    stock.closed_on = work.day
    work.session.flush()
    _record(work, stock, Tag.OWN_STOCK_CLOSED, {}, reason=reason)
    return stock


def round_ended(work: Work, owner: str, round_code: str) -> OwnStock | None:
    """Note that a round among the people of `owner` is completed; flats nobody took are left over.

    Called when such a round is published: the period after which they may be transferred starts,
    or ends when everything was taken. Where the county's values name the owner, its own stock is
    put on file by this; None for an owner they do not name. Basis: HN 19 (HN-19-3).

    Raises:
        MissingPolicyValue: the county has not set the period.
    """
    stock = queries.running(work.session, work.place, owner) or _by_values(work, owner)
    if stock is None:
        return None
    left = queries.left_over(work.session, stock)
    if not left:
        end_surplus(work, stock)
    elif stock.surplus_since is None:
        _begin_surplus(work, stock, round_code, [unit.code for unit in left])
    return stock


def end_surplus(work: Work, stock: OwnStock) -> None:
    """Note that nothing is left over any more."""
    if stock.surplus_since is None:
        return
    before = {"since": stock.surplus_since.isoformat(), "round": stock.surplus_round}
    stock.surplus_since, stock.surplus_round, stock.surplus_due_on = None, "", None
    work.session.flush()
    if clocks_running.open_clock(work.session, stock.case, SURPLUS):
        clocks.stop(work, stock.case, SURPLUS, outcome=Outcome.VOID)
    _record(work, stock, Tag.SURPLUS_ENDED, {}, before=before)


def _begin_surplus(work: Work, stock: OwnStock, round_code: str, codes: Sequence[str]) -> None:
    office = offices.of_kind(work.session, work.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    clock = clocks.start(
        work,
        stock.case,
        SURPLUS,
        office_id=office[0].id if office else None,
        role=Role.COUNTY_HEAD,
    )
    stock.surplus_since, stock.surplus_round = work.day, round_code
    stock.surplus_due_on = clock.due_on
    work.session.flush()
    after = {"round": round_code, "units": list(codes), "due_on": clock.due_on.isoformat()}
    _record(work, stock, Tag.SURPLUS_FOUND, after)


def _by_values(work: Work, owner: str) -> OwnStock | None:
    """Put an owner on file whom the county's dated values name, with their source as document."""
    held = values_in_force(work.session).find("own_stock", work.place, work.day)
    rows: Sequence[Mapping[str, Any]] = held.value if held else ()
    row = next((each for each in rows if each["owner"] == owner), None)
    if held is None or row is None:
        return None
    made = OwnStock(
        place=work.place,
        owner=owner,
        kind=OwnerKind(row["kind"]),
        serves="、".join(row["employers"])[:128],
        document=held.source[:200],
        opened_on=work.day,
        opened_by=work.actor.name,
        surplus_round="",
    )
    work.session.add(made)
    work.session.flush()
    after = {"kind": made.kind.value, "serves": made.serves, "first_until": None}
    _record(work, made, Tag.OWN_STOCK_OPENED, after, document=made.document)
    return made


def _record(
    work: Work,
    stock: OwnStock,
    tag: Tag,
    after: Mapping[str, object],
    *,
    before: object = None,
    reason: str = "",
    document: str = "",
) -> None:
    subject = f"own_stock:{stock.owner}"
    work.record(Entry(tag, subject, before, dict(after), reason, document), stock.place)
