"""What all acts on a repair share: whose it is, what must be given, its steps, its letters."""

from functools import partial

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core import texts
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases import whose
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.repairs import queries
from housing.repairs.models import Repair, RepairStep
from housing.repairs.states import CALLED, REPAIR, RepairAct, RepairState
from housing.repairs.words import TROUBLE_WORDS
from housing.units import queries as units

given = partial(texts.given, most=1_000)


def held(work: Work, repair_id: int) -> Repair:
    """Return a repair for an act on it: of the place for whoever sees to upkeep, else one's own.

    Raises:
        NotAllowed: the actor is an officer who does not see to upkeep.
        NotFound: no such repair, or another household's.
    """
    hold_head(work.session, work.place)
    if work.actor.role is Role.APPLICANT:
        queries.own(work.session, work.actor, repair_id)
    else:
        work.actor.must(Permission.KEEP_UPKEEP)
    return queries.get(work.session, work.place, repair_id, lock=True)


def step(
    work: Work, repair: Repair, act: RepairAct, note: str, *, cost_fen: int = 0, voucher: str = ""
) -> RepairState:
    """Move a repair by the table, keep the step, and return the state it was in.

    Raises:
        WrongState: the act does not fit.
    """
    before, state = repair.state, REPAIR.step(repair.state, act, CALLED).target
    repair.steps.append(
        RepairStep(
            act=act,
            on=work.day,
            by=work.actor.name,
            note=note,
            cost_fen=cost_fen,
            voucher=voucher,
        )
    )
    repair.state = state
    return before


def stop_clock(work: Work, repair: Repair, *, void: bool = False) -> None:
    """End the deadline of the response if it runs: by the day, or void."""
    kind, sub = ClockKind.REPAIR_RESPONSE, repair.reopened
    if running.open_clock(work.session, repair.case, kind, sub) is not None:
        clocks.stop(work, repair.case, kind, outcome=Outcome.VOID if void else None, sub=sub)


def start_clock(work: Work, repair: Repair) -> None:
    """Start the deadline of the response and keep its last day. Basis: HN 27 (HN-27-1).

    Raises:
        MissingPolicyValue: the owner has not set how soon a repair is answered.
    """
    clock = clocks.start(
        work,
        repair.case,
        ClockKind.REPAIR_RESPONSE,
        office_id=None,
        role=Role.OPERATOR,
        sub=repair.reopened,
    )
    repair.respond_by = clock.due_on


def tell(work: Work, repair: Repair, answer: str) -> None:
    """Write to the tenant; a repair of an empty flat has nobody to write to."""
    if repair.lease_id is None:
        return
    lease = leases.get(work.session, repair.place, repair.lease_id)
    unit = units.by_id(work.session, repair.place, repair.unit_id)
    estate = units.project(work.session, repair.place, unit.project_code)
    facts = {
        "address": f"{estate.name}{unit.address}",
        "matter": TROUBLE_WORDS[repair.trouble],
        "answer": answer,
    }
    to = whose.recipient_of(work.session, work.keyring, lease)
    cites = values_in_force(work.session).cited(("HN-27-1",), repair.place, work.day)
    letters.send(work, LetterKind.REPAIR_ANSWER, repair.case, to, facts, cites)


def record(
    work: Work,
    repair: Repair,
    tag: TenancyTag,
    reason: str,
    document: str = "",
    after: object = None,
) -> None:
    """Write an act on a repair into the register."""
    work.session.flush()
    entry = Entry(tag, repair.case.subject, None, after, reason=reason, document=document)
    work.record(entry, repair.place)
