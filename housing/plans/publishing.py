"""Making a plan public, and what may still happen to it then."""

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.plans import posting, queries, rules, stock
from housing.plans.content import content_bytes
from housing.plans.drafting import locked
from housing.plans.models import Plan, PlanUnit
from housing.plans.states import CALLED, PLAN, PlanAct, PlanState
from housing.policies.queries import book as values_in_force
from housing.units import service as held_units
from housing.waitlist.order import enter_those_of_sheets

#: What a plan of the same content in another round does not take over.
_OWN = ("id", "round_id", "round_code", "withdrawn_at", "withdrawn_reason", "state")


def publish(work: Work, round_id: int) -> Plan:
    """Make a plan public, hold its units for the round, and put a notice up.

    Its units stand in it as they are on this day, and everybody who waits has an entry from then
    on. Registration cannot open before the county's
    lead has passed. Basis: HN 20 (HN-20-1, HN-20-2).

    Raises:
        NotAllowed: the actor may not freeze a roll, which holds units, or wrote the plan.
        NotFound: the county has no such plan.
        WrongState: it is public or withdrawn already, or a unit is not vacant any more.
        BrokenRule: an item is missing, or a day too early.
        BadInput: units of one class differ, or something in it must not be shown.
        MissingPolicyValue: lead, window or legal basis are not set.
    """
    work.actor.must(Permission.FREEZE_ROLL)
    plan = locked(work, round_id, PlanAct.PUBLISH)
    if plan.drafted_by == work.actor.name:
        raise NotAllowed("起草和公布分配方案须是两个人 / whoever wrote the plan cannot publish it")
    held = [each.unit_id for each in queries.units_of(work.session, round_id)]
    rows = stock.put_in(work.session, plan, held)
    rules.check_complete(plan, rows)
    rules.check_classes(rows)
    lead, window = _days(work, "plan_publication_lead"), _days(work, "interest_registration_period")
    rules.check_days(plan, work.day, lead, window)
    enter_those_of_sheets(work, values_in_force(work.session))
    held_units.reserve(work, [row.unit_id for row in rows], plan.round_code)
    for row in rows:
        row.public = True
    plan.published_on, plan.published_at, plan.published_by = work.day, work.now, work.actor.name
    plan.sha256 = sha256_hex(content_bytes(plan, rows))
    plan.state = PLAN.step(plan.state, PlanAct.PUBLISH, CALLED).target
    work.session.flush()
    posting.post(work, plan, rules.classes_of(rows))
    after = {"sha256": plan.sha256, "units": len(rows)}
    entry = Entry(
        Tag.ALLOCATION_PLAN_PUBLISHED,
        plan.case.subject,
        after=after,
        document=plan.approval_document,
    )
    work.record(entry, plan.place)
    return plan


def withdraw(work: Work, round_id: int, reason: str) -> Plan:
    """Take a plan back with its round: its notice comes down; what was public stays to be read.

    The round releases its units. Basis: HN 20 (HN-20-1), HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor may neither prepare nor annul a round.
        NotFound: the county has no such plan.
        WrongState: it is withdrawn already.
        BadInput: no reason.
    """
    plan = locked(work, round_id, PlanAct.WITHDRAW)
    public = plan.state is PlanState.PUBLISHED
    if not work.actor.may(Permission.ANNUL_ROUND):
        work.actor.must(Permission.PREPARE_ROUND)
    plan.withdrawn_reason = given(reason, "撤回理由 / reason")
    plan.withdrawn_at = work.now
    plan.state = PLAN.step(plan.state, PlanAct.WITHDRAW, CALLED).target
    work.session.flush()
    if public:
        posting.take_down(work, plan, plan.withdrawn_reason)
    entry = Entry(Tag.ALLOCATION_PLAN_WITHDRAWN, plan.case.subject, reason=plan.withdrawn_reason)
    work.record(entry, plan.place)
    return plan


