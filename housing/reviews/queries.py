"""Reads of the review: what was found, thought, decided, filed, and who did what when."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.applications.moving import TAGS
from housing.applications.states import ApplicationAct, ApplicationState
from housing.checks.models import CheckRequest
from housing.checks.states import STANDING
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission
from housing.core.audit.models import RegisterRow
from housing.core.cases import CaseRef
from housing.core.errors import NotFound
from housing.notices.models import Notice
from housing.objections import queries as objections
from housing.objections.states import ObjectionState
from housing.reviews.models import (
    Decision,
    FiledCase,
    Filing,
    Investigation,
    Opinion,
    PaperAnswer,
)
from housing.reviews.words import FilingKind, OpinionStage

ROWS = 50


def investigations(session: Session, application_id: int) -> Sequence[Investigation]:
    """Return the surveys of a case, the oldest first."""
    wanted = select(Investigation).where(Investigation.application_id == application_id)
    return session.scalars(wanted.order_by(Investigation.id)).all()


def last_investigation(session: Session, application_id: int) -> Investigation | None:
    """Return the latest survey of a case."""
    held = investigations(session, application_id)
    return held[-1] if held else None


def opinions(session: Session, application_id: int) -> Sequence[Opinion]:
    """Return the opinions on a case, the oldest first."""
    wanted = select(Opinion).where(Opinion.application_id == application_id)
    return session.scalars(wanted.order_by(Opinion.id)).all()


def last_opinion(session: Session, application_id: int, stage: OpinionStage) -> Opinion | None:
    """Return the latest opinion of a stage."""
    held = [each for each in opinions(session, application_id) if each.stage is stage]
    return held[-1] if held else None


def decisions(session: Session, application_id: int) -> Sequence[Decision]:
    """Return the decisions on a case, the oldest first."""
    wanted = select(Decision).where(Decision.application_id == application_id)
    return session.scalars(wanted.order_by(Decision.turn)).all()


def paper_answers(session: Session, application_id: int) -> Sequence[PaperAnswer]:
    """Return the answers that came on paper, the oldest first."""
    wanted = select(PaperAnswer).where(PaperAnswer.application_id == application_id)
    return session.scalars(wanted.order_by(PaperAnswer.id)).all()


def acts(session: Session, case: CaseRef) -> Sequence[RegisterRow]:
    """Return what the register says of a case, the oldest first."""
    drafted = f"{case.kind}:draft-{case.id}"
    return session.scalars(
        select(RegisterRow)
        .where(RegisterRow.place == case.place)
        .where(or_(RegisterRow.subject == case.subject, RegisterRow.subject == drafted))
        .order_by(RegisterRow.number)
    ).all()


def last_act(session: Session, case: CaseRef, act: ApplicationAct) -> RegisterRow | None:
    """Return the register's last row of one act on a case."""
    return session.scalars(
        select(RegisterRow)
        .where(RegisterRow.place == case.place, RegisterRow.subject == case.subject)
        .where(RegisterRow.tag == TAGS[act].value)
        .order_by(RegisterRow.number.desc())
        .limit(1)
    ).one_or_none()


def last_upheld(session: Session, case: CaseRef) -> datetime | None:
    """Return when an objection to the case was last upheld, or None."""
    held = objections.of_case(session, case)
    return max(
        (
            each.decided_at
            for each in held
            if each.state is ObjectionState.UPHELD and each.decided_at
        ),
        default=None,
    )


def who_did(session: Session, case: CaseRef, act: ApplicationAct) -> str | None:
    """Return who did an act on a case last, or None."""
    row = last_act(session, case, act)
    return row.actor if row else None


def is_filed(session: Session, application_id: int, kind: FilingKind) -> bool:
    """Return whether a case stands on a filed list."""
    wanted = select(FiledCase.id).where(
        FiledCase.application_id == application_id, FiledCase.kind == kind
    )
    return session.scalar(wanted) is not None


