"""Visits, yearly declarations, words of the city's centre, and complaints from anybody."""

from datetime import date

from housing.calendar import Measure, Period, due, load_calendar
from housing.clocks.rights import is_within
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import NotFound, WrongState
from housing.core.work import Work, not_to_come
from housing.sales import queries
from housing.sales.models import Sale, SaleComplaint, SaleNote
from housing.sales.moving import LONGEST, given, note, value
from housing.sales.states import HELD, SaleState
from housing.sales.words import Complaint, NoteKind


def inspect(work: Work, sale_id: int, *, on: date, words: str, document: str = "") -> SaleNote:
    """Note a visit to a sold dwelling; the next one is due after the county's interval.

    Owner occupation has no last day: the visits go on until the dwelling is resold.
    Basis: HZS 21 (HZS-21-5), HZS 23 (HZS-23-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: the dwelling is not held by a buyer.
        BadInput: nothing seen, or a day ahead.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    _must_be_held(sale)
    not_to_come(work, on, "检查日期 / day of the visit")
    months = int(value(work.session, "sale_inspection_interval", sale.place, work.day))
    interval = Period(months, Measure.MONTHS)
    following = due(load_calendar(), on, interval, rolls_over=False).day
    return _noted(work, sale, NoteKind.INSPECTION, on, words, document, following)


def declare(work: Work, sale_id: int, *, words: str, document: str) -> SaleNote:
    """Keep a unit's yearly declaration that only its staff without a dwelling live there.

    Basis: HZS 21 (HZS-21-4).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: the dwelling was not bought by a unit, or is not held.
        BadInput: no words or no signed declaration.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    _must_be_held(sale)
    if sale.purchase_id is None:
        raise WrongState("不是单位购买的住房 / not bought by a unit")
    paper = given(document, "单位声明 / declaration")
    return _noted(work, sale, NoteKind.DECLARATION, work.day, words, paper)


def supervise(work: Work, place: str, sale_id: int, *, words: str) -> SaleNote:
    """Keep what the city's centre says on a sale of a county that it supervises.

    Basis: HZS 5 (HZS-5-2).

    Raises:
        NotAllowed: the actor does not supervise.
        NotFound: the county is not theirs, or has no such sale.
        BadInput: no words.
    """
    work.actor.must(Permission.SUPERVISE)
    if not is_within(place, work.actor.place):
        raise NotFound(f"{place} 不在您的辖区 / {place} does not lie in your area")
    hold_head(work.session, place)
    sale = queries.get(work.session, place, sale_id, lock=True)
    return _noted(work, sale, NoteKind.SUPERVISION, work.day, words, "")


def complain(
    work: Work, kind: Complaint, *, dwelling: str, words: str, contact: str = ""
) -> SaleComplaint:
    """Take a complaint of anybody: a purchase that was forced, or the misuse of a sold dwelling.

    The contact is sealed. Basis: HZS 7 (HZS-7-2), HZS 23 (HZS-23-2).

    Raises:
        BadInput: the dwelling or the words are missing, or too long.
    """
    made = SaleComplaint(
        place=work.place,
        kind=kind,
        dwelling=given(dwelling, "住房地址 / dwelling"),
        words=given(words, "情况 / what happened", most=LONGEST),
        contact_sealed=work.keyring.seal(contact.strip()[:64]) if contact.strip() else None,
        filed_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    subject = f"sale_complaint:{made.id}"
    work.record(Entry(TenancyTag.SALE_COMPLAINT_FILED, subject, None, {"kind": kind.value}))
    return made


def answer(work: Work, complaint_id: int, *, words: str) -> SaleComplaint:
    """Answer a complaint.

    Raises:
        NotAllowed: the actor does not decide sales.
        NotFound, WrongState: no such complaint, or answered.
        BadInput: no words.
    """
    work.actor.must(Permission.DECIDE_SALE)
    hold_head(work.session, work.place)
    found = work.session.get(SaleComplaint, complaint_id)
    if found is None or found.place != work.place:
        raise NotFound(f"没有第 {complaint_id} 号投诉 / there is no complaint {complaint_id}")
    if found.answered_on is not None:
        raise WrongState("投诉已答复 / the complaint is answered already")
    found.answer = given(words, "答复 / answer", most=LONGEST)
    found.answered_by, found.answered_on = work.actor.name, work.day
    work.session.flush()
    subject = f"sale_complaint:{found.id}"
    work.record(Entry(TenancyTag.SALE_COMPLAINT_ANSWERED, subject, reason=found.answer))
    return found


def _must_be_held(sale: Sale) -> None:
    if sale.state not in (*HELD, SaleState.CORRECTING):
        raise WrongState("住房尚未登记或者已经收回 / not registered to a buyer, or taken back")


def _noted(
    work: Work,
    sale: Sale,
    kind: NoteKind,
    on: date,
    words: str,
    document: str,
    next_on: date | None = None,
) -> SaleNote:
    made = SaleNote(
        sale_id=sale.id,
        kind=kind,
        noted_on=on,
        words=given(words, "情况 / words", most=LONGEST),
        document=document.strip(),
        next_on=next_on,
        made_by=work.actor.name,
    )
    work.session.add(made)
    note(work, sale, TenancyTag.SALE_NOTED, {"kind": kind.value}, made.words, made.document)
    return made
