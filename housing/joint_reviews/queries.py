"""Reads of joint reviews; lists are ordered by the day they are due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session

from housing.checks.models import CheckRequest
from housing.checks.states import OPEN as OPEN_CHECKS
from housing.checks.states import CheckState
from housing.core.errors import NotFound
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.rules import Opinion
from housing.joint_reviews.states import DECIDED, UNDECIDED, ReviewPurpose, ReviewState
from housing.leases.models import Lease, LeaseMember
from housing.leases.states import LeaseState

#: Which reviews a list shows.
STATES: dict[str, tuple[ReviewState, ...]] = {
    "": UNDECIDED,
    "open": (ReviewState.OPEN,),
    "answered": (ReviewState.ANSWERED,),
    "decided": DECIDED,
}
_UNDECIDED = exists().where(
    JointReview.household_id == Lease.household_id, JointReview.state.in_(UNDECIDED)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reviews a list holds: a key of `STATES`, a purpose, or those late on a day."""

    only: str = ""
    purpose: ReviewPurpose | None = None
    late_on: date | None = None


def get(session: Session, place: str, review_id: int, *, lock: bool = False) -> JointReview:
    """Return a review of a place; with `lock`, held until the act ends.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(JointReview).where(JointReview.id == review_id, JointReview.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {review_id} 号联合审核 / there is no joint review {review_id}")
    return found


def of_ids(session: Session, ids: Collection[int]) -> dict[int, JointReview]:
    """Return reviews by their ids."""
    found = session.scalars(select(JointReview).where(JointReview.id.in_(ids)))
    return {each.id: each for each in found}


def of_household(session: Session, household_id: int) -> Sequence[JointReview]:
    """Return every review of a household, the newest first."""
    return session.scalars(
        select(JointReview)
        .where(JointReview.household_id == household_id)
        .order_by(JointReview.id.desc())
    ).all()


def of_lease(session: Session, lease_id: int) -> Sequence[JointReview]:
    """Return every review of a lease, the oldest first."""
    return session.scalars(
        select(JointReview).where(JointReview.lease_id == lease_id).order_by(JointReview.id)
    ).all()


def undecided_of(session: Session, household_ids: Collection[int]) -> Sequence[JointReview]:
    """Return the reviews that stand open for these households; held until the act ends."""
    return session.scalars(
        select(JointReview)
        .where(JointReview.household_id.in_(household_ids), JointReview.state.in_(UNDECIDED))
        .order_by(JointReview.id)
        .with_for_update()
    ).all()


def opinions(session: Session, review_id: int) -> Sequence[DepartmentOpinion]:
    """Return every opinion of a review, the oldest first."""
    return session.scalars(
        select(DepartmentOpinion)
        .where(DepartmentOpinion.review_id == review_id)
        .order_by(DepartmentOpinion.id)
    ).all()


def standing(session: Session, review_id: int) -> list[Opinion]:
    """Return the opinions that stand, by department: the last drawn, and the last written one.

    Neither hides the other: an answer that speaks against a household is mended by asking again.
    """
    last = {
        (each.department, bool(each.document)): Opinion(
            each.department,
            each.adverse,
            each.words,
            tuple(each.rules),
            each.document,
            each.answer_sha256,
        )
        for each in opinions(session, review_id)
    }
    return list(last.values())


def other_leases(session: Session, lease_id: int | None, indexes: Collection[str]) -> list[str]:
    """Return the numbers of other leases that run with any of these people. Basis: HN-33-2."""
    found = (
        select(Lease.number)
        .join(LeaseMember, LeaseMember.lease_id == Lease.id)
        .where(
            Lease.state == LeaseState.ACTIVE,
            Lease.id != (lease_id or 0),
            LeaseMember.identity_index.in_(indexes),
        )
    )
    return list(session.scalars(found.distinct().order_by(Lease.number)))


def count(session: Session, place: str, wanted: Wanted) -> int:
    """Return how many reviews a list holds."""
    found = _chosen(place, wanted).with_only_columns(JointReview.id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def page_of(
    session: Session, place: str, wanted: Wanted, offset: int, limit: int
) -> Sequence[JointReview]:
    """Return one page of a list, the soonest due first; of decided ones the newest first."""
    order = (JointReview.due_on, JointReview.id)
    found = _chosen(place, wanted).offset(offset).limit(limit)
    if wanted.only == "decided":
        return session.scalars(
            found.order_by(JointReview.decided_on.desc(), JointReview.id.desc())
        ).all()
    return session.scalars(found.order_by(*order)).all()


def all_answered(session: Session, place: str, limit: int) -> Sequence[JointReview]:
    """Return open reviews whose departments have all answered or said that they cannot."""
    return session.scalars(
        select(JointReview)
        .where(
            JointReview.place == place,
            JointReview.state == ReviewState.OPEN,
            _asked(CheckState.ANSWERED),
            ~_asked(*OPEN_CHECKS),
        )
        .order_by(JointReview.id)
        .limit(limit)
        .with_for_update()
    ).all()


def asked_again(session: Session, place: str) -> Sequence[JointReview]:
    """Return reviews taken as answered in which a department has been asked once more."""
    return session.scalars(
        select(JointReview)
        .where(
            JointReview.place == place,
            JointReview.state == ReviewState.ANSWERED,
            _asked(*OPEN_CHECKS),
        )
        .order_by(JointReview.id)
        .with_for_update()
    ).all()


def left_behind(session: Session, place: str) -> Sequence[JointReview]:
    """Return periodic reviews that are not decided although the lease has ended."""
    return session.scalars(
        select(JointReview)
        .join(Lease, Lease.id == JointReview.lease_id)
        .where(
            JointReview.place == place,
            JointReview.purpose == ReviewPurpose.PERIODIC,
            JointReview.state.in_(UNDECIDED),
            Lease.state != LeaseState.ACTIVE,
        )
        .order_by(JointReview.id)
    ).all()


def places_with_open(session: Session) -> Sequence[str]:
    """Return the places in which reviews are under way."""
    found = select(JointReview.place).where(JointReview.state.in_(UNDECIDED)).distinct()
    return session.scalars(found.order_by(JointReview.place)).all()


def begun_on(session: Session, place: str, day: date) -> int:
    """Return how many periodic reviews were begun on a day."""
    begun = select(func.count()).where(
        JointReview.place == place,
        JointReview.purpose == ReviewPurpose.PERIODIC,
        JointReview.opened_on == day,
    )
    return session.scalar(begun) or 0


def count_running(session: Session, place: str) -> int:
    """Return how many leases run in a place."""
    running = select(func.count()).where(Lease.place == place, Lease.state == LeaseState.ACTIVE)
    return session.scalar(running) or 0


def due(
    session: Session, place: str, before: date, offset: int = 0, limit: int | None = None
) -> list[tuple[Lease, date]]:
    """Return leases not looked at after `before` and when they were, longest unseen first.

    The beginning of a lease and every review of its household are looks. Basis: HN 33 (HN-33-2).
    """
    seen = _seen_on()
    found = (
        select(Lease, seen)
        .where(*_unseen(place, before))
        .order_by(seen, Lease.id)
        .offset(offset)
        .limit(limit)
    )
    return [(lease, on) for lease, on in session.execute(found)]


def count_due(session: Session, place: str, before: date) -> int:
    """Return how many leases `due` holds."""
    return session.scalar(select(func.count()).where(*_unseen(place, before))) or 0


def _unseen(place: str, before: date) -> tuple[ColumnElement[bool], ...]:
    running = (Lease.place == place, Lease.state == LeaseState.ACTIVE)
    return (*running, _seen_on() <= before, ~_UNDECIDED)


def _seen_on() -> ColumnElement[date]:
    looked_at = (
        select(func.max(JointReview.opened_on))
        .where(
            JointReview.household_id == Lease.household_id, JointReview.state != ReviewState.VOID
        )
        .correlate(Lease)
        .scalar_subquery()
    )
    return case((looked_at > Lease.starts_on, looked_at), else_=Lease.starts_on)


def _asked(*states: CheckState) -> ColumnElement[bool]:
    return exists().where(
        CheckRequest.place == JointReview.place,
        CheckRequest.case_kind == "joint_review",
        CheckRequest.case_id == JointReview.id,
        CheckRequest.state.in_(states),
    )


def _chosen(place: str, wanted: Wanted) -> Select[JointReview]:
    states = STATES.get(wanted.only, UNDECIDED)
    found = select(JointReview).where(JointReview.place == place, JointReview.state.in_(states))
    if wanted.purpose is not None:
        found = found.where(JointReview.purpose == wanted.purpose)
    if wanted.late_on is not None:
        found = found.where(JointReview.due_on < wanted.late_on)
    return found
