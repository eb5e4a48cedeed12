"""Money of rental projects: grants with a month to pay, reliefs of fees, parts of a land price.

Every amount is reckoned by the values of the day on which the project was approved, so that a
project approved in time keeps its claim after the measures have lapsed. Basis: HZR 35 (HZR-35-2).
"""

from collections.abc import Sequence
from datetime import date

from housing.calendar import Measure, Period, load_calendar
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import KINDS, ClockKind
from housing.clocks.reckoning import Terms, reckon
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import hold_head
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.work import Work
from housing.offices import queries as offices
from housing.policies import queries as policies
from housing.rental_projects.supply import queries, rules
from housing.rental_projects.supply.models import FeeRelief, Supply, SupplyDue
from housing.rental_projects.supply.service import hold, must_be_ready, record
from housing.rental_projects.supply.words import FEE_WORDS, Fee


def accept(work: Work, code: str, *, document: str, on: date) -> list[SupplyDue]:
    """Note that the main structure passed its acceptance; the grants are due within a month.

    Only serviced apartments that the approval names so are paid for; other projects are accepted
    without a grant. Both treasuries have the same last day, each its own clock. Basis: HZR 15
    (HZR-15-1), HZR 18 (HZR-18-1 to HZR-18-5).

    Raises:
        NotAllowed: the actor does not keep projects.
        BrokenRule: approval or conversion papers are missing, the approval does not name a serviced
            apartment, or nobody pays in this area.
        WrongState: it was accepted before.
        BadInput: no paper, or a day to come or before the approval.
        MissingPolicyValue: the measures were not in force on the day of the approval.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    kept = hold(work, code)
    must_be_ready(kept)
    approved = _approved(kept)
    if kept.accepted_on is not None:
        raise WrongState(f"{code} 已于 {kept.accepted_on} 验收 / {code} was accepted before")
    if not document.strip() or not approved <= on <= work.day:
        raise BadInput(
            f"验收：须写明文件，日期在批文（{approved}）之后、不晚于今天"
            " / acceptance: name the paper, and a day after the approval that has come"
        )
    found = _grants(work, kept, approved) if kept.serviced else []
    kept.accepted_on, kept.acceptance = on, document.strip()
    terms = _terms(work, kept, ClockKind.GRANT_PAYMENT) if found else None
    until = _last_day(on, terms) if terms else on
    made = [
        SupplyDue(
            place=kept.place,
            supply_id=kept.id,
            what=f"grant_{grant.payer.value}",
            payer=grant.payer,
            fen=grant.fen,
            lines=list(grant.lines),
            due_on=until,
            made_by=work.actor.name,
        )
        for grant in found
    ]
    work.session.add_all(made)
    _run_clocks(work, kept, ClockKind.GRANT_PAYMENT, made, on, terms)
    after = {"on": on.isoformat(), "grants": {each.what: each.fen for each in made}}
    record(work, kept, Tag.SUPPLY_ACCEPTED, document.strip(), after)
    return made


def reckon_fee(work: Work, code: str, fee: Fee, base_fen: int) -> FeeRelief:
    """Reckon what is paid of a fee; reckoned again, the later amount stands.

    Basis: HZR 27 (HZR-27-1, HZR-27-2, HZR-27-3).

    Raises:
        NotAllowed: the actor does not keep projects.
        BrokenRule: approval or conversion papers are missing.
        BadInput: the fee is negative.
        MissingPolicyValue: the measures were not in force on the day of the approval.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    kept = hold(work, code)
    must_be_ready(kept)
    terms = queries.fee_terms(policies.book(work.session), kept.place, _approved(kept))
    units = rules.rental_units(queries.kinds_of(kept))
    payable = rules.payable(base_fen, fee, units, terms)
    held = {each.fee: each for each in queries.reliefs_of(work.session, kept.id)}
    relief = held.get(fee) or FeeRelief(supply_id=kept.id, fee=fee)
    relief.base_fen, relief.payable_fen, relief.units = base_fen, payable, units
    relief.reckoned_on, relief.reckoned_by = work.day, work.actor.name
    work.session.add(relief)
    after = {"fee": fee.value, "base_fen": base_fen, "payable_fen": payable, "units": units}
    record(work, kept, Tag.FEE_RECKONED, FEE_WORDS[fee], after)
    return relief