def take_unit_out(work: Work, round_id: int, unit_code: str, reason: str) -> PlanUnit:
    """Take one unit out of a public plan before the roll is frozen, with a new notice.

    The unit goes back to the stock. A plan of which nothing would be left is to be withdrawn.
    Basis: HN 20 (HN-20-1, HN-20-2): a change of the plan is made public too.

    Raises:
        NotAllowed: the actor may not publish.
        NotFound: the plan has no such unit.
        WrongState: the plan is not public, or the unit is not held by it any more.
        BadInput: no reason, or the last unit.
    """
    work.actor.must(Permission.PUBLISH_ROUND)
    plan = _public(work, round_id)
    rows = queries.units_of(work.session, round_id)
    row = next((each for each in rows if each.unit_code == unit_code.strip()), None)
    if row is None:
        raise NotFound(f"方案中没有房源 {unit_code} / the plan has no unit {unit_code}")
    if len(rows) == 1:
        raise BadInput(
            "最后一套房源不能移出，请撤回方案 / the last unit: withdraw the plan instead"
        )
    row.withdrawn_reason = given(reason, "移出理由 / reason")
    row.withdrawn_on = work.day
    held_units.release(work, [row.unit_id], plan.round_code)
    left = [each for each in rows if each is not row]
    posting.take_down(work, plan, f"房源 {row.unit_code} 移出：{row.withdrawn_reason}")
    posting.post(work, plan, rules.classes_of(left), f"{row.unit_code}：{row.withdrawn_reason}")
    entry = Entry(
        Tag.ALLOCATION_PLAN_UNIT_OUT,
        plan.case.subject,
        after={"unit": row.unit_code},
        reason=row.withdrawn_reason,
    )
    work.record(entry, plan.place)
    return row


def _public(work: Work, round_id: int) -> Plan:
    plan = locked(work, round_id, PlanAct.WITHDRAW)
    if plan.state is not PlanState.PUBLISHED:
        raise WrongState("方案还没有公布，请直接修改 / not public yet: change the draft instead")
    return plan


def _days(work: Work, parameter: str) -> int:
    return int(values_in_force(work.session).value(parameter, work.place, work.day).value)


def carry_over(work: Work, round_id: int, to_round_id: int, to_code: str) -> Plan:
    """Give the successor of an annulled round the same public plan, with the units still in it.

    Days and words are those that were made public; the fingerprint is that of the plan with its
    own round. The successor holds the units.
    Basis: HN 20 (HN-20-1), HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor may not annul a round.
        NotFound: the round has no public plan.
        WrongState: the successor has a plan already.
    """
    work.actor.must(Permission.ANNUL_ROUND)
    old = queries.get(work.session, work.place, round_id)
    if old.published_at is None:
        raise NotFound("没有公布过的方案，不能沿用 / there is no public plan to carry over")
    if queries.of_round(work.session, to_round_id) is not None:
        raise WrongState(f"{to_code} 已有分配方案 / {to_code} has a plan already")
    columns = [each.key for each in PlanUnit.__table__.c if each.key != "round_id"]
    units = [
        PlanUnit(**{name: getattr(unit, name) for name in columns}, round_id=to_round_id)
        for unit in queries.units_of(work.session, round_id)
    ]
    kept = {each.key: getattr(old, each.key) for each in Plan.__table__.c if each.key not in _OWN}
    plan = Plan(**kept, round_id=to_round_id, round_code=to_code, state=PlanState.PUBLISHED)
    plan.sha256 = sha256_hex(content_bytes(plan, units))
    work.session.add(plan)
    work.session.flush()
    work.session.add_all(units)
    work.session.flush()
    after = {"from": old.round_code, "units": len(units), "sha256": plan.sha256}
    work.record(Entry(Tag.ALLOCATION_PLAN_CARRIED, plan.case.subject, after=after), plan.place)
    return plan
