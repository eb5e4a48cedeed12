"""The act of offering what came free to the next in order, and of closing the round at the end."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from housing.abandonments import queries as abandonments
from housing.core.audit.tags import Tag
from housing.core.errors import BrokenRule, WrongState
from housing.core.work import Work
from housing.offers import freed
from housing.offers.freed import Next
from housing.offers.making import Given, make
from housing.offers.models import Offer, Reoffer, ReofferProof
from housing.offers.opening import make_missing
from housing.offers.states import PENDING, OfferState
from housing.own_stock import service as own_stock
from housing.rounds import files
from housing.rounds.conditions import owner_of
from housing.rounds.holds import end_hold, let_units_go
from housing.rounds.models import COUNTY, Round, RoundHousehold, RoundUnit
from housing.rounds.moves import locked, move
from housing.rounds.states import RoundAct
from housing.rounds.terms import term
from housing.units import service as stock
from housing.units.models import Unit
from housing.units.states import UnitAct, UnitState
from housing.waitlist import taking_part
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState


def reoffer(work: Work, round_id: int) -> Reoffer:
    """Offer the flats that are free to the next in order, and give the rest back to the stock.

    Also offers what the round gave in a part that was held back. May be done again whenever flats
    have come free, until nobody fits. Basis: HN 21 (HN-21-5, HN-21-7), HN 22 (HN-22-1).

    Raises:
        NotAllowed, NotFound: see `rounds.moves.locked`.
        WrongState: the round is not in its signing, or nothing is free.
        BrokenRule: engine and check disagree; nothing is offered.
    """
    a_round = locked(work, round_id, RoundAct.CLOSE)
    late = make_missing(work, a_round)
    found = freed.next_for(work.session, a_round)
    if not found.units and not late:
        raise WrongState("递补：本轮现在没有空出的房源 / no flat of this round is free now")
    made = _kept(work, a_round, found)
    _offer(work, a_round, found, made.number)
    back = _ids(work, a_round, found.to_stock)
    let_units_go(work, a_round, RoundUnit.unit_id.in_(back))
    stock.move_units(work, back, UnitAct.RELEASE, round_code=a_round.code)
    return made


def close(work: Work, round_id: int) -> Round:
    """Close a round whose offers have all ended, and let everybody go who is still in it.

    Basis: HN 18 (HN-18-2), HN 19 (HN-19-3), HN 24 (HN-24-1).

    Raises:
        NotAllowed, NotFound, WrongState: see `rounds.moves.locked`.
        BrokenRule: something is not ended; says everything.
    """
    a_round = locked(work, round_id, RoundAct.CLOSE)
    left = problems(work.session, a_round)
    if left:
        raise BrokenRule(
            "本轮还不能结束："
            + "；".join(zh for zh, _ in left)
            + " / this round cannot be closed: "
            + "; ".join(en for _, en in left),
            rules=("HN-18-2", "HN-24-1"),
        )
    held = taking_part.held_by(work.session, work.place, a_round.code)
    taking_part.let_go(work, held, a_round.code, left_out=True)
    end_hold(work, a_round)
    let_units_go(work, a_round)
    if a_round.audience != COUNTY:  # What came free since the publication is left over as well.
        own_stock.round_ended(work, owner_of(a_round), a_round.code)
    return move(work, a_round, RoundAct.CLOSE, {})


def problems(session: Session, a_round: Round) -> list[tuple[str, str]]:
    """Return what keeps a round from being closed, in Chinese and English."""
    pending = _count(session, a_round, Offer.state.in_(PENDING))
    keys = _count(session, a_round, Offer.state == OfferState.SIGNED, Offer.keys_on.is_(None))
    free = len(_held_units(session, a_round))
    waiting = sum(
        each.decided_on is None
        for each in abandonments.of_round(session, a_round.place, a_round.code)
    )
    rescue = _rescue_without(session, a_round)
    kept_back = _kept_back(session, a_round)
    found = (
        (pending, f"{pending} 户还没有签约", f"{pending} offers are open"),
        (keys, f"{keys} 户已签约未交钥匙", f"{keys} households have no keys yet"),
        (free, f"{free} 套空出的房源没有递补", f"{free} free flats were not offered on"),
        (
            kept_back,
            f"{kept_back} 套暂缓公布的房源没有处理",
            f"{kept_back} flats are still held back",
        ),
        (waiting, f"{waiting} 件放弃待认定", f"{waiting} abandonments are undecided"),
        (
            rescue,
            f"{rescue} 户救助对象既未配租也未发放补贴",
            f"{rescue} rescue households have neither flat nor subsidy",
        ),
    )
    return [(zh, en) for number, zh, en in found if number]


def _kept(work: Work, a_round: Round, found: Next) -> Reoffer:
    last = select(func.max(Reoffer.number)).where(Reoffer.round_id == a_round.id)
    made = Reoffer(
        round_id=a_round.id,
        number=(work.session.scalar(last) or 0) + 1,
        made_at=work.now,
        made_by=work.actor.name,
        units=list(found.units),
        assignments=list(found.assignments),
        to_stock=list(found.to_stock),
    )
    work.session.add(made)
    work.session.flush()
    for stage, (key, problem, plan) in enumerate(found.proofs, 1):
        hashes = freed.sha256s(problem, plan)
        work.session.add(
            ReofferProof(
                round_id=a_round.id,
                number=made.number,
                stage=stage,
                key=key,
                problem=problem,
                plan=plan,
                **hashes,
            )
        )
    work.session.flush()
    return made


def _offer(work: Work, a_round: Round, found: Next, number: int) -> None:
    """Take the next into the round again, and offer each its flat."""
    names = {row["household"]: row["unit"] for row in found.assignments}
    homes = dict(
        work.session.execute(
            select(RoundHousehold.roll_id, RoundHousehold.household_id).where(
                RoundHousehold.round_id == a_round.id, RoundHousehold.roll_id.in_(names)
            )
        ).all()
    )
    new = [homes[name] for name in names if name not in found.first]
    taking_part.join(work, new, a_round.code)
    taking_part.allot(work, new, a_round.code)
    units = _ids_by_code(work, a_round, names.values())
    given = [Given(name, homes[name], units[code]) for name, code in names.items()]
    back = [name for name in names if name in found.first]
    _unselect(work, [homes[name] for name in back])
    make(work, a_round, given, number, Tag.OFFERS_REMADE)


def _unselect(work: Work, household_ids: list[int]) -> None:
    """Whose own flat fell out after it was chosen has to choose again."""
    entries = work.session.scalars(
        select(WaitlistEntry).where(
            WaitlistEntry.household_id.in_(household_ids),
            WaitlistEntry.state == EntryState.SELECTED,
        )
    )
    for entry in entries:
        code, home = entry.round_code or "", [entry.household_id]
        taking_part.let_go(work, home, code, left_out=False)
        taking_part.join(work, home, code)
        taking_part.allot(work, home, code)


def _rescue_without(session: Session, a_round: Round) -> int:
    """Rescue households of the roll that are neither housed nor subsidised (HN-18-2)."""
    kept = files.read(session, a_round, "rules.json").content
    done = select(WaitlistEntry.id).where(
        WaitlistEntry.household_id == RoundHousehold.household_id,
        WaitlistEntry.state.in_((EntryState.HOUSED, EntryState.SUBSIDISED, EntryState.CANCELLED)),
    )
    left = select(func.count()).where(
        RoundHousehold.round_id == a_round.id,
        RoundHousehold.off_roll == "",
        RoundHousehold.tier == term(kept, "priority_rules")["rescue"],
        ~done.exists(),
    )
    return session.scalar(left) or 0


def _kept_back(session: Session, a_round: Round) -> int:
    """Flats of a part of the round that has not been published yet."""
    found = select(func.count()).select_from(Unit)
    reserved = Unit.state == UnitState.RESERVED, Unit.round_code == a_round.code
    return session.scalar(found.where(Unit.place == a_round.place, *reserved)) or 0


def _held_units(session: Session, a_round: Round) -> set[str]:
    """Flats that the round holds and nobody is offered, disputed ones too."""
    return set(freed.free_units(session, a_round))


def _count(session: Session, a_round: Round, *which: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Offer).where(Offer.round_id == a_round.id, *which)
    return session.scalar(found) or 0


def _ids(work: Work, a_round: Round, codes: Collection[str]) -> list[int]:
    return sorted(_ids_by_code(work, a_round, codes).values())


def _ids_by_code(work: Work, a_round: Round, codes: Collection[str]) -> dict[str, int]:
    found = select(Unit.code, Unit.id).where(Unit.place == a_round.place, Unit.code.in_(codes))
    return dict(work.session.execute(found).all())