def sell_land(work: Work, code: str, *, price_fen: int, signed_on: date) -> list[SupplyDue]:
    """Keep the contract of the land: half at once, the rest within a year, from 40 units on.

    Smaller projects pay as their contract says, all of it on the day of the contract here.
    Basis: HZR 27 (HZR-27-5).

    Raises:
        NotAllowed: the actor does not keep projects.
        WrongState: it is on file, or the land was given without charge.
        BrokenRule: approval or conversion papers are missing.
        BadInput: no price, or a day to come.
        MissingPolicyValue: the measures were not in force on the day of the approval.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    kept = hold(work, code)
    must_be_ready(kept)
    if kept.land_signed_on is not None or kept.land_allocated:
        raise WrongState(
            f"{code} 的土地合同已登记，或者土地是划拨的 / the land contract of {code} is on file,"
            " or the land was given without charge"
        )
    if signed_on > work.day:
        raise BadInput(f"合同日期：{signed_on} 还没有到 / contract: the day has not come")
    first, rest = rules.instalments(price_fen, _first_percent(work, kept))
    terms = _terms(work, kept, ClockKind.LAND_BALANCE)
    parts = (("land_first", first, signed_on), ("land_rest", rest, _last_day(signed_on, terms)))
    made = [
        SupplyDue(
            place=kept.place,
            supply_id=kept.id,
            what=what,
            fen=fen,
            lines=[],
            due_on=until,
            made_by=work.actor.name,
        )
        for what, fen, until in parts
        if fen
    ]
    kept.land_fen, kept.land_signed_on = price_fen, signed_on
    work.session.add_all(made)
    _run_clocks(work, kept, ClockKind.LAND_BALANCE, made[1:], signed_on, terms)
    after = {"price_fen": price_fen, "dues": {each.what: str(each.due_on) for each in made}}
    record(work, kept, Tag.LAND_SOLD, after=after)
    return made


def pay(work: Work, due_id: int, *, on: date, document: str) -> SupplyDue:
    """Note that something was paid; by another person than who reckoned it.

    Raises:
        NotAllowed: the actor neither keeps nor recognises projects.
        NotFound: nothing of that number is due in the place.
        WrongState: it was paid.
        BrokenRule: the actor reckoned it.
        BadInput: no voucher, or a day to come.
    """
    if not work.actor.may(Permission.RECOGNISE_PROJECT):
        work.actor.must(Permission.KEEP_PROJECTS)
    hold_head(work.session, work.place)
    held = queries.due(work.session, work.place, due_id)
    if held.paid_on is not None:
        raise WrongState(f"已于 {held.paid_on} 支付 / it was paid on {held.paid_on}")
    if held.made_by == work.actor.name:
        raise BrokenRule("须由核算人以外的人员登记支付 / somebody else than who reckoned it pays")
    if not document.strip() or on > work.day:
        raise BadInput(
            "支付：须写明凭证，日期不晚于今天 / payment: name the voucher and a day that has come"
        )
    held.paid_on, held.paid_document, held.paid_by = on, document.strip(), work.actor.name
    kept = work.session.get_one(Supply, held.supply_id)
    for kind in (ClockKind.GRANT_PAYMENT, ClockKind.LAND_BALANCE):
        if running.open_clock(work.session, kept.case, kind, held.id) is not None:
            clocks.stop(work, kept.case, kind, sub=held.id)
    after = {"what": held.what, "fen": held.fen, "on": on.isoformat()}
    record(work, kept, Tag.SUPPLY_PAID, document.strip(), after)
    return held


def _grants(work: Work, kept: Supply, approved: date) -> list[rules.Grant]:
    if not kept.annotated:
        raise BrokenRule(
            "批文没有注明“酒店式公寓”，不能申请补助"
            " / the approval does not name it a serviced apartment; no grant is paid",
            rules=("HZR-15-1",),
        )
    book = policies.book(work.session)
    terms = queries.grant_terms(book, kept.place, approved)
    least = queries.grade_min(book, kept.place, approved)
    return rules.grants(queries.kinds_of(kept), kept.area, kept.scenic_grade, least, terms)


def _terms(work: Work, kept: Supply, kind: ClockKind) -> Terms:
    """Return the terms of a clock with the period that held when the project was approved."""
    name = KINDS[kind].parameter
    book = policies.book(work.session)
    held = book.value(name, kept.place, _approved(kept), queries.INSTRUMENT)
    period = Period(int(held.value), Measure(held.unit))
    return clocks.terms_of(work, kept.place, kind, period)


def _last_day(on: date, terms: Terms) -> date:
    return reckon(load_calendar(), on, terms).due_on


def _run_clocks(
    work: Work,
    kept: Supply,
    kind: ClockKind,
    dues: Sequence[SupplyDue],
    on: date,
    terms: Terms | None,
) -> None:
    """Start the clock of each due, held by the treasury, or by the centre that follows a firm."""
    treasury = kind is ClockKind.GRANT_PAYMENT
    office = offices.checking(work.session, kept.place, OfficeKind.FINANCE, work.day)
    work.session.flush()
    for each in dues:
        clocks.start(
            work,
            kept.case,
            kind,
            office_id=office.id if treasury and office else None,
            role=Role.PRICE_FINANCE if treasury else Role.CENTRE,
            on=on,
            sub=each.id,
            terms=terms,
        )


def _first_percent(work: Work, kept: Supply) -> int:
    book, approved = policies.book(work.session), _approved(kept)

    def number(name: str) -> int:
        return int(book.value(name, kept.place, approved, queries.INSTRUMENT).value)

    small = rules.rental_units(queries.kinds_of(kept)) < number("fee_relief_min_units")
    return rules.HUNDRED if small else number("land_price_first_payment")


def _approved(kept: Supply) -> date:
    """The day that decides which values hold (HZR-35-2); `must_be_ready` has looked for it."""
    return kept.approved_on or date.max
