"""Filing review: an owner's plan, proposed occupants and rents go to the county first (HN 23)."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Role
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BrokenRule, NotAllowed, WrongState
from housing.core.work import Work
from housing.offices import queries as offices
from housing.rounds import files
from housing.rounds.conditions import must_be_filed, owner_of
from housing.rounds.models import Round
from housing.rounds.moves import locked, move, required
from housing.rounds.safeguards import RoundFiling
from housing.rounds.states import FilingState, RoundAct


def send_for_filing(work: Work, round_id: int, *, document: str) -> Round:
    """Send plan, proposed occupants and rents to the county; its period begins.

    `document` names the owner's letter. Basis: HN 23 (HN-23-1, HN-23-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: the round is the county's own, or its papers passed already.
        MissingPolicyValue: the county has not set the period of the review.
    """
    a_round = locked(work, round_id, RoundAct.SEND_FOR_FILING)
    if not must_be_filed(a_round):
        raise BrokenRule(
            "只有单位、园区自有房源的轮次须报备案，且通过后不必再报"
            " / only an owner's own round is filed, and only until it has passed",
            rules=("HN-23-2",),
        )
    paper = required(document, "报送文号 / document", "请写报送函的文号 / name the letter")
    filing = _written(work, a_round, paper)
    facts = {"occupants": filing.occupants, "units": filing.units}
    return move(
        work,
        a_round,
        RoundAct.SEND_FOR_FILING,
        {},
        document=paper,
        reason=f"{owner_of(a_round)}：拟分配 {facts['occupants']} 户，房源 {facts['units']} 套",
    )


def pass_filing(work: Work, round_id: int, *, reasons: str = "") -> Round:
    """Pass the papers: the owner may allocate. Basis: HN 23 (HN-23-3).

    Raises:
        NotAllowed: no right to review filings, or the same person sent them.
        NotFound, WrongState: see `locked`.
    """
    a_round = locked(work, round_id, RoundAct.PASS_FILING)
    _decide(work, a_round, FilingState.PASSED, reasons.strip())
    facts: dict[str, Any] = {
        "filing_passed_at": work.now,
        "filing_passed_by": work.actor.name,
    }
    return move(work, a_round, RoundAct.PASS_FILING, facts, reason=reasons.strip())


def return_filing(work: Work, round_id: int, *, reasons: str) -> Round:
    """Return the papers with reasons; the owner mends them and sends them again.

    Basis: HN 23 (HN-23-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `pass_filing`.
        BadInput: no reasons.
    """
    a_round = locked(work, round_id, RoundAct.RETURN_FILING)
    why = required(reasons, "退回理由 / reasons", "请写明须改正什么 / say what to mend", 2000)
    _decide(work, a_round, FilingState.RETURNED, why)
    return move(work, a_round, RoundAct.RETURN_FILING, {}, reason=why)


def filings_of(session: Session, round_id: int) -> list[RoundFiling]:
    """Return what was filed for the round, first one first."""
    found = select(RoundFiling).where(RoundFiling.round_id == round_id)
    return list(session.scalars(found.order_by(RoundFiling.number)))


def _written(work: Work, a_round: Round, document: str) -> RoundFiling:
    """Keep what is sent: how many, what rents, and a hash over plan, roll, order and units."""
    roll = files.read(work.session, a_round, "roll.json")
    stock = files.read(work.session, a_round, "units.json")
    rents = [unit["rent_fen"] for unit in stock.content["units"]]
    contents = {
        "plan": a_round.plan_sha256 or "",
        "occupants": roll.sha256,
        "order": a_round.order_sha256 or "",
        "units_and_rents": stock.sha256,
    }
    clock = clocks.start(
        work,
        a_round.case,
        ClockKind.FILING_REVIEW,
        office_id=offices.county_office(work.session, work.place, work.day),
        role=Role.COUNTY_REVIEWER,
    )
    filing = RoundFiling(
        round_id=a_round.id,
        number=_next_number(work.session, a_round.id),
        state=FilingState.SENT,
        occupants=len(roll.content["households"]),
        units=len(rents),
        rent_least=min(rents),
        rent_most=max(rents),
        document=document,
        contents_sha256=sha256_hex(canonical_bytes(contents)),
        sent_at=work.now,
        sent_by=work.actor.name,
        due_on=clock.due_on,
        reasons="",
    )
    work.session.add(filing)
    work.session.flush()
    return filing


def _decide(work: Work, a_round: Round, state: FilingState, reasons: str) -> None:
    filing = work.session.scalars(
        select(RoundFiling).where(
            RoundFiling.round_id == a_round.id, RoundFiling.state == FilingState.SENT
        )
    ).one_or_none()
    if filing is None:
        raise WrongState(
            f"轮次 {a_round.code} 没有待审查的备案 / no filing of this round waits for review"
        )
    if filing.sent_by == work.actor.name:
        raise NotAllowed(
            f"{work.actor.name} 报送了本轮备案，须由另一人审查"
            f" / {work.actor.name} sent these papers; another person must review them",
            rules=("HN-23-2",),
        )
    filing.state, filing.reasons = state, reasons
    filing.decided_at, filing.decided_by = work.now, work.actor.name
    clocks.stop(work, a_round.case, ClockKind.FILING_REVIEW)
    work.session.flush()


def _next_number(session: Session, round_id: int) -> int:
    last = select(func.max(RoundFiling.number)).where(RoundFiling.round_id == round_id)
    return (session.scalar(last) or 0) + 1
