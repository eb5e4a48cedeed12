"""Reads of applications; a list shows an officer only what their office holds."""

import hmac
import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.applications.finding import finding, visible_to
from housing.applications.models import (
    Application,
    Collective,
    DuplicateFinding,
    Member,
    TruthStatement,
)
from housing.applications.rights import indexes_of, no_such_case
from housing.applications.states import ENDED, ApplicationState
from housing.core.access.actor import Actor
from housing.core.audit.models import RegisterRow
from housing.core.errors import NotFound
from housing.core.keyring import Keyring

MOST_FOUND = 50
MOST_COUNTED = 10_000
OPEN_STATES = tuple(state for state in ApplicationState if state not in ENDED)


def get(session: Session, application_id: int) -> Application:
    """Return one application; the caller asks `rights.must_see` before showing it.

    Raises:
        NotFound: there is none with this id.
    """
    found = session.get(Application, application_id)
    if found is None:
        raise no_such_case(application_id)
    return found


def by_number(session: Session, place: str, number: str) -> Application | None:
    """Return the application of `place` with this number."""
    return session.scalars(
        select(Application).where(Application.place == place, Application.number == number)
    ).one_or_none()


def by_number_and_secret(
    session: Session, keyring: Keyring, place: str, number: str, secret: str
) -> Application:
    """Return the application whose receipt holds `secret`.

    Raises:
        NotFound: no such number, or another secret; both in the same words.
    """
    found = by_number(session, place, number.strip().upper())
    wanted = receipt_code(keyring, place, number.strip().upper())
    if found is None or not hmac.compare_digest(wanted, secret.strip().lower().replace("-", "")):
        raise NotFound(
            "没有找到：请核对申请编号和查询密码 / not found: check the number and the secret"
        )
    return found


def receipt_code(keyring: Keyring, place: str, number: str) -> str:
    """Return the secret of a receipt: 12 hex digits that only this installation can work out."""
    return keyring.blind(f"receipt:{place}:{number}")[:12]


def of_account(session: Session, account: str) -> Sequence[Application]:
    """Return the applications of an applicant's account, the newest first."""
    return session.scalars(
        select(Application).where(Application.account == account).order_by(Application.id.desc())
    ).all()


def of_collective(session: Session, collective_id: int) -> Sequence[Application]:
    """Return the applications of one sheet of an employer, in the order of its rows."""
    return session.scalars(
        select(Application)
        .where(Application.collective_id == collective_id)
        .order_by(Application.id)
    ).all()


def collective(session: Session, employer_office_id: int, collective_id: int) -> Collective:
    """Return one sheet of an employer.

    Raises:
        NotFound: there is none with this id, or it is another employer's.
    """
    found = session.get(Collective, collective_id)
    if found is None or found.employer_office_id != employer_office_id:
        raise NotFound(f"没有第 {collective_id} 号名册 / there is no sheet {collective_id}")
    return found


def collectives_of(session: Session, employer_office_id: int) -> Sequence[Collective]:
    """Return the sheets of an employer, the newest first."""
    return session.scalars(
        select(Collective)
        .where(Collective.employer_office_id == employer_office_id)
        .order_by(Collective.id.desc())
    ).all()


def collective_filed(
    session: Session, place: str, employer_office_id: int, sha256: str
) -> Collective | None:
    """Return the filed sheet with exactly these bytes; None when it has yet to be filed."""
    return session.scalars(
        select(Collective).where(
            Collective.place == place,
            Collective.employer_office_id == employer_office_id,
            Collective.sha256 == sha256,
            Collective.filed_at.is_not(None),
        )
    ).one_or_none()


def acts_of(session: Session, application: Application) -> Sequence[RegisterRow]:
    """Return what the register holds about a case, oldest first, as a draft and later."""
    subjects = {application.case.subject, f"application:draft-{application.id}"}
    return session.scalars(
        select(RegisterRow)
        .where(RegisterRow.place == application.place, RegisterRow.subject.in_(subjects))
        .order_by(RegisterRow.number)
    ).all()


def where_member(session: Session, identity_index: str) -> Sequence[Application]:
    """Return the open applications that name this person as a member, the newest first.

    Used where somebody who has signed in gives their consent.
    """
    return session.scalars(
        select(Application)
        .join(Member)
        .where(Member.identity_index == identity_index, Application.state.not_in(ENDED))
        .order_by(Application.id.desc())
    ).all()


def people_indexes(session: Session, application_id: int) -> frozenset[str]:
    """Return the identity indexes of everybody in a case, the guardian included (回避)."""
    return indexes_of(get(session, application_id))


def typed(keyring: Keyring, application: Application) -> dict[str, dict[str, Any]]:
    """Return what was typed at each step and could not be taken yet."""
    if application.draft_sealed is None:
        return {}
    kept: dict[str, dict[str, Any]] = json.loads(keyring.unseal(application.draft_sealed))
    return kept


def search(session: Session, keyring: Keyring, actor: Actor, words: str) -> Sequence[Application]:
    """Return at most 50 cases that fit a scrap, the newest first.

    See `finding` for what a scrap is.
    """
    return listed(session, keyring, actor, (), words) if words.strip() else []


def listed(
    session: Session,
    keyring: Keyring,
    actor: Actor,
    states: Collection[ApplicationState] = (),
    words: str = "",
    offset: int = 0,
    rows: int = MOST_FOUND,
) -> Sequence[Application]:
    """Return one page of the cases that this person may list, the newest first."""
    found = _wanted(session, keyring, actor, states, words)
    page = found.order_by(Application.id.desc()).offset(offset).limit(rows)
    return session.scalars(page).all()


def count(
    session: Session,
    keyring: Keyring,
    actor: Actor,
    states: Collection[ApplicationState] = (),
    words: str = "",
) -> int:
    """Return how many cases a list has, counting no further than 10,000."""
    ids = _wanted(session, keyring, actor, states, words).with_only_columns(Application.id)
    return session.scalar(select(func.count()).select_from(ids.limit(MOST_COUNTED).subquery())) or 0


def duplicates_of(session: Session, application_id: int) -> Sequence[DuplicateFinding]:
    """Return the overlaps of an application with others, the unresolved ones first."""
    return session.scalars(
        select(DuplicateFinding)
        .where(
            or_(
                DuplicateFinding.application_id == application_id,
                DuplicateFinding.other_id == application_id,
            )
        )
        .order_by(DuplicateFinding.resolved_at.is_not(None), DuplicateFinding.id)
    ).all()


def statements_of(session: Session, application_id: int) -> Sequence[TruthStatement]:
    """Return what the applicant stated to be true, the newest first. Basis: HN 14 (HN-14-2)."""
    return session.scalars(
        select(TruthStatement)
        .where(TruthStatement.application_id == application_id)
        .order_by(TruthStatement.id.desc())
    ).all()


def _wanted(
    session: Session,
    keyring: Keyring,
    actor: Actor,
    states: Collection[ApplicationState],
    words: str,
) -> Select[Application]:
    found = _listed(actor)
    if states:
        found = found.where(Application.state.in_(states))
    if words.strip():
        found = found.where(Application.id.in_(finding(session, keyring, actor, words.strip())))
    return found


def _listed(actor: Actor) -> Select[Application]:
    return select(Application).where(visible_to(actor))
