"""Noting on a clock that its holder is reminded, and that it is overdue; each once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from housing.clocks.models import CaseClock
from housing.clocks.service import reckoned_again, record
from housing.core.audit.tags import Tag
from housing.core.work import Work


def remind(work: Work, clock_id: int) -> CaseClock | None:
    """Note that the holder of a clock is reminded; None when a sweep has done so already.

    Where a kind has two reminders the first makes way for the second; a sweep that comes when
    both are due reminds once. Basis: HN 15 (HN-15-1).
    """
    clock = work.session.get_one(CaseClock, clock_id, populate_existing=True)
    if clock.remind_on > work.day:
        return None
    last = reckoned_again(clock).remind_on
    is_last = clock.remind_on == last
    when = CaseClock.reminded_at if is_last else CaseClock.first_reminded_at
    noted = _noted(work, clock_id, when, Tag.CLOCK_REMINDED)
    if noted is None:
        return None
    noted.first_reminded_at = noted.first_reminded_at or work.now
    noted.remind_on = last
    if last <= work.day:
        noted.reminded_at = work.now
    return noted


def escalate(work: Work, clock_id: int) -> CaseClock | None:
    """Note that a clock is overdue and on the county head's list; None when it was noted before.

    Basis: HN 15 (HN-15-1, HN-15-5, HN-15-7).
    """
    return _noted(work, clock_id, CaseClock.escalated_at, Tag.CLOCK_OVERDUE)


def _noted(
    work: Work, clock_id: int, when: InstrumentedAttribute[datetime | None], tag: Tag
) -> CaseClock | None:
    """Claim the note by one UPDATE, so that of two sweeps only one makes it."""
    claimed = work.session.execute(
        update(CaseClock)
        .where(
            CaseClock.id == clock_id,
            when.is_(None),
            CaseClock.stopped_on.is_(None),
            CaseClock.paused_on.is_(None),
        )
        .values({when: work.now})
        .returning(CaseClock.id)
    ).all()
    if not claimed:
        return None
    clock = work.session.get_one(CaseClock, clock_id, populate_existing=True)
    record(work, clock, tag, after={"due_on": clock.due_on.isoformat()})
    return clock
