"""Freezing the roll: who takes part with which facts, which units, under which rules."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.households.models import Household
from housing.policies import PolicyBook
from housing.policies.queries import book as values_in_force
from housing.registrations import rereview
from housing.rounds import files
from housing.rounds.models import Round, RoundHousehold, RoundUnit
from housing.rounds.moves import locked, move
from housing.rounds.receipts import new_code, roll_id
from housing.rounds.roll import OffRoll, line_of
from housing.rounds.states import RoundAct
from housing.rounds.stock import units_json
from housing.rounds.taking import Taken, hindrances, must_be_free, taken
from housing.rounds.terms import check_mechanism, term, terms_json
from housing.units import queries as units
from housing.units import service as stock
from housing.units.models import Unit
from housing.waitlist import taking_part
from housing.waitlist.order import enter_those_of_sheets


def freeze(work: Work, round_id: int, *, book: PolicyBook | None = None) -> Round:
    """Write roll.json, units.json and rules.json once and for ever, and hold the units.

    With a plan, those who registered and passed the re-review are taken, and its units; without
    one, every registered household and every vacant unit of the county. Each household is on the
    roll or off it for a stated reason, and gets a private receipt.
    Basis: HN 17 (HN-17-1, HN-17-2), HN 18 (HN-18-1), HN 21 (HN-21-5).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`; also when another round has just taken the
            same households or units.
        MissingPolicyValue: a value the round needs is not set, or an owner's people are unknown.
        BrokenRule: the mechanism is no longer approved on this day, or something stands against
            the freeze; says everything that does (see `taking.hindrances`).
        BadInput: no unit, nobody on the roll, units of a class that differ, unknown group.
    """
    a_round = locked(work, round_id, RoundAct.FREEZE)
    book = book or values_in_force(work.session)
    check_mechanism(book, work.place, work.day, a_round.mechanism)
    enter_those_of_sheets(work, book)
    rules = terms_json(book, work.place, work.day, a_round.mechanism)
    found = _free_of_hindrances(work, a_round, book)
    projects = units.projects(work.session, work.place)
    stock_file = units_json(
        a_round.code, work.place, found.units, projects, term(rules, "own_stock") or []
    )
    roll, rows = _roll(work, a_round, rules, _pools(stock_file), found)
    contents = {"roll.json": roll, "units.json": stock_file, "rules.json": rules}
    hashes = files.keep(work.session, a_round.id, contents)
    _take_part(work, a_round, found, rows)
    _claim(work, rows, [_unit_row(a_round, unit) for unit in found.units])
    if not found.planned:
        stock.reserve(work, [unit.id for unit in found.units], a_round.code)
    written = {files.HASHED_IN[name]: digest for name, digest in hashes.items()}
    facts = {"day": work.day, "frozen_at": work.now, "frozen_by": work.actor.name}
    return move(work, a_round, RoundAct.FREEZE, facts | written)


def _free_of_hindrances(work: Work, a_round: Round, book: PolicyBook) -> Taken:
    if a_round.plan_sha256 is not None:
        rereview.settle(work, a_round.id)
    found = taken(work.session, a_round, book, work.day)
    must_be_free(hindrances(work.session, a_round, found))
    if found.planned:
        rereview.finish(work, a_round.id)
    return found


def _take_part(work: Work, a_round: Round, found: Taken, rows: list[dict[str, Any]]) -> None:
    """Take households into the round; one with a plan has them, and lets go who is off its roll."""
    if not found.planned:
        taking_part.join(work, [row["household_id"] for row in rows if row["live"]], a_round.code)
        return
    off = [row["household_id"] for row in rows if not row["live"]]
    held = set(taking_part.held_by(work.session, work.place, a_round.code))
    taking_part.let_go(work, [each for each in off if each in held], a_round.code, left_out=False)


def _claim(work: Work, households: list[dict[str, Any]], allotted: list[dict[str, Any]]) -> None:
    """Take households and units for this round; the database keeps them out of a second one."""
    try:
        work.session.execute(insert(RoundHousehold), households)
        work.session.execute(insert(RoundUnit), allotted)
    except IntegrityError as fault:
        raise WrongState(
            "另一轮刚刚冻结了同一批家庭或房源，请刷新后再看"
            " / another round has just frozen the same households or units; look again"
        ) from fault


def _pools(stock_file: dict[str, Any]) -> set[str]:
    return {row["pool"] for row in stock_file["classes"] if row["pool"] is not None}


def _roll(
    work: Work, a_round: Round, rules: dict[str, Any], pools: set[str], found: Taken
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the content of roll.json and the rows of all households taken."""
    lines, rows = [], []
    off_roll: dict[str, int] = {}
    for member in found.members:
        household, code, reason = member.household, new_code(), member.off_roll
        identity_number = work.keyring.unseal(household.identity_sealed)
        row_id = roll_id(a_round.code, code, identity_number)
        row = _row(work, a_round, household, row_id, code, reason)
        rows.append(row)
        if reason is not None:
            off_roll[reason] = off_roll.get(reason, 0) + 1
            continue
        line = line_of(household, row_id, member.wishes, member.rounds_left_out, rules, pools)
        row |= {"tier": line["tier"], "score": line["score"], "live": True}
        lines.append(line)
    if not lines:
        raise BadInput(
            f"名册：没有可入册的家庭（不入册 {off_roll}），请先导入家庭表或办理意向登记"
            f" / nobody is on the roll (off it: {off_roll}); import households, or register them"
        )
    lines.sort(key=lambda line: str(line["id"]))
    return _roll_json(work, a_round, lines, off_roll), rows


def _row(
    work: Work, a_round: Round, household: Household, row_id: str, code: str, reason: OffRoll | None
) -> dict[str, Any]:
    return {
        "round_id": a_round.id,
        "roll_id": row_id,
        "household_id": household.id,
        "off_roll": reason or "",
        "tier": 0,
        "score": 0,
        "receipt_index": work.keyring.blind(code),
        "receipt_sealed": work.keyring.seal(code),
        "live": False,
    }


def _unit_row(a_round: Round, unit: Unit) -> dict[str, Any]:
    return {
        "round_id": a_round.id,
        "unit_id": unit.id,
        "unit_code": unit.code,
        "unit_class": unit.unit_class,
        "live": True,
    }


def _roll_json(
    work: Work, a_round: Round, lines: list[dict[str, Any]], off_roll: dict[str, int]
) -> dict[str, Any]:
    return {
        "format": 1,
        "round": a_round.code,
        "place": work.place,
        "day": work.day.isoformat(),
        "frozen_at": work.now.isoformat(),
        "households": lines,
        "off_roll": off_roll,
    }
