"""Reads of rounds; lists are always ordered."""

import hmac
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households.models import Household
from housing.rounds import files
from housing.rounds.figures import figures
from housing.rounds.models import Round, RoundFile, RoundHousehold, RoundStep
from housing.rounds.outcome import outcome
from housing.rounds.receipts import read_code
from housing.rounds.results import masked_results

__all__ = [
    "Receipt",
    "by_code",
    "figures",
    "find_by_receipt",
    "get",
    "masked_results",
    "off_roll",
    "outcome",
    "package_files",
    "public_rounds",
    "receipts",
    "rounds_of",
    "steps",
]


class Receipt(NamedTuple):
    """A household with its receipt code (16 characters, without dashes)."""

    household: Household
    code: str


def rounds_of(session: Session, place: str) -> Sequence[Round]:
    """Return all rounds of `place`, newest first."""
    return session.scalars(
        select(Round).where(Round.place == place).order_by(Round.year.desc(), Round.number.desc())
    ).all()


def public_rounds(session: Session, place: str) -> Sequence[Round]:
    """Return the rounds whose order was ever shown, annulled ones too, newest first."""
    shown = select(Round).where(Round.place == place, Round.order_published_at.is_not(None))
    return session.scalars(shown.order_by(Round.year.desc(), Round.number.desc())).all()


def get(session: Session, round_id: int) -> Round:
    """Return one round.

    Raises:
        NotFound: there is none with this id.
    """
    a_round = session.get(Round, round_id)
    if a_round is None:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id}")
    return a_round


def by_code(session: Session, place: str, code: str) -> Round:
    """Return the round of `place` with this code.

    Raises:
        NotFound: there is none.
    """
    a_round = session.scalars(
        select(Round).where(Round.place == place, Round.code == code)
    ).one_or_none()
    if a_round is None:
        raise NotFound(f"没有轮次 {code} / no round {code} in {place}")
    return a_round


def steps(session: Session, round_id: int) -> Sequence[RoundStep]:
    """Return what was done to the round, first act first."""
    return session.scalars(
        select(RoundStep).where(RoundStep.round_id == round_id).order_by(RoundStep.number)
    ).all()


def package_files(session: Session, round_id: int) -> dict[str, bytes]:
    """Return every file of the round in its exact bytes, by name, each hashed again.

    Raises:
        NotFound: no such round.
        BrokenRule: a file was changed after its hash was written down.
    """
    a_round = get(session, round_id)
    rows = session.scalars(
        select(RoundFile).where(RoundFile.round_id == round_id).order_by(RoundFile.name)
    )
    bodies = {}
    for row in rows:
        files.check_hash(a_round, row.name, row.sha256, row.body)
        bodies[row.name] = row.body
    return bodies


def off_roll(
    session: Session, round_id: int, offset: int = 0, limit: int = 50
) -> tuple[int, list[tuple[Household, str]]]:
    """Return how many households are off the roll, and a page of them with the reason.

    For officers; `roll.OFF_ROLL_BASIS` gives each reason's article. Ordered by application number.
    """
    found = (
        select(Household, RoundHousehold.off_roll)
        .join(RoundHousehold, RoundHousehold.household_id == Household.id)
        .where(RoundHousehold.round_id == round_id, RoundHousehold.off_roll != "")
        .order_by(Household.application_number)
    )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = session.execute(found.offset(offset).limit(limit))
    return total, [(household, reason) for household, reason in page]


def find_by_receipt(
    session: Session, keyring: Keyring, place: str, code: str, last4: str
) -> tuple[Round, str] | None:
    """Return the round and roll id of a receipt, or None when code and number do not fit.

    `last4` are the last four characters of the identity number. Whether the code or the number
    was wrong is not told.

    Raises:
        BadInput: the code is not 16 characters of the alphabet.
    """
    row = session.execute(
        select(Round, RoundHousehold.roll_id, Household.identity_sealed)
        .join(RoundHousehold, RoundHousehold.round_id == Round.id)
        .join(Household, Household.id == RoundHousehold.household_id)
        .where(
            Round.place == place,
            Round.order_published_at.is_not(None),
            RoundHousehold.receipt_index == keyring.blind(read_code(code)),
        )
    ).one_or_none()
    if row is None:
        return None
    a_round, roll_id, sealed = row
    right = keyring.unseal(sealed).upper()[-4:].encode()
    return (
        (a_round, roll_id) if hmac.compare_digest(right, last4.strip().upper().encode()) else None
    )


def receipts(work: Work, round_id: int) -> Iterator[Receipt]:
    """Return every household of the round with its receipt code, for delivery; logged.

    Ordered by application number; households off the roll are included, so that they can read why.

    Raises:
        NotAllowed: the actor may not see personal data.
        NotFound: the county has no such round.
    """
    work.actor.must(Permission.SEE_PERSONAL_DATA)
    a_round = by_code(work.session, work.place, get(work.session, round_id).code)
    rows = work.session.execute(
        select(Household, RoundHousehold.receipt_sealed)
        .join(RoundHousehold, RoundHousehold.household_id == Household.id)
        .where(RoundHousehold.round_id == round_id)
        .order_by(Household.application_number)
    ).all()
    work.record(Entry(Tag.RECEIPTS_SHOWN, f"round:{a_round.code}", after={"receipts": len(rows)}))
    return (Receipt(household, work.keyring.unseal(sealed)) for household, sealed in rows)
