"""Showing the order of a round on the notice board, where anybody may object to it."""

from datetime import date

from housing.core.access.offices import OfficeKind
from housing.core.work import Work
from housing.notices import queries as notices
from housing.notices import service as board
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.offices import queries as offices
from housing.rounds.counts import counts
from housing.rounds.models import Round

RULES = ("HN-21-5", "HN-21-6", "HN-21-7")


def post_order(work: Work, a_round: Round, until: date) -> Notice:
    """Put up the notice of the order; its lines stand on the round's public page.

    Basis: HN 21 (HN-21-6).

    Raises:
        MissingPolicyValue: the county has no legal basis to cite.
    """
    found = counts(work.session, a_round.id)
    return board.publish(
        work,
        a_round.case,
        NoticeKind.ROUND_ORDER,
        office_id=_office(work),
        title=f"{a_round.name}：分配对象和分配排序公示"[:120],
        shown=[
            ["轮次", f"{a_round.name}（{a_round.code}）"],
            ["分配对象", f"{found.households} 户"],
            ["房源", f"{found.units} 套"],
            ["排序名单", f"见“分配公示”中的 {a_round.code}，名单已遮盖姓名和编号"],
            ["种子和指纹", "见同一页面，任何人都可以重算"],
        ],
        rules=RULES,
        starts_on=work.day,
        ends_on=until,
    )


def take_down(work: Work, a_round: Round, reason: str) -> None:
    """Take down what is still up of an annulled round."""
    for notice in notices.of_case(work.session, a_round.case):
        if notice.kind is NoticeKind.ROUND_ORDER and notice.runs_on(work.day):
            board.withdraw(work, notice.id, reason)


def _office(work: Work) -> int:
    """The office of the acting person, else the county's housing department (0: none on file)."""
    if work.actor.office is not None:
        return work.actor.office
    found = offices.of_kind(work.session, work.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    return found[0].id if found else 0
