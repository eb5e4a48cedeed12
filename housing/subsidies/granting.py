"""Acts on an entitlement: reckon and propose it, decide by another person, change it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from housing.bans import queries as bans
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.households import queries as households
from housing.households.models import Household
from housing.households.words import Rescue
from housing.policies.queries import book as values_in_force
from housing.rent_standards.rules import Premises, market_of
from housing.subsidies import queries, telling
from housing.subsidies.housed import must_not_be_housed
from housing.subsidies.models import Entitlement, SubsidyAmount
from housing.subsidies.payees import Payee, columns_of
from housing.subsidies.recovering import book_overpaid
from housing.subsidies.rules import PERCENT_OF_MARKET, Reckoning, band_of, reckon
from housing.subsidies.states import CALLED, ENTITLEMENT, EntitlementAct, EntitlementState
from housing.waitlist import queries as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState

#: What an amount rests on.
RULES = ("HN-9-2", "HN-10-2", "HN-16-3")


def reckoned(work: Work, household: Household, *, size: int, own_area: int) -> Reckoning:
    """Return what a household is entitled to a month by the values of today.

    `own_area` is what it owns, in hundredths of m². Basis: HN 10 (HN-10-2).

    Raises:
        MissingPolicyValue: the county has not set a standard; names it.
        BadInput: a size below 1 or an area below 0.
    """
    book, place, day = values_in_force(work.session), household.place, work.day
    standard: Mapping[str, Mapping[str, int]] = book.value(
        "rental_subsidy_standard", place, day
    ).value
    market = None
    if PERCENT_OF_MARKET in standard:
        survey = book.value("market_rent_by_area", place, day).value
        market = market_of(survey, Premises(1, "", "", household.street, 0))
    return reckon(
        size=size,
        own_area=own_area,
        band=band_of(household.group, household.rescue is not Rescue.NONE),
        areas=book.value("guaranteed_area_by_household_size", place, day).value,
        standard=standard,
        formula=book.value("subsidy_formula", place, day).value,
        market=market,
    )


def propose(
    work: Work, entry_id: int, *, from_month: date, own_area: int, payee: Payee, document: str
) -> Entitlement:
    """Reckon the subsidy of a household that was granted it; another person decides.

    Basis: HN 9 (HN-9-1, HN-9-2), HN 10 (HN-10-2), HN 16 (HN-16-3), HN 34 (HN-34-2).

    Raises:
        NotAllowed: the actor may not.
        WrongState: the entry was not granted the subsidy, or has an entitlement already.
        BrokenRule: somebody of the household may not apply for assistance yet, or rents a flat.
        BadInput, MissingPolicyValue: see `reckoned`; or the payee is not whole.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    entry = waitlist.get(work.session, work.place, entry_id)
    _must_be_granted(work, entry)
    household = households.get(work.session, entry.place, entry.household_id)
    _must_not_be_banned(work, household)
    must_not_be_housed(work.session, household.id)
    month = _month(entry, from_month)
    made = Entitlement(
        place=entry.place,
        entry_id=entry.id,
        entry_number=entry.number,
        household_id=household.id,
        state=EntitlementState.PROPOSED,
        from_month=month,
        document=given(document, "批准文件 / document"),
        proposed_by=work.actor.name,
        proposed_on=work.day,
        **columns_of(work, payee),
    )
    amount = _amount(work, household, month, household.size, own_area, "首次核定", made.document)
    made.amounts = [amount]
    work.session.add(made)
    work.session.flush()
    after = {"from": month.isoformat(), "fen": amount.monthly_fen}
    work.record(
        Entry(TenancyTag.SUBSIDY_PROPOSED, made.case.subject, after=after, document=made.document),
        made.place,
    )
    return made


def decide(work: Work, entitlement_id: int, *, granted: bool, reason: str) -> Entitlement:
    """Grant or refuse what was proposed; by another person. The household is told of a grant.

    Raises:
        NotAllowed: the actor may not decide, or proposed it.
        WrongState: it is decided.
        BrokenRule: the household rents a flat meanwhile.
        BadInput: no reason.
    """
    held = _to_be_decided(work, entitlement_id)
    act = EntitlementAct.GRANT if granted else EntitlementAct.REFUSE
    amount = _proposed(held)
    _must_be_another(work, held.proposed_by)
    why = given(reason, "理由 / reason")
    if granted:
        must_not_be_housed(work.session, held.household_id)
    before = held.state
    held.state = ENTITLEMENT.step(before, act, CALLED).target
    held.decided_by, held.decided_on = work.actor.name, work.day
    _settle(work, amount, granted)
    work.session.flush()
    _record(work, held, before.value, why)
    if granted:
        telling.granted(work, held, amount)
    return held


