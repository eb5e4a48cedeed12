"""Firms on file, plans of building, and how each area stands to its targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from housing.calendar import Measure, Period, due, load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.policies import queries as policies
from housing.rental_projects.supply import queries
from housing.rental_projects.supply.models import FirmFiling, SupplyPlan
from housing.rental_projects.supply.words import Area, Trade

#: Who looks at a plan before the government approves it. Basis: HZR 5 (HZR-5-1).
REVIEWERS = ("planning", "land")


@dataclass(frozen=True, slots=True)
class FirmStated:
    """A firm that asks to be on file."""

    firm: str
    trade: Trade
    area: Area
    state_owned: bool
    number: str
    began_on: date


def file_firm(work: Work, stated: FirmStated) -> FirmFiling:
    """Put a rental enterprise or a broker on file; late ones too, marked as late.

    Basis: HZR 31 (HZR-31-2).

    Raises:
        NotAllowed: the actor does not keep projects.
        BadInput: no name or number, or a beginning to come.
        WrongState: the firm, or the number, is on file.
        MissingPolicyValue: the place has not set how soon firms file.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    firm, number = stated.firm.strip(), stated.number.strip()
    if not firm or not number or stated.began_on > work.day:
        raise BadInput(
            "备案：须写明名称、编号和已经开始的营业日期"
            " / filing: name the firm, its number, and a day of beginning that has come"
        )
    hold_head(work.session, work.place)
    for each in queries.filings(work.session, work.place):
        if each.number == number or (each.firm == firm and each.trade is stated.trade):
            raise WrongState(
                f"“{each.firm}”已备案（{each.number}） / {each.firm} is on file as {each.number}"
            )
    days = policies.book(work.session).value("enterprise_filing_period", work.place, work.day)
    period = Period(int(days.value), Measure.DAYS)
    made = FirmFiling(
        place=work.place,
        firm=firm,
        trade=stated.trade,
        area=stated.area,
        state_owned=stated.state_owned,
        number=number,
        began_on=stated.began_on,
        due_on=due(load_calendar(), stated.began_on, period, False).day,
        filed_on=work.day,
        filed_by=work.actor.name,
    )
    work.session.add(made)
    after = {"trade": stated.trade.value, "area": stated.area.value, "late": int(made.late)}
    _record(work, f"firm:{firm}", Tag.FIRM_FILED, number, after)
    return made


def strike(work: Work, firm: str, *, reason: str) -> FirmFiling:
    """Strike a firm off; it may not list any more.

    Raises:
        NotAllowed: the actor recognises no projects.
        WrongState: it is not on file.
        BadInput: no reason.
    """
    work.actor.must(Permission.RECOGNISE_PROJECT)
    given(reason, "理由 / reason")
    hold_head(work.session, work.place)
    found = queries.filing_of(work.session, work.place, firm)
    if found is None:
        raise WrongState(f"“{firm}”没有备案 / {firm} is not on file")
    found.struck_on, found.struck_reason = work.day, reason.strip()
    _record(work, f"firm:{firm}", Tag.FIRM_STRUCK, found.number, {"reason": reason.strip()})
    return found


def short_areas(work: Work) -> dict[Area, int]:
    """Return the named areas with fewer state-owned enterprises than they must have.

    Counted are those on file with a project that runs. Basis: HZR 20 (HZR-20-1).

    Raises:
        MissingPolicyValue: the measures are not in force.
    """
    book, place, day = policies.book(work.session), work.place, work.day
    name = "state_rental_enterprises_min_per_area"
    least = int(book.value(name, place, day, queries.INSTRUMENT).value)
    named = book.value("covered_areas", place, day, queries.INSTRUMENT).value
    held = queries.state_firms(work.session, place)
    return {
        Area(each): held.get(Area(each), 0) for each in named if held.get(Area(each), 0) < least
    }


def draft_plan(
    work: Work, *, title: str, from_year: int, to_year: int, demand: Mapping[Area, int], basis: str
) -> SupplyPlan:
    """Draft a plan: how many units each area needs, and what the figure rests on.

    The families that wait are offered as a first figure by `rental_projects.queries.demand`.
    Basis: HZR 5 (HZR-5-1).

    Raises:
        NotAllowed: the actor does not keep projects.
        BadInput: no title or basis, years out of order, or no demand.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    wanted = {area.value: units for area, units in demand.items() if units > 0}
    if not title.strip() or not basis.strip() or to_year < from_year or not wanted:
        raise BadInput(
            "规划：须写明名称、年份、各区域需求量和依据"
            " / plan: name it, its years in order, the demand of the areas and what it rests on"
        )
    made = SupplyPlan(
        place=work.place,
        title=title.strip(),
        from_year=from_year,
        to_year=to_year,
        demand=wanted,
        basis=basis.strip(),
        reviews=[],
        drafted_by=work.actor.name,
    )
    work.session.add(made)
    _record(work, f"plan:{made.title}", Tag.SUPPLY_PLAN_DRAFTED, after={"demand": wanted})
    return made


def review_plan(work: Work, plan_id: int, *, department: str, document: str) -> SupplyPlan:
    """Note the opinion of the planning or the land department. Basis: HZR 5 (HZR-5-1).

    Raises:
        NotAllowed: the actor does not keep projects.
        NotFound: no such plan.
        BadInput: another department, or no paper.
        WrongState: it is approved, or the department has reviewed it.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    if department not in REVIEWERS or not document.strip():
        raise BadInput(
            "联审：须是建规或国土部门，并写明文件 / review: by planning or land, with its paper"
        )
    hold_head(work.session, work.place)
    plan = queries.plan(work.session, work.place, plan_id)
    if plan.approved_on is not None or department in {each["department"] for each in plan.reviews}:
        raise WrongState("规划已批准，或者该部门已联审 / approved, or reviewed by it before")
    row = {"department": department, "on": work.day.isoformat(), "document": document.strip()}
    plan.reviews = [*plan.reviews, row]
    _record(work, f"plan:{plan.title}", Tag.SUPPLY_PLAN_REVIEWED, document.strip(), row)
    return plan


def approve_plan(work: Work, plan_id: int, *, document: str) -> SupplyPlan:
    """Note the approval of the government, after both departments. Basis: HZR 5 (HZR-5-1).

    Raises:
        NotAllowed: the actor recognises no projects.
        NotFound: no such plan.
        BrokenRule: a department has not reviewed it, or the actor drafted it.
        WrongState: it is approved.
        BadInput: no paper.
    """
    work.actor.must(Permission.RECOGNISE_PROJECT)
    if not document.strip():
        raise BadInput("批准文件：不能为空 / approval: name the paper")
    hold_head(work.session, work.place)
    plan = queries.plan(work.session, work.place, plan_id)
    if plan.approved_on is not None:
        raise WrongState("规划已批准 / the plan is approved already")
    missing = set(REVIEWERS) - {each["department"] for each in plan.reviews}
    if missing or plan.drafted_by == work.actor.name:
        raise BrokenRule(
            "规划须经建规、国土部门联审，由起草人以外的人员登记批准"
            " / planning and land review a plan first, and another person than the drafter"
            " notes its approval",
            rules=("HZR-5-1",),
        )
    plan.approved_on, plan.approved_by = work.day, work.actor.name
    plan.approval_document = document.strip()
    _record(work, f"plan:{plan.title}", Tag.SUPPLY_PLAN_APPROVED, document.strip())
    return plan


def _record(work: Work, subject: str, tag: Tag, document: str = "", after: object = None) -> None:
    work.session.flush()
    work.record(Entry(tag, subject, None, after, document=document))
