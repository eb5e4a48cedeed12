"""Acts of a hall: call, open, pick, pass, note an absence, give up, undo, and close."""

from datetime import timedelta

from housing.abandonments import service as abandonments
from housing.abandonments.words import AbandonmentCase
from housing.core.access.permissions import Permission
from housing.core.audit.tags import Tag
from housing.core.clock import day_of
from housing.core.errors import BrokenRule, WrongState
from housing.core.work import Work
from housing.letters.models import Letter
from housing.picking import calling, problem, queries, undoing
from housing.picking.hall import rows_of, stand_of
from housing.picking.models import Pick, PickSession, PickSlot
from housing.picking.states import ABANDONING, PickOutcome
from housing.picking.turns import had, keep, open_for, turn_for
from housing.rounds import files
from housing.rounds.allocate import decided
from housing.rounds.conditions import must_be_free_to_give
from housing.rounds.models import Round
from housing.rounds.moves import locked, move, required
from housing.rounds.picked import PICKS
from housing.rounds.states import RoundAct
from housing.waitlist import queries as waitlist
from housing.waitlist import taking_part

call = calling.call
ask_undo, drop_undo, undo = undoing.ask_undo, undoing.drop_undo, undoing.undo
CASES = {
    PickOutcome.ABSENT: (AbandonmentCase.NOT_ATTENDED, "未在通知的时间、地点参加选房"),
    PickOutcome.GIVEN_UP: (AbandonmentCase.GAVE_UP_CHOICE, "在选房现场放弃所选定的住房"),
}


def open_hall(work: Work, round_id: int) -> Round:
    """Open the hall on its first day; those called are from now those the round serves.

    Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed, NotFound, WrongState: see `rounds.moves.locked`; also before the first day.
        BrokenRule: an objection has been filed meanwhile, or the order is shown again.
    """
    a_round = locked(work, round_id, RoundAct.OPEN_PICKING)
    must_be_free_to_give(work, a_round)
    held = queries.needed(work.session, round_id)
    if work.day < held.starts_on:
        raise WrongState(
            f"选房：通知的日期是 {held.starts_on}，今天 {work.day} 还不能开始"
            f" / households were told {held.starts_on}; the hall cannot open on {work.day}"
        )
    called = {slot.household_id for slot in queries.slots(work.session, held)}
    taking_part.allot(work, called, a_round.code)
    held.opened_at = work.now
    return move(work, a_round, RoundAct.OPEN_PICKING, {})


def pick(work: Work, round_id: int, turn: int, unit_code: str, *, document: str = "") -> Pick:
    """Lock the flat that the household whose turn it is has chosen.

    `turn` is the one the clerk saw; `document` the sheet that the household signed.
    Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor does not run rounds.
        NotFound: nobody was called in this round.
        WrongState: the hall is not open, or nobody is left.
        Conflict: it is another turn meanwhile.
        BrokenRule: the flat is taken, does not suit the household, or taking it would leave
            somebody without a flat whom the round can house.
    """
    a_round, held, now = turn_for(work, round_id, turn)
    code = unit_code.strip()
    chosen = next((unit for unit in now.units if unit.code == code), None)
    if chosen is None:
        raise BrokenRule(
            f"房源 {code or '（未选）'} 现在不能选：已被选走、不适合该家庭，"
            "或者选它会使后面本可安置的家庭无房可住；请在所列房源中选择"
            f" / flat {code or '(none)'} cannot be picked now; choose one of those listed",
            rules=("HN-21-7",),
        )
    made = had(work, held, now.slot, PickOutcome.PICKED, document)
    made.unit_class, made.unit_code = chosen.unit_class, chosen.code
    return keep(work, a_round, made)


def pass_by(work: Work, round_id: int, turn: int, *, document: str = "") -> Pick:
    """Note that the household takes no flat; without a penalty, it goes on waiting.

    Nothing that suits is left for it, or it declines what is. Basis: HN 21 (HN-21-7), HN 22
    (HN-22-5).

    Raises: see `pick`.
    """
    a_round, held, now = turn_for(work, round_id, turn)
    outcome = PickOutcome.DECLINED if now.units else PickOutcome.NONE_LEFT
    return keep(work, a_round, had(work, held, now.slot, outcome, document))


