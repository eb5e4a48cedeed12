"""JSON interface of the waitlist: entries, their review, the order."""

from typing import Any

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.waitlist import asof, order, pages_my, queries, service
from housing.waitlist.models import WaitingOrder, WaitlistEntry
from housing.waitlist.schemas import (
    AssistanceSchema,
    CancellationSchema,
    DayArguments,
    EntriesArguments,
    EntrySchema,
    KeepSchema,
    LineOnSchema,
    OrderSchema,
    ReviewSchema,
    SubsidySchema,
    WhereSchema,
)
from housing.waitlist.whose import entries_of_account
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("waitlist", __name__, description="轮候 / waitlist")


@guards.requires(Permission.SEE_CASES)
@api.route("/waitlist")
@api.arguments(EntriesArguments, location="query")
@api.response(200, page_of(EntrySchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of entries."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, asked["which"], day))
        found = queries.page_of(session, place, asked["which"], day, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(Permission.SEE_CASES)
@api.route("/waitlist/<int:entry_id>")
@api.response(200, EntrySchema)
def show(entry_id: int) -> WaitlistEntry:
    """Return one entry."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, entry_id)


@guards.requires(Permission.SEE_CASES)
@api.route("/waitlist/<int:entry_id>/place")
@api.response(200, WhereSchema)
def where(entry_id: int) -> dict[str, object]:
    """Return where an entry stands, its moves with their causes, and what would change it."""
    with reading() as session:
        return _where(session, queries.get(session, signed_in_actor().place, entry_id))


@guards.requires(Permission.APPLY)
@api.route("/waitlist/mine")
@api.response(200, WhereSchema(many=True))
def mine() -> list[dict[str, object]]:
    """Return where the entries of one's own account stand."""
    with reading() as session:
        own = entries_of_account(session, signed_in_actor().name)
        return [_where(session, each) for each in own]


@guards.requires(Permission.SEE_CASES)
@api.route("/waitlist/on")
@api.arguments(DayArguments, location="query")
@api.response(200, page_of(LineOnSchema))
def on_day(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the order as it stood at the end of a past day."""
    place, day = signed_in_actor().place, asked["day"] or installation().clock.today()
    with reading() as session:
        entries = asof.order_on(session, place, day, 0, 0).entries
        paging = paging_of(asked, entries)
        found = asof.order_on(session, place, day, paging.offset, paging.rows)
    return page_answer(found.lines, paging)


@guards.requires(Permission.DECIDE_CASE)
@api.route("/waitlist/<int:entry_id>/subsidy", methods=["POST"])
@api.arguments(SubsidySchema)
@api.response(200, EntrySchema)
def subsidise(sent: dict[str, Any], entry_id: int) -> WaitlistEntry:
    """Record the grant of the rental subsidy; the wait is over."""
    with acting() as work:
        return service.subsidise(work, entry_id, sent["document"])


@guards.requires(Permission.RECHECK_CASE)
@api.route("/waitlist/<int:entry_id>/review", methods=["POST"])
@api.arguments(ReviewSchema)
@api.response(200, EntrySchema)
def review(sent: dict[str, Any], entry_id: int) -> WaitlistEntry:
    """Begin to review whether a household still meets the conditions."""
    with acting() as work:
        return service.open_review(work, entry_id, reason=sent["reason"], document=sent["document"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/waitlist/<int:entry_id>/keep", methods=["POST"])
@api.arguments(KeepSchema)
@api.response(200, EntrySchema)
def keep(sent: dict[str, Any], entry_id: int) -> WaitlistEntry:
    """Keep an entry after its review."""
    with acting() as work:
        return service.keep(work, entry_id, reason=sent["reason"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/waitlist/<int:entry_id>/cancel", methods=["POST"])
@api.arguments(CancellationSchema)
@api.response(200, EntrySchema)
def cancel(sent: dict[str, Any], entry_id: int) -> WaitlistEntry:
    """Cancel the qualification to wait; the household is told in writing."""
    with acting() as work:
        return service.cancel(
            work, entry_id, reasons=sent["reasons"], conditions=sent["conditions"]
        )


@guards.requires(Permission.REGISTER_ENTRY)
@api.route("/waitlist/<int:entry_id>/assistance", methods=["POST"])
@api.arguments(AssistanceSchema)
@api.response(200, EntrySchema)
def assistance(sent: dict[str, Any], entry_id: int) -> WaitlistEntry:
    """Change the form of assistance."""
    with acting() as work:
        return service.change_assistance(
            work,
            entry_id,
            sent["assistance"],
            reason=sent["reason"],
            document=sent["document"],
        )


@guards.requires(Permission.REGISTER_ENTRY)
@api.route("/waitlist/orders", methods=["POST"])
@api.response(201, OrderSchema)
def publish() -> WaitingOrder:
    """Make the order of everybody who waits and publish it."""
    with acting() as work:
        return order.publish_order(work)


def _where(session: Session, entry: WaitlistEntry) -> dict[str, object]:
    told = pages_my.told(session, entry)
    found = told["places"]
    return {
        "entry": entry,
        "reckoned_on": found.placing.day if found else None,
        "county": found.county if found else None,
        "tier": found.tier if found else None,
        "classes": found.classes if found else (),
        "moves": told["moves"],
        "sentences": told["sentences"],
    }
