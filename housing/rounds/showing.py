"""Showing the order of a round on the notice board, where anybody may object to it."""

from datetime import date

from housing.core.access.offices import OfficeKind
from housing.core.work import Work
from housing.notices import queries as notices
from housing.notices import service as board
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.offices import queries as offices
from housing.rounds import files
from housing.rounds.comparison import COMPARISON, comparison_json
from housing.rounds.counts import counts
from housing.rounds.draw import draw_of
from housing.rounds.models import Round
from housing.rounds.moves import locked, move
from housing.rounds.periods import last_publicity_day
from housing.rounds.states import RoundAct
from housing.rounds.terms import term

RULES = ("HN-21-5", "HN-21-6", "HN-21-7")


def publish_order(work: Work, round_id: int) -> Round:
    """Show the order to the public; objections to its notice are heard until its last day.

    With it stands what either way of giving out the flats would do on this roll, in counts.
    Basis: HN 21 (HN-21-5, HN-21-6).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: a file was changed after its hash was written down.
        BadInput: the roll holds what cannot be allotted.
    """
    a_round = locked(work, round_id, RoundAct.PUBLISH_ORDER)
    kept = {
        name: files.read(work.session, a_round, f"{name}.json")
        for name in ("roll", "units", "rules", "seed", "order")
    }
    contents = {name: each.content for name, each in kept.items()}
    draw = draw_of(kept["seed"], kept["roll"])
    compared = comparison_json(a_round.code, contents, draw)
    files.keep(work.session, a_round.id, {COMPARISON: compared})
    until = last_publicity_day(
        work.day,
        term(contents["rules"], "allocation_order_publicity_period"),
        term(contents["rules"], "last_day_rolls_over") == 1,
    )
    notice = _post(work, a_round, until)
    facts = {
        "order_published_at": work.now,
        "publicity_until": until,
        "order_notice": notice.key,
    }
    return move(work, a_round, RoundAct.PUBLISH_ORDER, facts)


def take_down(work: Work, a_round: Round, reason: str) -> None:
    """Take down what is still up of an annulled round."""
    for notice in notices.of_case(work.session, a_round.case):
        if notice.kind is NoticeKind.ROUND_ORDER and notice.runs_on(work.day):
            board.withdraw(work, notice.id, reason)


def _post(work: Work, a_round: Round, until: date) -> Notice:
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


def _office(work: Work) -> int:
    """The office of the acting person, else the county's housing department (0: none on file)."""
    if work.actor.office is not None:
        return work.actor.office
    found = offices.of_kind(work.session, work.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    return found[0].id if found else 0
