"""Reads of renewals; lists are ordered by the last day of the lease."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from housing.clocks.models import CaseClock
from housing.core.errors import NotFound
from housing.exits.models import ExitCase
from housing.exits.states import RUNNING
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.states import ReviewState
from housing.leases.models import Lease
from housing.leases.queries import OPEN_SIGNING
from housing.leases.states import LeaseState
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.renewals.models import Renewal, RenewalBatch, RenewalBatchRow, RenewalReminder
from housing.renewals.states import UNDECIDED, RenewalState, RowOutcome

S = RenewalState
_RUNS = (ExitCase.state.in_(RUNNING), ExitCase.ended_on.is_(None))
_EXIT_RUNS = exists().where(ExitCase.household_id == Lease.household_id, *_RUNS)
_ASKED_FOR = exists().where(Renewal.lease_id == Lease.id, Renewal.state.in_(UNDECIDED))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications a list holds, by its name."""

    only: str = ""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A renewal that was granted, with the lease that was to be signed, and by which day."""

    renewal: Renewal
    successor: Lease
    due_on: date


def _narrowed(wanted: Wanted) -> ColumnElement[bool]:
    """Return the condition of a list; an unknown name is that of all that are undecided."""
    answered = (
        select(JointReview.id)
        .where(JointReview.id == Renewal.review_id, JointReview.state == ReviewState.ANSWERED)
        .exists()
    )
    lists: dict[str, ColumnElement[bool]] = {
        "late": and_(Renewal.state == S.APPLIED, Renewal.late_days > 0),
        "to_decide": and_(Renewal.state == S.REVIEWING, answered),
        "reviewing": Renewal.state == S.REVIEWING,
        "granted": Renewal.state == S.GRANTED,
        "over": Renewal.state.in_((S.REFUSED, S.TURNED_AWAY, S.WITHDRAWN)),
    }
    return lists.get(wanted.only, Renewal.state.in_(UNDECIDED))


def get(session: Session, place: str, renewal_id: int, *, lock: bool = False) -> Renewal:
    """Return an application of a place; with `lock`, held until the act ends.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Renewal).where(Renewal.id == renewal_id, Renewal.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {renewal_id} 号续租申请 / there is no renewal {renewal_id}")
    return found


def of_ids(session: Session, place: str, ids: Collection[int]) -> Sequence[Renewal]:
    """Return applications of a place by id, by the last day of their leases."""
    return session.scalars(
        select(Renewal)
        .where(Renewal.place == place, Renewal.id.in_(ids))
        .order_by(Renewal.lease_ends_on, Renewal.id)
    ).all()


def of_lease(session: Session, lease_id: int) -> Sequence[Renewal]:
    """Return every application of a lease, the newest first."""
    return session.scalars(
        select(Renewal).where(Renewal.lease_id == lease_id).order_by(Renewal.id.desc())
    ).all()


def undecided_of(session: Session, lease_id: int) -> Renewal | None:
    """Return the application of a lease that waits for its decision, or None."""
    return session.scalars(
        select(Renewal).where(Renewal.lease_id == lease_id, Renewal.state.in_(UNDECIDED))
    ).one_or_none()


def count(session: Session, place: str, wanted: Wanted) -> int:
    """Return how many applications a list holds."""
    found = select(func.count()).where(Renewal.place == place, _narrowed(wanted))
    return session.scalar(found) or 0


def page_of(
    session: Session, place: str, wanted: Wanted, offset: int = 0, limit: int | None = None
) -> Sequence[Renewal]:
    """Return one page of a list, the soonest end of a lease first."""
    return session.scalars(
        select(Renewal)
        .where(Renewal.place == place, _narrowed(wanted))
        .order_by(Renewal.lease_ends_on, Renewal.id)
        .offset(offset)
        .limit(limit)
    ).all()


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return how many applications wait for a person, by list: late ones, and those to decide."""
    return {each: count(session, place, Wanted(each)) for each in ("late", "to_decide")}


def to_forward(session: Session, place: str, limit: int) -> Sequence[Renewal]:
    """Return applications in time that have not been handed to the departments yet."""
    return session.scalars(
        select(Renewal)
        .where(
            Renewal.place == place,
            Renewal.state == S.APPLIED,
            Renewal.late_days == 0,
            ~exists().where(ExitCase.household_id == Renewal.household_id, *_RUNS),
        )
        .order_by(Renewal.id)
        .limit(limit)
        .with_for_update()
    ).all()


def overtaken(session: Session, place: str, limit: int) -> list[tuple[Renewal, ExitCase]]:
    """Return applications that wait although an exit has been decided against the household."""
    rows = session.execute(
        select(Renewal, ExitCase)
        .join(ExitCase, ExitCase.household_id == Renewal.household_id)
        .where(
            Renewal.place == place,
            Renewal.state == S.APPLIED,
            ExitCase.decision == "cancelled",
            *_RUNS,
        )
        .order_by(Renewal.id)
        .limit(limit)
    )
    return [(renewal, case) for renewal, case in rows]


def places(session: Session) -> Sequence[str]:
    """Return the places with applications that wait to be forwarded."""
    found = select(Renewal.place).where(Renewal.state == S.APPLIED).distinct()
    return session.scalars(found.order_by(Renewal.place)).all()


def to_remind(
    session: Session, place: str, day: date, last: date, months: int, limit: int
) -> Sequence[Lease]:
    """Return leases that end by a day and whose tenants were not reminded so close to the end.

    Not those that have asked, will be followed by another lease, or whose tenants are leaving.
    """
    reminded = exists().where(
        RenewalReminder.lease_id == Lease.id,
        RenewalReminder.ends_on == Lease.ends_on,
        RenewalReminder.months <= months,
    )
    return session.scalars(
        select(Lease)
        .where(
            Lease.place == place,
            Lease.state == LeaseState.ACTIVE,
            Lease.ends_on.between(day, last),
            ~reminded,
            ~_ASKED_FOR,
            ~_followed(),
            ~_EXIT_RUNS,
        )
        .order_by(Lease.ends_on, Lease.id)
        .limit(limit)
    ).all()


def run_out(session: Session, place: str, day: date, limit: int) -> Sequence[Lease]:
    """Return leases past their last day that nobody asked to renew, or signed for in time.

    Basis: HN 24 (HN-24-1, HN-24-5).
    """
    return session.scalars(
        select(Lease)
        .where(
            Lease.place == place,
            Lease.state == LeaseState.ACTIVE,
            Lease.ends_on < day,
            ~_ASKED_FOR,
            ~_followed(unsigned_on=day),
            ~_EXIT_RUNS,
        )
        .order_by(Lease.ends_on, Lease.id)
        .limit(limit)
    ).all()


def batch(session: Session, place: str, batch_id: int) -> RenewalBatch:
    """Return a batch of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(RenewalBatch, batch_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {batch_id} 号批量续租 / there is no batch {batch_id}")
    return found


def rows_of(
    session: Session, batch_id: int, outcome: RowOutcome | None = None, limit: int | None = None
) -> list[tuple[RenewalBatchRow, Renewal]]:
    """Return the applications of a batch with what came of them, in their order."""
    found = (
        select(RenewalBatchRow, Renewal)
        .join(Renewal, Renewal.id == RenewalBatchRow.renewal_id)
        .where(RenewalBatchRow.batch_id == batch_id)
    )
    if outcome is not None:
        found = found.where(RenewalBatchRow.outcome == outcome)
    rows = session.execute(found.order_by(RenewalBatchRow.id).limit(limit))
    return [(row, renewal) for row, renewal in rows]


def open_batches(session: Session) -> Sequence[RenewalBatch]:
    """Return batches that are not worked off, the oldest first."""
    return session.scalars(
        select(RenewalBatch).where(RenewalBatch.done_at.is_(None)).order_by(RenewalBatch.id)
    ).all()


def batches_of(session: Session, place: str, limit: int = 10) -> Sequence[RenewalBatch]:
    """Return the last batches of a place, the newest first."""
    return session.scalars(
        select(RenewalBatch)
        .where(RenewalBatch.place == place)
        .order_by(RenewalBatch.id.desc())
        .limit(limit)
    ).all()


def unsigned(session: Session, place: str, day: date, limit: int) -> list[Unsigned]:
    """Return granted renewals whose time to sign has passed and whose tenants were not told so."""
    told = exists().where(
        Letter.case_kind == "renewal",
        Letter.case_id == Renewal.id,
        Letter.kind == LetterKind.RENEWAL_UNSIGNED,
    )
    rows = session.execute(
        select(Renewal, Lease, CaseClock.due_on)
        .join(Lease, Lease.id == Renewal.successor_id)
        .join(CaseClock, and_(CaseClock.case_id == Lease.id, *OPEN_SIGNING))
        .where(
            Renewal.place == place,
            Lease.state == LeaseState.DRAFTED,
            CaseClock.due_on < day,
            ~told,
        )
        .order_by(Renewal.id)
        .limit(limit)
    )
    return [Unsigned(*row) for row in rows]


def _followed(unsigned_on: date | None = None) -> ColumnElement[bool]:
    """Whether another lease follows; `unsigned_on`: not one that was to be signed before it."""
    after = aliased(Lease)
    found = select(after.id).where(
        after.previous_id == Lease.id,
        after.state.not_in((LeaseState.VOID, LeaseState.FALLEN_THROUGH)),
    )
    if unsigned_on is not None:
        late = (
            select(CaseClock.id)
            .where(*OPEN_SIGNING, CaseClock.case_id == after.id, CaseClock.due_on < unsigned_on)
            .correlate(after)
        )
        found = found.where(or_(after.state != LeaseState.DRAFTED, ~late.exists()))
    return found.correlate(Lease).exists()
