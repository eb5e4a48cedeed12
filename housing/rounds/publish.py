"""Publishing a checked round."""

import re

from sqlalchemy import and_, select

from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.work import Work
from housing.own_stock import service as own_stock
from housing.registrations import service as registrations
from housing.rounds import files
from housing.rounds.clearing import must_be_cleared
from housing.rounds.conditions import owner_of
from housing.rounds.holding import is_held_back, is_of_held_class
from housing.rounds.holds import (
    hall_freed_flats,
    has_flat,
    households_held,
    is_given,
    let_households_go,
    let_units_go,
    out_of_the_hall,
    units_held,
)
from housing.rounds.models import COUNTY, Round, RoundHousehold, RoundSubsidyDue
from housing.rounds.moves import locked, move
from housing.rounds.states import RoundAct
from housing.rounds.terms import term
from housing.units import service as stock
from housing.waitlist import taking_part


def publish(work: Work, round_id: int, *, package_sha256: str) -> Round:
    """Make the results public: flats given are offered, the others go back to the stock.

    Households left out may take part in the next round; a part that is held back waits (see
    `holding`). What nobody took of an owner's stock may go to the common stock after its period
    (HN 19, HN-19-3). `package_sha256` is the hash of the round package.
    Basis: HN 21 (HN-21-8), HN 18 (HN-18-2).

    Raises:
        NotAllowed: the actor has no right to, froze the roll or entered the seed.
        NotFound, WrongState: see `locked`.
        BadInput: no hash of a package.
        BrokenRule: the kept results are no longer what was checked, or a cluster among the housed
            has not been cleared; says which.
    """
    a_round = locked(work, round_id, RoundAct.PUBLISH)
    _check_third_person(work, a_round)
    if not re.fullmatch("[0-9a-f]{64}", package_sha256):
        raise BadInput("成果包哈希：应为 64 位十六进制小写 / package hash: 64 lowercase hex digits")
    files.check_all(work.session, a_round)
    _check_rescue_covered(work, a_round)
    must_be_cleared(work.session, a_round)
    free, open_class = ~is_held_back(), ~is_of_held_class(work.session, a_round)
    kept = open_class if hall_freed_flats(work, a_round) else and_(is_given(), open_class)
    stock.offer(work, units_held(work, a_round, kept), a_round.code)
    stock.release(work, let_units_go(work, a_round, ~kept, open_class), a_round.code)
    taking_part.allot(work, households_held(work, a_round, has_flat(), free), a_round.code)
    out = out_of_the_hall(work, a_round)
    let_households_go(work, a_round, ~has_flat(), free, left_out=True, but=out)
    if a_round.plan_sha256 is not None:
        registrations.end_round(work, round_id)
    if a_round.audience != COUNTY:
        own_stock.round_ended(work, owner_of(a_round), a_round.code)
    facts = {
        "published_at": work.now,
        "published_by": work.actor.name,
        "package_sha256": package_sha256,
    }
    return move(work, a_round, RoundAct.PUBLISH, facts)


def _check_third_person(work: Work, a_round: Round) -> None:
    if work.actor.name in (a_round.frozen_by, a_round.seed_by):
        raise NotAllowed(
            f"{work.actor.name} 已冻结名册或录入种子，结果须由第三人公布"
            f" / {work.actor.name} froze the roll or entered the seed; a third person must publish"
        )


def _check_rescue_covered(work: Work, a_round: Round) -> None:
    """No round is published leaving a rescue household without flat or subsidy (HN-18-2)."""
    due = select(RoundSubsidyDue.roll_id).where(RoundSubsidyDue.round_id == a_round.id)
    kept = files.read(work.session, a_round, "rules.json").content
    rescue = term(kept, "priority_rules")["rescue"]
    left = work.session.scalars(
        select(RoundHousehold.roll_id).where(
            RoundHousehold.round_id == a_round.id,
            RoundHousehold.off_roll == "",
            RoundHousehold.tier == rescue,
            ~has_flat(),
            RoundHousehold.roll_id.not_in(due),
        )
    ).all()
    if left:
        raise BrokenRule(
            f"救助对象应保尽保：{len(left)} 户既未配租也未登记补贴，如 {left[0]}"
            f" / {len(left)} rescue households have neither flat nor subsidy",
            rules=("HN-18-2",),
        )
