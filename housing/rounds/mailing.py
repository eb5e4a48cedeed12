"""Bringing every household of a frozen round its receipt, by whatever way reaches it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import NotFound, WrongState
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.rounds.models import Round, RoundHousehold
from housing.rounds.outcome_words import why_off_roll
from housing.rounds.receipts import shown_code
from housing.rounds.roll import OffRoll
from housing.rounds.safeguards import RoundReceiptLetter
from housing.waitlist import whose
from housing.waitlist.models import WaitlistEntry

RULES = ("HN-21-5",)
#: So many letters are written in one act; a job goes on with the others.
AT_ONCE = 50
ON_ROLL = "您的家庭在名册中。"


def send_receipts(work: Work, round_id: int, most: int = AT_ONCE) -> int:
    """Write the letters of up to `most` households that have none yet; return how many.

    Safe to be run again, or to be killed: each letter is written with its note in one act. The
    caller has asked who may. Basis: HN 21 (HN-21-5).

    Raises:
        WrongState: the roll is not frozen, or the round was annulled.
        MissingPolicyValue: the county has no legal basis to cite.
    """
    a_round = work.session.get_one(Round, round_id)
    if a_round.roll_sha256 is None or a_round.annulled_at is not None:
        raise WrongState(
            f"轮次 {a_round.code} 没有有效的冻结名册，不能寄送回执"
            f" / round {a_round.code} has no frozen roll to send receipts of"
        )
    waiting = _without_letter(work.session, a_round, most)
    cites = values_in_force(work.session).cited(RULES, a_round.place, work.day)
    for row in waiting:
        _send(work, a_round, row, cites)
    if waiting:
        after = {"receipts": len(waiting)}
        work.record(Entry(Tag.ROUND_RECEIPTS_SENT, a_round.case.subject, after=after))
    return len(waiting)


def receipts_sent(session: Session, round_id: int) -> tuple[int, int]:
    """Return how many households of the round were sent their receipt, and how many it has."""
    sent = select(func.count()).where(RoundReceiptLetter.round_id == round_id)
    every = select(func.count()).where(RoundHousehold.round_id == round_id)
    return session.scalar(sent) or 0, session.scalar(every) or 0


def rounds_being_sent(session: Session) -> Sequence[tuple[str, int]]:
    """Return place and id of the rounds whose receipts are under way and not all sent."""
    begun = select(RoundReceiptLetter.round_id).distinct()
    rows = session.execute(
        select(Round.place, Round.id)
        .where(Round.id.in_(begun), Round.annulled_at.is_(None))
        .order_by(Round.id)
    )
    return [(place, round_id) for place, round_id in rows if _is_incomplete(session, round_id)]


def _is_incomplete(session: Session, round_id: int) -> bool:
    sent, every = receipts_sent(session, round_id)
    return sent < every


def _without_letter(session: Session, a_round: Round, most: int) -> Sequence[RoundHousehold]:
    has_one = (
        select(RoundReceiptLetter.roll_id)
        .where(
            RoundReceiptLetter.round_id == RoundHousehold.round_id,
            RoundReceiptLetter.roll_id == RoundHousehold.roll_id,
        )
        .exists()
    )
    found = select(RoundHousehold).where(RoundHousehold.round_id == a_round.id, ~has_one)
    return session.scalars(found.order_by(RoundHousehold.roll_id).limit(most)).all()


def _send(work: Work, a_round: Round, row: RoundHousehold, cites: Sequence[str]) -> None:
    entry = work.session.scalars(
        select(WaitlistEntry)
        .where(WaitlistEntry.household_id == row.household_id)
        .order_by(WaitlistEntry.id.desc())
    ).first()
    if entry is None:
        raise NotFound(f"家庭 {row.household_id} 没有轮候登记 / household without an entry")
    letter = letters.send(
        work,
        LetterKind.ROUND_RECEIPT,
        a_round.case,
        whose.recipient_of(work.session, work.keyring, entry),
        {
            "round_name": a_round.name,
            "frozen_on": a_round.day,
            "place_in_roll": _place(row),
            "code": shown_code(work.keyring.unseal(row.receipt_sealed)),
            "roll_sha256": a_round.roll_sha256,
        },
        cites,
    )
    work.session.add(
        RoundReceiptLetter(
            round_id=a_round.id,
            roll_id=row.roll_id,
            letter_number=letter.number,
            sent_at=work.now,
        )
    )


def _place(row: RoundHousehold) -> str:
    if row.off_roll == "":
        return ON_ROLL
    return f"您的家庭不在本轮名册中：{why_off_roll(OffRoll(row.off_roll), 'zh')}。"