def propose_change(
    work: Work,
    entitlement_id: int,
    *,
    from_month: date,
    size: int,
    own_area: int,
    reason: str,
    document: str,
) -> SubsidyAmount:
    """Reckon the subsidy anew from a month on; nothing changes until another person decides.

    Basis: HN 10 (HN-10-2), HN 33 (HN-33-2).

    Raises:
        NotAllowed: the actor may not.
        WrongState: it is not paid, or a change waits already.
        BadInput: no reason or document, or a month before the first.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    held = queries.get(work.session, work.place, entitlement_id)
    ENTITLEMENT.step(held.state, EntitlementAct.CHANGE, CALLED)
    if any(amount.approved is None for amount in held.amounts):
        raise WrongState("已有待决定的变更 / a change waits for a decision already")
    month = from_month.replace(day=1)
    if month < held.from_month:
        raise BadInput(
            f"变更月份：{month:%Y-%m} 早于开始发放的 {held.from_month:%Y-%m}"
            f" / month of the change: before the first month {held.from_month:%Y-%m}"
        )
    household = households.get(work.session, held.place, held.household_id)
    why, paper = given(reason, "原因 / reason"), given(document, "依据文件 / document")
    amount = _amount(work, household, month, size, own_area, why, paper)
    held.amounts.append(amount)
    work.session.flush()
    after = {"from": month.isoformat(), "fen": amount.monthly_fen}
    work.record(
        Entry(
            TenancyTag.SUBSIDY_PROPOSED, held.case.subject, after=after, reason=why, document=paper
        ),
        held.place,
    )
    return amount


def decide_change(work: Work, entitlement_id: int, *, approved: bool, reason: str) -> SubsidyAmount:
    """Approve or refuse a change, by another person; what was paid too much is booked.

    Raises:
        NotAllowed: the actor may not decide, or proposed it.
        WrongState: no change waits.
        BadInput: no reason.
    """
    held = _to_be_decided(work, entitlement_id)
    ENTITLEMENT.step(held.state, EntitlementAct.CHANGE, CALLED)
    amount = _proposed(held)
    _must_be_another(work, amount.proposed_by)
    why = given(reason, "理由 / reason")
    _settle(work, amount, approved)
    work.session.flush()
    _record(work, held, held.state.value, why)
    if approved:
        overpaid = book_overpaid(work, held, amount.reason)
        telling.changed(work, held, amount, overpaid)
    return amount


def _amount(
    work: Work, household: Household, month: date, size: int, own_area: int, reason: str, paper: str
) -> SubsidyAmount:
    found = reckoned(work, household, size=size, own_area=own_area)
    cites = values_in_force(work.session).cited(RULES, household.place, work.day)
    return SubsidyAmount(
        from_month=month,
        monthly_fen=found.monthly_fen,
        reckoning={**asdict(found), "lines": found.lines()},
        cites=list(cites),
        reason=reason,
        document=paper,
        proposed_by=work.actor.name,
        proposed_on=work.day,
    )


def _settle(work: Work, amount: SubsidyAmount, approved: bool) -> None:
    amount.approved, amount.decided_by, amount.decided_on = approved, work.actor.name, work.day


def _to_be_decided(work: Work, entitlement_id: int) -> Entitlement:
    work.actor.must(Permission.DECIDE_CASE)
    return queries.get(work.session, work.place, entitlement_id)


def _proposed(held: Entitlement) -> SubsidyAmount:
    for amount in held.amounts:
        if amount.approved is None:
            return amount
    raise WrongState("没有待决定的补贴 / nothing waits for a decision here")


def _must_be_another(work: Work, proposed_by: str) -> None:
    if proposed_by == work.actor.name:
        raise NotAllowed("提出和决定须是两个人 / whoever proposed it cannot decide it")


def _must_be_granted(work: Work, entry: WaitlistEntry) -> None:
    if entry.state is not EntryState.SUBSIDISED:
        raise WrongState(
            f"{entry.number} 尚未决定发放租赁补贴，请先在轮候中办理"
            f" / {entry.number} was not granted the subsidy; do that on the waitlist first",
            rules=("HN-16-3",),
        )
    if queries.live_of(work.session, entry.household_id) is not None:
        raise WrongState(f"{entry.number} 已有补贴 / this household has an entitlement already")


def _must_not_be_banned(work: Work, household: Household) -> None:
    until = bans.banned_until(work.session, [household.identity_index], work.day)
    if until is not None:
        raise BrokenRule(
            f"该家庭有人在 {until} 前不得申请住房保障 / somebody of the household may not apply"
            f" for assistance until {until}",
            rules=("HN-34-2",),
        )


def _month(entry: WaitlistEntry, from_month: date) -> date:
    month = from_month.replace(day=1)
    first = entry.registered_on.replace(day=1)
    if month < first:
        raise BadInput(
            f"开始月份：{month:%Y-%m} 早于登记的 {first:%Y-%m}"
            f" / first month: before the registration in {first:%Y-%m}"
        )
    return month


def _record(work: Work, held: Entitlement, before: str, reason: str) -> None:
    after = {"state": held.state.value, "fen": held.amounts[-1].monthly_fen}
    entry = Entry(TenancyTag.SUBSIDY_DECIDED, held.case.subject, {"state": before}, after, reason)
    work.record(entry, held.place)
