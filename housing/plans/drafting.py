"""Writing the draft of a plan, and the door to every plan."""

from collections.abc import Collection

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, Conflict, NotFound, WrongState
from housing.core.work import Work
from housing.plans import queries, stock
from housing.plans.authors import must_draft
from housing.plans.facts import PlanFacts, RoundRef
from housing.plans.models import COUNTY, OWNER, Plan
from housing.plans.states import CALLED, PLAN, PlanAct, PlanState
from housing.policies.queries import book as values_in_force


def draft(work: Work, a_round: RoundRef) -> Plan:
    """Begin the plan of a round, with what the county's values already say.

    Basis: HN 20 (HN-20-1).

    Raises:
        NotAllowed: see `must_draft`.
        WrongState: the round has a plan already.
        BadInput: an audience that nobody knows.
        MissingPolicyValue: the county has not set how long after the selection one signs.
    """
    must_draft(work, a_round.audience)
    if queries.of_round(work.session, a_round.id) is not None:
        raise WrongState(f"{a_round.code} 已有分配方案 / {a_round.code} has a plan already")
    _check_audience(work, a_round.audience)
    book = values_in_force(work.session)
    plan = Plan(
        round_id=a_round.id,
        round_code=a_round.code,
        place=a_round.place,
        name=a_round.name,
        state=PlanState.DRAFT,
        version=1,
        audience=a_round.audience,
        mechanism=a_round.mechanism,
        approval_document=a_round.approval_document,
        signing_days=int(book.value("lease_signing_period", a_round.place, work.day).value),
        other_abandonment_cases=list(_other_cases(work, a_round.place)),
        groups_served=[],
        drafted_by=work.actor.name,
        drafted_at=work.now,
    )
    work.session.add(plan)
    work.session.flush()
    after = {"audience": plan.audience, "mechanism": plan.mechanism}
    work.record(Entry(Tag.ALLOCATION_PLAN_DRAFTED, plan.case.subject, after=after), plan.place)
    return plan


def change(
    work: Work, round_id: int, facts: PlanFacts, unit_ids: Collection[int], version: int
) -> Plan:
    """Write facts and units into a draft, in the place of what it said; whoever does is its author.

    Raises:
        NotAllowed: see `must_draft`.
        NotFound: the county has no such plan.
        WrongState: the plan is public or withdrawn, or a unit is not vacant.
        Conflict: somebody changed it since `version` was read.
        BadInput: days the wrong way round, a period below one day, a unit of other stock.
    """
    work.actor.must(Permission.DRAFT_PLAN)
    plan = locked(work, round_id, PlanAct.CHANGE)
    must_draft(work, plan.audience)
    if plan.version != version:
        raise Conflict(
            f"分配方案：{plan.drafted_by} 刚刚改过（第 {plan.version} 稿），请看新稿后再改"
            f" / the plan was changed by {plan.drafted_by} meanwhile; read it, then change it"
        )
    _check_facts(facts)
    rows = stock.put_in(work.session, plan, unit_ids)
    _write(plan, facts)
    plan.version += 1
    plan.drafted_by, plan.drafted_at = work.actor.name, work.now
    work.session.flush()
    text = canonical_bytes([row.unit_code for row in rows])
    after = {"version": plan.version, "units": len(rows), "units_sha256": sha256_hex(text)}
    work.record(Entry(Tag.ALLOCATION_PLAN_CHANGED, plan.case.subject, after=after), plan.place)
    return plan


def locked(work: Work, round_id: int, act: PlanAct) -> Plan:
    """Return the plan for `act`, held until the commit.

    Raises:
        NotFound: the county has no such plan.
        WrongState: the act does not fit its state.
    """
    plan = work.session.scalars(
        select(Plan)
        .where(Plan.round_id == round_id, Plan.place == work.place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if plan is None:
        raise NotFound(f"轮次 {round_id} 没有分配方案 / round {round_id} has no plan")
    PLAN.step(plan.state, act, CALLED)
    return plan


def _check_audience(work: Work, audience: str) -> None:
    if audience == COUNTY:
        return
    own = values_in_force(work.session).value("own_stock", work.place, work.day).value
    owners = [str(each["owner"]) for each in own]
    if not audience.startswith(OWNER) or audience.removeprefix(OWNER) not in owners:
        raise BadInput(
            f"对象“{audience}”：应为 {COUNTY}，或 {OWNER} 加产权单位（{'、'.join(owners)}）"
            f" / audience: give {COUNTY}, or {OWNER} and one of {', '.join(owners)}"
        )


def _check_facts(facts: PlanFacts) -> None:
    first, last = facts.registration_from, facts.registration_until
    if first is not None and last is not None and last < first:
        raise BadInput(
            f"意向登记截止日：{last} 早于开始日 {first} / the last day is before the first"
        )
    if facts.signing_days is not None and facts.signing_days < 1:
        raise BadInput("签约期限：至少 1 日 / days for signing: at least 1")


def _write(plan: Plan, facts: PlanFacts) -> None:
    plan.method = facts.method.strip()
    plan.rent = facts.rent.strip()
    plan.range_served = facts.range_served.strip()
    plan.groups_served = [each.value for each in facts.groups_served]
    plan.registration_from = facts.registration_from
    plan.registration_until = facts.registration_until
    plan.registration_place = facts.registration_place.strip()
    plan.registration_how = facts.registration_how.strip()
    plan.session_time_place = facts.session_time_place.strip()
    plan.signing_days = facts.signing_days
    plan.other_abandonment_cases = [
        each.strip() for each in facts.other_abandonment_cases if each.strip()
    ]


def _other_cases(work: Work, place: str) -> Collection[str]:
    found = values_in_force(work.session).find("other_abandonment_cases", place, work.day)
    return [str(each) for each in found.value] if found else []