def pass_all_without(work: Work, round_id: int) -> int:
    """Note for everybody to come in this stage for whom nothing is left; return how many.

    Basis: HN 21 (HN-21-7).

    Raises: see `pick`.
    """
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = open_for(work, round_id)
    first = queries.next_slot(work.session, held)
    if first is None:
        return 0
    stand = stand_of(work.session, a_round, held, first.stage)
    there = {row["id"] for row in stand.problem["households"]}
    none_left = problem.hopeless(stand.problem, stand.taken)
    passed = 0
    for slot in queries.to_come(work.session, held):
        has_nothing = slot.roll_id in none_left or slot.roll_id not in there
        if slot.stage != first.stage or not has_nothing:
            break
        keep(work, a_round, had(work, held, slot, PickOutcome.NONE_LEFT, ""))
        passed += 1
    return passed


def absent(work: Work, round_id: int, turn: int, *, document: str) -> Pick:
    """Note that nobody came for the household within its time; the turn goes on.

    `document` is the attendance sheet. Whether it counts as an abandonment is decided later, by
    another person, when the household has been heard. Basis: HN 22 (HN-22-4).

    Raises: see `pick`; also
        WrongState: its time is not over yet.
        BrokenRule: no letter told it of time and place.
        BadInput: no attendance sheet.
    """
    a_round, held, now = turn_for(work, round_id, turn)
    over = now.slot.at + timedelta(minutes=held.slot_minutes)
    if work.now < over:
        raise WrongState(
            f"通知该家庭的时间到 {calling.time_words(over)} 才结束，还不能记为缺席"
            f" / its time lasts until {over:%H:%M} UTC; it is not absent yet"
        )
    if now.slot.letter_id is None:
        raise BrokenRule(
            "没有把选房时间、地点书面通知该家庭，不能记为缺席"
            " / no letter told this household of time and place",
            rules=("HN-22-4",),
        )
    paper = required(document, "签到记录 / attendance sheet", "请写编号 / give its number")
    return keep(work, a_round, had(work, held, now.slot, PickOutcome.ABSENT, paper))


def give_up(work: Work, round_id: int, pick_id: int, *, document: str) -> Pick:
    """Note that a household gives up, in the hall, the flat that it picked.

    `document` is its signed statement. The flat goes to the next in order after the round is
    published, not in this hall. Basis: HN 22 (HN-22-5).

    Raises: see `pick`; also
        WrongState: it holds no flat.
        BadInput: no signed statement.
    """
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = open_for(work, round_id)
    made = queries.pick_of(work.session, held, pick_id)
    if made.outcome is not PickOutcome.PICKED:
        raise WrongState("该家庭没有选定住房 / this household holds no flat")
    made.document = required(document, "放弃声明 / statement", "请写编号 / give its number")
    made.outcome = PickOutcome.GIVEN_UP
    return keep(work, a_round, made, Tag.PICK_GIVEN_UP)


def end(work: Work, round_id: int) -> Round:
    """Close the hall when everybody has had a turn, and write the result with its proofs.

    picks.json is kept with the round; the same engine and the same second opinion follow as for a
    round that is computed. Who was absent or gave up is reported.
    Basis: HN 21 (HN-21-7), HN 22 (HN-22-4, HN-22-5).

    Raises:
        NotAllowed, NotFound, WrongState: see `rounds.moves.locked`; also when turns are to come.
        BrokenRule: what was picked does not follow from the rules; nothing is written.
    """
    a_round = locked(work, round_id, RoundAct.END_PICKING)
    held = queries.needed(work.session, round_id)
    left = queries.next_slot(work.session, held)
    if left is not None:
        raise WrongState(
            f"选房：第 {left.turn} 号起还没有选，不能结束 / turns from {left.turn} on are to come"
        )
    picks = queries.standing(work.session, held)
    content = {
        "format": 1,
        "round": a_round.code,
        "order_sha256": a_round.order_sha256,
        "picks": sorted(rows_of(picks), key=lambda row: int(row["turn"])),
    }
    files.keep(work.session, a_round.id, {PICKS: content})
    held.ended_at = work.now
    ended = decided(work, a_round, RoundAct.END_PICKING)
    for made in picks:
        if made.outcome in ABANDONING:
            _report(work, held, made)
    return ended


def _report(work: Work, held: PickSession, made: Pick) -> None:
    slot = work.session.get_one(PickSlot, (held.id, made.turn))
    entry = waitlist.live_of(work.session, slot.household_id)
    if entry is None:
        return
    kind, words = CASES[made.outcome]
    document = made.document
    if made.outcome is PickOutcome.ABSENT:
        document = work.session.get_one(Letter, slot.letter_id).number
        words = f"{words}（{calling.time_words(slot.at)}，{held.hall}；签到记录 {made.document}）"
    abandonments.report(work, entry, kind, day_of(made.at), reason=words, document=document)
