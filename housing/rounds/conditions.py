"""What must hold before flats are given out: publicity over, objections decided, papers passed."""

from sqlalchemy.orm import Session

from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.objections import queries as objections
from housing.rounds.models import COUNTY, Round


def must_be_free_to_give(work: Work, a_round: Round) -> None:
    """Refuse to give out flats, by the engine or in person, before everything says so.

    Basis: HN 21 (HN-21-6, HN-21-7), HN 23 (HN-23-3).

    Raises:
        BrokenRule: the order is still being shown, an objection to it is open, or an owner's
            papers have not passed the county's review.
    """
    until = a_round.publicity_until
    if until is not None and work.day <= until:
        raise BrokenRule(
            f"排序公示到 {until}（含当日）为止，{work.day} 还不能分配；请在 {until} 之后办理"
            f" / the order is shown until {until}; give out flats from the day after",
            rules=("HN-21-6", "HN-21-7"),
        )
    waiting = open_objections(work.session, a_round)
    if waiting:
        raise BrokenRule(
            f"排序有 {waiting} 件异议未处理，不能分配；请先作出处理决定"
            f" / {waiting} objections to the order are open; decide them first",
            rules=("HN-21-7",),
        )
    if must_be_filed(a_round):
        raise BrokenRule(
            f"{owner_of(a_round)} 的房源须先报县级备案审查并通过，再分配；请先办理“送备案审查”"
            " / an owner's stock is given out only after the county has passed its papers; send"
            " them for filing review first",
            rules=("HN-23-2", "HN-23-3"),
        )


def open_objections(session: Session, a_round: Round) -> int:
    """Return how many objections to the order of the round wait for a decision."""
    return len(objections.open_of_case(session, a_round.case))


def must_be_filed(a_round: Round) -> bool:
    """Return whether the round is an owner's and the county has not passed its papers."""
    return a_round.audience != COUNTY and a_round.filing_passed_at is None


def owner_of(a_round: Round) -> str:
    """Return whose own round it is; '' for a round of the county."""
    return "" if a_round.audience == COUNTY else a_round.audience.partition(":")[2]
