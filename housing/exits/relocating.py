"""From the delivery of the notice: the relocation period, an own dwelling, the market's rent."""

from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.eligibility.assess import Assessment
from housing.eligibility.facts import Known
from housing.exits import acting, deciding, rules, telling
from housing.exits.models import ExitCase
from housing.exits.states import STAYING, ExitAct, ExitState, Trigger
from housing.exits.words import Served
from housing.joint_reviews import queries as reviews
from housing.joint_reviews import service as joint_reviews
from housing.joint_reviews.states import UNDECIDED, ReviewPurpose
from housing.leases import terms
from housing.leases.models import Lease, RentTerm
from housing.leases.words import RentBasis
from housing.policies.queries import book as values_in_force
from housing.rent_standards import service as rent_standards
from housing.rents.correcting import correct
from housing.reviews.cases import as_system
from housing.units import queries as units

P = Permission
MARKET_REASON = "搬迁期于 {until} 届满，尚未腾退，按市场价格缴纳租金"


def serve(work: Work, case_id: int, *, on: date, served: Served, document: str) -> ExitCase:
    """Record that the notice reached the household; the relocation period runs from that day.

    The rent stays that of the contract until it is over. Basis: HN 33 (HN-33-4, HN-33-5).

    Raises:
        NotAllowed, NotFound: as the words say.
        WrongState: there is no notice to serve.
        BadInput: a day to come or before the notice, or no proof of delivery.
        MissingPolicyValue: the county has set no relocation period.
    """
    case = acting.taken(work, case_id, P.REVIEW_TENANCY, P.KEEP_LEASES, P.DECIDE_TENANCY)
    acting.lease_of(work, case)
    if case.state is ExitState.OPENED and case.trigger is not Trigger.TERM_ENDED:
        raise WrongState(
            "还没有作出决定，没有可以送达的通知 / nothing is decided yet, so there is no notice"
        )
    first = case.decided_on or case.opened_on
    if not first <= on <= work.day:
        raise BadInput(
            f"送达日期：应在 {first} 至 {work.day} 之间 / delivered: between {first} and {work.day}"
        )
    until = acting.relocation(work, case.place).until(on)
    acting.move(work, case, ExitAct.SERVE)
    case.delivered_on, case.served, case.relocate_until = on, served, until
    case.delivery_document = given(document, "送达凭证 / proof of delivery")
    work.session.flush()
    if case.decision:
        deciding.start_window(work, case, on)
    after = {"delivered_on": on.isoformat(), "relocate_until": until.isoformat()}
    acting.record(work, case, TenancyTag.EXIT_SERVED, document=case.delivery_document, after=after)
    return case


def extend(work: Work, case_id: int, until: date, *, reason: str, document: str) -> ExitCase:
    """Give a household longer to leave, as far as the county's rule allows, and write to it.

    Decided while the period runs; the rent stays that of the contract until the new last day.
    Basis: HN 33 (HN-33-5).

    Raises:
        NotAllowed, NotFound: as the words say. WrongState: the period does not run.
        BadInput: no later day, no reason or document. BrokenRule: longer than the rule allows.
    """
    work.actor.must(P.DECIDE_TENANCY)
    case = acting.taken(work, case_id, P.DECIDE_TENANCY)
    if case.state is not ExitState.RELOCATING or case.relocate_until is None:
        raise WrongState("现在不在搬迁期内 / no relocation period runs")
    if case.delivered_on is None or work.day > case.relocate_until:
        raise WrongState("搬迁期已经届满 / the relocation period is over")
    period = acting.relocation(work, case.place)
    rules.must_extend(period, case.delivered_on, case.relocate_until, until)
    case.extension_reason = given(reason, "理由 / reason")
    case.extension_document = given(document, "依据文件 / document")
    before, case.relocate_until = case.relocate_until, until
    after = {"relocate_until": until.isoformat()}
    acting.record(
        work, case, TenancyTag.EXIT_EXTENDED, reason=reason, document=document, after=after
    )
    telling.tell_extended(work, case, acting.tenant_of(work, case), before)
    return case


