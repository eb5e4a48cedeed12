"""What happened to the rent of a lease: reductions, and charges that were put right."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from housing.core.money import Fen, yuan
from housing.leases.story import Chapter
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, TransferKind
from housing.rents import queries
from housing.rents.models import Reduction
from housing.rents.states import ReductionState

CORRECTIONS = {
    TransferKind.RENT_CORRECTION: "租金更正",
    TransferKind.FEE_CORRECTION: "物业费更正",
}
DUES = (AccountKind.RENT_DUE, AccountKind.FEE_DUE)


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return reductions and corrections of a lease by day; monthly charges are in its statement."""
    told = [*_reductions(session, lease_id), *_corrections(session, lease_id)]
    return sorted(told, key=lambda chapter: chapter.on)


def _reductions(session: Session, lease_id: int) -> Iterator[Chapter]:
    for each in queries.of_lease(session, lease_id):
        page: dict[str, object] = {"reduction_id": each.id}
        yield Chapter(
            each.applied_on, f"申请租金减免（{each.ground}）", each.number, "reductions.show", page
        )
        if each.decided_on is not None:
            title = "不予批准租金减免"
            if each.state is not ReductionState.REFUSED:
                title = f"批准租金减免 {each.percent}%"
            yield Chapter(each.decided_on, title, _months(each), "reductions.show", page)


def _months(each: Reduction) -> str:
    if each.from_month is None:
        return each.reasons
    return f"{each.from_month} 至 {each.until_month}，{each.reasons}"


def _corrections(session: Session, lease_id: int) -> Iterator[Chapter]:
    for line in ledger.statement(session, lease_id):
        if line.kind in CORRECTIONS and line.account in DUES:
            amount = f"{line.period}：{yuan(Fen(line.fen))} 元，{line.note}"
            yield Chapter(
                line.on, CORRECTIONS[line.kind], amount, "lease_rent.show", {"lease_id": lease_id}
            )
