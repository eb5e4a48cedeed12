"""The draw: taking the seed after the freeze, and making the order."""

from datetime import UTC, datetime

from sqlalchemy import insert

from housing.core.canonical import sha256_hex
from housing.core.clock import ZONE
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.work import Work
from housing.rounds import files
from housing.rounds.entropy import bits_of, check_enough, source_of
from housing.rounds.models import Round, RoundPosition
from housing.rounds.moves import locked, move, required
from housing.rounds.problem import key_of
from housing.rounds.stages import Draw, order_of
from housing.rounds.states import RoundAct
from housing.rounds.terms import term


def enter_seed(
    work: Work, round_id: int, *, text: str, drawn_at: datetime, witnesses: str
) -> Round:
    """Take the public seed, exactly as written, of the source that was announced.

    `drawn_at` (aware) is when the first of its drawings took place, `witnesses` who saw it.
    Basis: HN 21 (HN-21-5).

    Raises:
        NotAllowed: the actor has no right to, or froze the roll himself.
        NotFound, WrongState: see `locked`.
        BrokenRule: the seed was known before the freeze, or the roll was changed since.
        BadInput: not of the announced source, too few bits, no witness, a time still to come.
    """
    a_round = locked(work, round_id, RoundAct.ENTER_SEED)
    _check_another_person(work, a_round)
    rules = files.read(work.session, a_round, "rules.json").content
    roll_sha256 = sha256_hex(files.body_of(work.session, a_round, "roll.json"))
    source = source_of(term(rules, "seed_sources"), a_round.seed_source)
    bits = bits_of(source, text)
    check_enough(source, bits, term(rules, "seed_bits_least"))
    _check_time(work, a_round, drawn_at)
    seed = {
        "format": 1,
        "round": a_round.code,
        "roll_sha256": roll_sha256,
        "source": source["name"]["zh"],
        "text": text,
        "bits": bits,
        "frozen_at": _utc(_frozen_at(a_round)),
        "drawn_at": _utc(drawn_at),
        "entered_at": _utc(work.now),
        "witnesses": required(witnesses, "见证人 / witnesses", "请写见证人 / name the witnesses"),
    }
    hashes = files.keep(work.session, a_round.id, {"seed.json": seed})
    facts = {
        "drawn_at": drawn_at,
        "seed_entered_at": work.now,
        "seed_by": work.actor.name,
        "seed_bits": bits,
        "seed_sha256": hashes["seed.json"],
    }
    return move(work, a_round, RoundAct.ENTER_SEED, facts)


def make_order(work: Work, round_id: int) -> Round:
    """Put the roll in order: tier, score, accepted day, draw key.

    Basis: HN 17 (HN-17-1), HN 18 (HN-18-1), HN 21 (HN-21-5).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: roll or seed was changed after its hash was written down.
    """
    a_round = locked(work, round_id, RoundAct.MAKE_ORDER)
    roll = files.read(work.session, a_round, "roll.json")
    seed = files.read(work.session, a_round, "seed.json")
    rows = order_of(roll.content, draw_of(seed, roll))
    order = {
        "format": 1,
        "round": a_round.code,
        "roll_sha256": roll.sha256,
        "seed_sha256": seed.sha256,
        "households": rows,
    }
    hashes = files.keep(work.session, a_round.id, {"order.json": order})
    work.session.execute(
        insert(RoundPosition),
        [
            {"round_id": a_round.id, "roll_id": row["id"], "position": position}
            for position, row in enumerate(rows)
        ],
    )
    return move(work, a_round, RoundAct.MAKE_ORDER, {"order_sha256": hashes["order.json"]})


def draw_of(seed: files.Kept, roll: files.Kept) -> Draw:
    """Return the draw of a round: a subject and its purpose to its key.

    Raises:
        BrokenRule: the seed was entered for another roll; names both hashes.
    """
    text, entered_for = seed.content["text"], seed.content["roll_sha256"]
    if entered_for != roll.sha256:
        raise BrokenRule(
            f"种子是为名册 {entered_for} 录入的，现名册为 {roll.sha256}"
            f" / the seed was entered for roll {entered_for}, this one is {roll.sha256}"
        )
    return lambda subject, *purpose: key_of(text, roll.sha256, subject, *purpose)


def _check_another_person(work: Work, a_round: Round) -> None:
    if work.actor.name == a_round.frozen_by:
        raise NotAllowed(
            f"{work.actor.name} 冻结了本轮名册，种子须由另一人录入"
            f" / {work.actor.name} froze this roll; another person must enter the seed"
        )


def _check_time(work: Work, a_round: Round, drawn_at: datetime) -> None:
    if drawn_at.tzinfo is None:
        raise BadInput("开奖时间：缺少时区 / drawn at: carries no time zone")
    frozen_at = _frozen_at(a_round)
    if drawn_at <= frozen_at:
        raise BrokenRule(
            f"种子产生于 {_local(drawn_at)}，不晚于名册冻结时间 {_local(frozen_at)}，不得使用，"
            "请取冻结之后的开奖 / the seed was known before the roll was frozen;"
            " take a drawing after the freeze",
            rules=("HN-21-5",),
        )
    if drawn_at > work.now:
        raise BadInput(
            f"开奖时间：{_local(drawn_at)} 尚未到来，现在是 {_local(work.now)}"
            " / drawn at: lies in the future"
        )


def _frozen_at(a_round: Round) -> datetime:
    if a_round.frozen_at is None:
        raise BrokenRule(f"轮次 {a_round.code} 尚未冻结 / round {a_round.code} is not frozen")
    return a_round.frozen_at


def _local(instant: datetime) -> str:
    return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