def filing(session: Session, actor: Actor, filing_id: int) -> Filing:
    """Return a list that the actor's office filed or was sent, or that their county's files hold.

    A list shows opinions and reasons of families, so that an applicant or another office sees none.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(_filings_of(actor).where(Filing.id == filing_id)).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {filing_id} 号备案 / there is no filing {filing_id}")
    return found


def filings(session: Session, actor: Actor, rows: int = ROWS) -> Sequence[Filing]:
    """Return the lists of the actor's office, those not yet received first, then the newest."""
    order = (Filing.received_at.is_not(None), Filing.id.desc())
    return session.scalars(_filings_of(actor).order_by(*order).limit(rows)).all()


def filed_cases(session: Session, filing_id: int) -> Sequence[FiledCase]:
    """Return the lines of a filed list."""
    wanted = select(FiledCase).where(FiledCase.filing_id == filing_id)
    return session.scalars(wanted.order_by(FiledCase.id)).all()


def to_be_filed(session: Session, place: str, rows: int = ROWS) -> Sequence[Application]:
    """Return rechecked cases of a county that the prefecture was not told of, oldest first."""
    told = select(FiledCase.application_id).where(FiledCase.kind == FilingKind.PREFECTURE)
    rechecked = select(Opinion.application_id).where(Opinion.stage == OpinionStage.COUNTY)
    return session.scalars(
        select(Application)
        .where(Application.place == place, Application.state != ApplicationState.WITHDRAWN)
        .where(Application.id.in_(rechecked), Application.id.not_in(told))
        .order_by(Application.id)
        .limit(rows)
    ).all()


def to_be_filed_by_park(
    session: Session, place: str, office_id: int | None, rows: int = ROWS
) -> Sequence[Application]:
    """Return those a park has admitted and not yet filed with the county, oldest first."""
    return session.scalars(
        select(Application)
        .where(Application.place == place, Application.park_office_id == office_id)
        .where(Application.state == ApplicationState.PARK_REGISTERED)
        .order_by(Application.id)
        .limit(rows)
    ).all()


def past(session: Session, kind: ClockKind, day: date) -> Sequence[tuple[int, str]]:
    """Return (case, place) of all counties whose clock of a kind ended before `day`; for jobs."""
    found = session.execute(
        select(CaseClock.case_id, CaseClock.place)
        .where(CaseClock.kind == kind, CaseClock.case_kind == "application")
        .where(CaseClock.stopped_on.is_(None), CaseClock.paused_on.is_(None))
        .where(CaseClock.due_on < day)
        .order_by(CaseClock.due_on, CaseClock.id)
    )
    return [(case_id, place) for case_id, place in found]


def withdrawn_with_loose_ends(session: Session) -> Sequence[tuple[int, str]]:
    """Return (case, place) of withdrawn cases with a department still asked or a notice up."""
    asked = select(CheckRequest.case_id).where(CheckRequest.state.in_(STANDING))
    shown = select(Notice.case_id).where(Notice.withdrawn_at.is_(None))
    of_cases = (CheckRequest.case_kind == "application", Notice.case_kind == "application")
    found = session.execute(
        select(Application.id, Application.place)
        .where(Application.state == ApplicationState.WITHDRAWN)
        .where(
            or_(
                Application.id.in_(asked.where(of_cases[0])),
                Application.id.in_(shown.where(of_cases[1])),
            )
        )
        .order_by(Application.id)
    )
    return [(case_id, place) for case_id, place in found]


def _filings_of(actor: Actor) -> Select[Filing]:
    sides = or_(Filing.to_office_id == actor.office, Filing.from_office_id == actor.office)
    if actor.may(Permission.SEE_CASES) and actor.may(Permission.SEE_REGISTER):
        return select(Filing).where(or_(sides, Filing.place == actor.place))
    return select(Filing).where(sides)