def record_dwelling(
    work: Work, case_id: int, *, dwelling: str, habitable: bool, document: str
) -> ExitCase:
    """Record a dwelling that the household owns, and whether it is fit to live in.

    Basis: HN 33 (HN-33-6, HN-33-8).

    Raises:
        NotAllowed, NotFound, BadInput: as the words say.
        WrongState: the case is over.
    """
    case = acting.taken(work, case_id, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
    if case.ended_on is not None:
        raise WrongState("案件已经办结 / the case is over")
    case.dwelling = given(dwelling, "自有住房 / own dwelling")
    case.dwelling_document = given(document, "核实依据 / document")
    case.habitable, case.dwelling_on = habitable, work.day
    after = {"habitable": int(habitable)}
    acting.record(
        work, case, TenancyTag.EXIT_DWELLING_RECORDED, document=document.strip(), after=after
    )
    return case


def follow_period(work: Work, case_id: int) -> ExitCase:
    """Do what follows from a relocation period that is over: the market's rent from the next day.

    The rent is charged of everybody who stays; the case rests there where no other home is found.
    Where nobody has looked for one, the departments are asked. Basis: HN 33 (HN-33-6, HN-33-8).

    Raises:
        NotAllowed, NotFound: as the words say. WrongState: the period is not over.
        MissingPolicyValue: the county has no market rent on file.
    """
    case = acting.taken(work, case_id, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
    if case.state not in STAYING or case.relocate_until is None or work.day <= case.relocate_until:
        raise WrongState("搬迁期还没有届满 / the relocation period is not over")
    lease = acting.lease_of(work, case)
    if case.market_from is None:
        charge_market(work, case, lease)
    if case.state is not ExitState.RELOCATING:
        return case
    area = registered_area(work, case)
    if rules.has_no_other_home(area, case.habitable):
        acting.move(work, case, ExitAct.CHARGE_MARKET)
        acting.record(work, case, TenancyTag.EXIT_MARKET_RENT, after={"state": case.state.value})
    elif area is None and case.habitable is None:
        _look_for_homes(work, lease)
    return case


def charge_market(work: Work, case: ExitCase, lease: Lease) -> RentTerm:
    """Let the market's rent hold from the day after the relocation period.

    Basis: HN 33 (HN-33-6).

    Raises:
        MissingPolicyValue: the county has no market rent on file.
    """
    if case.relocate_until is None:
        raise WrongState("搬迁期还没有开始 / no relocation period has begun")
    first = case.relocate_until + rules.ONE_DAY
    reason = MARKET_REASON.format(until=case.relocate_until)
    term = to_market(work, lease, first, reason, case.notice_number)
    case.market_from = first
    acting.record(
        work,
        case,
        TenancyTag.EXIT_MARKET_RENT,
        reason=reason,
        after={"market_from": first.isoformat(), "monthly_fen": term.monthly_fen},
    )
    cites = ("HN-33-6", "HN-25-2")
    telling.tell_market_rent(work, lease, acting.tenant_of(work, case), term, cites)
    return term


def to_market(work: Work, lease: Lease, first: date, reason: str, document: str) -> RentTerm:
    """Let a lease pay the market's rent from a day on. Basis: HN 33 (HN-33-6, HN-33-7)."""
    book = values_in_force(work.session)
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    quote = rent_standards.market_quote(book, lease.place, unit, first)
    term = terms.change(
        as_system(work),
        lease,
        from_on=first,
        basis=RentBasis.MARKET,
        rent_group=quote.rent_group,
        monthly_fen=quote.monthly_fen,
        standard=quote.standard,
        reason=reason,
        document=document,
    )
    correct(as_system(work), lease.id, first, reason=reason)
    return term


def registered_area(work: Work, case: ExitCase) -> int | None:
    """Return the area of the household's dwellings by the registry's last answer, in 0.01 m².

    None while no review since the case was opened, or the one it rests on, has that answer.
    """
    for review in reviews.of_household(work.session, case.household_id):
        if review.id != case.review_id and review.opened_on < case.opened_on:
            continue
        if review.findings is not None:
            found = Assessment.from_json(review.findings).facts.local_area
            if isinstance(found, Known):
                return found.value
    return None


def _look_for_homes(work: Work, lease: Lease) -> None:
    if any(r.state in UNDECIDED for r in reviews.of_household(work.session, lease.household_id)):
        return
    reason = "搬迁期满，核实是否有其他住房"
    joint_reviews.begin(as_system(work), lease, ReviewPurpose.PERIODIC, reason=reason)
