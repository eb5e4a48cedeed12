"""The published order on the notice board: where anybody may object, and what an objection does."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.access.offices import OfficeKind
from housing.core.cases import CaseRef
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.notices import queries as notices
from housing.notices import service as board
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.objections import queries as objections
from housing.objections import service as answering
from housing.objections.models import Objection
from housing.objections.states import ObjectionState
from housing.offices import queries as offices
from housing.waitlist.models import WaitingOrder

CASE_KIND = "waiting_order"


def case_of(order: WaitingOrder) -> CaseRef:
    """Return an order as notices and objections name it."""
    return CaseRef(CASE_KIND, order.id, order.place, f"轮候顺序 {order.day}")


def put_up(work: Work, order: WaitingOrder) -> Notice:
    """Put the order on the notice board for its period. Basis: HN 17 (HN-17-3).

    Raises:
        WrongState: the county has named no housing department, in whose name it is shown.
    """
    return board.publish(
        work,
        case_of(order),
        NoticeKind.WAITING_ORDER,
        office_id=_office(work),
        title=f"轮候顺序公示（{order.day}）",
        shown=[
            ["轮候对象", f"{order.entries} 户"],
            ["名单", f"见“轮候顺序”页 {order.day} 的公示"],
        ],
        rules=("HN-17-2", "HN-17-3"),
        starts_on=order.starts_on,
        ends_on=order.ends_on,
    )


def notice_of(session: Session, order: WaitingOrder) -> Notice | None:
    """Return the notice of an order; one from before there were notices has none."""
    return next(iter(notices.of_case(session, case_of(order))), None)


def decide(work: Work, objection_id: int, upheld: bool, reason: str) -> Objection:
    """Decide an objection to a published order; one that is upheld takes the order down.

    What was wrong is mended by a review of the entry; the next order is then the corrected one.
    Basis: HN 17 (HN-17-3), HN 15 (HN-15-10).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: as the words say.
    """
    decided = answering.decide(work, objection_id, upheld, reason)
    notice = notices.get(work.session, decided.notice_id)
    if upheld and notice.withdrawn_at is None:
        board.withdraw(work, notice.id, f"异议成立，顺序将更正：{reason}")
    return decided


def to_be_corrected(session: Session, place: str) -> WaitingOrder | None:
    """Return the last order if an objection to it was upheld and no order has corrected it."""
    last = session.scalars(
        select(WaitingOrder).where(WaitingOrder.place == place).order_by(WaitingOrder.id.desc())
    ).first()
    if last is None:
        return None
    decided = objections.of_case(session, case_of(last))
    return last if any(each.state is ObjectionState.UPHELD for each in decided) else None


def corrected_by(session: Session, order: WaitingOrder) -> WaitingOrder | None:
    """Return the order that corrects this one, or None."""
    return session.scalars(
        select(WaitingOrder).where(WaitingOrder.corrects_id == order.id)
    ).one_or_none()


def _office(work: Work) -> int:
    if work.actor.office is not None:
        return work.actor.office
    kind = OfficeKind.HOUSING_DEPARTMENT
    found = offices.of_kind(work.session, work.place, kind, work.day)
    if not found:
        raise WrongState(
            "本县没有登记住建部门，公示无从署名；请管理员先登记机构"
            " / no housing department is on file for this county; let the administrator open it"
        )
    return found[0].id
