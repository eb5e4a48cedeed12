"""The connector's round: deliver what waits, ask how far the departments are, take their answers.

No transaction is open while a department is asked. A round may run late, twice or in two
processes at once: what one has claimed the other leaves alone, and a request that is sent twice
bears the same number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from housing.checks import connector, delivery, queries, steps
from housing.checks.connector import ConnectorFault, Reply, Target
from housing.checks.models import IS_OPEN, CheckRequest
from housing.checks.people import unsealed
from housing.checks.signing import Key
from housing.checks.states import CheckState
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.actor import Actor, system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.offices import queries as offices
from housing.offices.models import Office

BATCH = 50
#: Longer than one exchange can last; then another process may take it up.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Errand:
    """One request to carry to its department; `message` is None when it is only asked about."""

    id: int
    place: str
    request_id: str
    target: Target
    message: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one claim took: errands, and requests whose department has closed its interface."""

    errands: list[Errand]
    left_to_page: list[tuple[str, int]]


@dataclass(slots=True)
class Exchanged:
    """How many requests were taken by departments, answered, failed, or left for later."""

    taken: int = 0
    answered: int = 0
    failed: int = 0
    postponed: int = 0


def exchange(database: Database, keyring: Keyring, clock: Clock, client: httpx.Client) -> Exchanged:
    """Carry every request that is due to its department, and what it says back.

    A department that cannot be reached is left alone for the rest of the round; its other
    requests wait for their next turn and lose no attempt.
    """
    done = Exchanged()
    down: set[str] = set()
    for errand in _errands(database, keyring, clock):
        if errand.target.url in down:
            done.postponed += 1
            continue
        try:
            reply = _carried(client, errand, clock)
        except ConnectorFault as fault:
            if fault.unreachable:
                down.add(errand.target.url)
            _note_failure(database, keyring, clock, errand, fault)
            done.failed += 1
        else:
            _note_reply(database, keyring, clock, errand, reply, done)
    return done


def follow_clocks(database: Database) -> int:
    """Let open requests show the day of their clock, which a pause or a holiday notice moves.

    Returns how many days were moved; the clock's own acts stand in the register already.
    """
    with database.acts() as session, session.begin():
        moved = session.execute(
            select(CheckRequest, CaseClock.due_on)
            .join(
                CaseClock,
                (CaseClock.sub == CheckRequest.id)
                & (CaseClock.place == CheckRequest.place)
                & (CaseClock.case_kind == CheckRequest.case_kind)
                & (CaseClock.case_id == CheckRequest.case_id),
            )
            .where(
                IS_OPEN,
                CaseClock.kind == ClockKind.DEPARTMENT_CHECK,
                CaseClock.stopped_on.is_(None),
                CaseClock.due_on != CheckRequest.due_on,
            )
        ).all()
        for request, due_on in moved:
            request.due_on = due_on
    return len(moved)


def _errands(database: Database, keyring: Keyring, clock: Clock) -> Iterator[Errand]:
    while True:
        claimed = _claimed(database, keyring, clock)
        for place, number in claimed.left_to_page:
            _leave_to_page(database, keyring, clock, place, number)
        yield from claimed.errands
        if not claimed.errands and not claimed.left_to_page:
            return


def _leave_to_page(
    database: Database, keyring: Keyring, clock: Clock, place: str, number: int
) -> None:
    """Put a request on the office's page, where it has no interface any more."""
    with working(database.acts, system_actor(place), clock, keyring) as work:
        request = queries.locked(work.session, place, number)
        if request.state is CheckState.REQUESTED:
            steps.sent(work, request)


def _claimed(database: Database, keyring: Keyring, clock: Clock) -> Claimed:
    """Take the requests that are due, and keep them from other processes for a while."""
    now = clock.now()
    with database.acts() as session, session.begin():
        due = session.scalars(
            select(CheckRequest)
            .where(CheckRequest.next_try_at.is_not(None), CheckRequest.next_try_at <= now)
            .order_by(CheckRequest.next_try_at, CheckRequest.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        claimed = Claimed([], [])
        for request in due:
            office = offices.get(session, request.office_id)
            request.next_try_at = now + LEASE
            if office is None or not office.connector_url:
                request.next_try_at = None
                claimed.left_to_page.append((request.place, request.id))
            else:
                claimed.errands.append(_errand(keyring, request, office))
        return claimed


def _errand(keyring: Keyring, request: CheckRequest, office: Office) -> Errand:
    secret = keyring.unseal(office.connector_secret_sealed or b"")
    target = Target(office.connector_url, Key(office.connector_key_id, secret))
    is_known = request.state is CheckState.SENT
    message = None if is_known else message_of(keyring, request)
    return Errand(request.id, request.place, str(request.request_id), target, message)


def message_of(keyring: Keyring, request: CheckRequest) -> dict[str, Any]:
    """Return the request as it goes over the wire (docs/department-interface.md)."""
    people = unsealed(keyring, request.people_sealed)
    return {
        "format": connector.FORMAT,
        "request_id": str(request.request_id),
        "purpose": request.purpose.value,
        "place": request.place,
        "case_number": request.case_number,
        "department": request.department.value,
        "applied_on": request.applied_on.isoformat(),
        "answer_by": request.due_on.isoformat(),
        "items": list(request.items),
        "people": [each.to_json() for each in people],
    }


def _carried(client: httpx.Client, errand: Errand, clock: Clock) -> Reply:
    if errand.message is None:
        return connector.poll(client, errand.target, errand.request_id, clock.now())
    return connector.send(client, errand.target, errand.message, clock.now())


def _note_failure(
    database: Database, keyring: Keyring, clock: Clock, errand: Errand, fault: ConnectorFault
) -> None:
    with working(database.acts, _carrier(errand), clock, keyring) as work:
        request = queries.locked(work.session, errand.place, errand.id)
        delivery.failed(work, request, str(fault), lost=fault.lost)


def _note_reply(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    errand: Errand,
    reply: Reply,
    done: Exchanged,
) -> None:
    with working(database.acts, _carrier(errand), clock, keyring) as work:
        request = queries.locked(work.session, errand.place, errand.id)
        if reply.answer is None:
            delivery.taken(work, request)
            done.taken += 1
        elif delivery.answered(work, request, reply.answer):
            done.answered += 1
        else:
            done.failed += 1


def _carrier(errand: Errand) -> Actor:
    """Return who acts: the register names the key that signed the answer."""
    return Actor(name=errand.target.key.id[:32], role=None, place=errand.place)
