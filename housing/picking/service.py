"""Acts of a hall: call, open, pick, pass, note an absence, give up, undo, and close."""

from datetime import timedelta

from housing.abandonments import service as abandonments
from housing.abandonments.words import AbandonmentCase
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.clock import day_of
from housing.core.errors import BadInput, BrokenRule, Conflict, NotAllowed, WrongState
from housing.core.work import Work
from housing.letters.models import Letter
from housing.picking import calling, problem, queries
from housing.picking.hall import Turn, must_be_running, rows_of, stand_of, turn_now
from housing.picking.models import Pick, PickSession, PickSlot
from housing.picking.states import ABANDONING, PickOutcome
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
    a_round, held, now = _turn(work, round_id, turn)
    code = unit_code.strip()
    chosen = next((unit for unit in now.units if unit.code == code), None)
    if chosen is None:
        raise BrokenRule(
            f"房源 {code or '（未选）'} 现在不能选：已被选走、不适合该家庭，"
            "或者选它会使后面本可安置的家庭无房可住；请在所列房源中选择"
            f" / flat {code or '(none)'} cannot be picked now; choose one of those listed",
            rules=("HN-21-7",),
        )
    made = _had(work, held, now.slot, PickOutcome.PICKED, document)
    made.unit_class, made.unit_code = chosen.unit_class, chosen.code
    return _keep(work, a_round, made)


def pass_by(work: Work, round_id: int, turn: int, *, document: str = "") -> Pick:
    """Note that the household takes no flat; without a penalty, it goes on waiting.

    Nothing that suits is left for it, or it declines what is. Basis: HN 21 (HN-21-7), HN 22
    (HN-22-5).

    Raises: see `pick`.
    """
    a_round, held, now = _turn(work, round_id, turn)
    outcome = PickOutcome.DECLINED if now.units else PickOutcome.NONE_LEFT
    return _keep(work, a_round, _had(work, held, now.slot, outcome, document))


def pass_all_without(work: Work, round_id: int) -> int:
    """Note for everybody to come in this stage for whom nothing is left; return how many.

    Basis: HN 21 (HN-21-7).

    Raises: see `pick`.
    """
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = _open(work, round_id)
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
        _keep(work, a_round, _had(work, held, slot, PickOutcome.NONE_LEFT, ""))
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
    a_round, held, now = _turn(work, round_id, turn)
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
    return _keep(work, a_round, _had(work, held, now.slot, PickOutcome.ABSENT, paper))


def give_up(work: Work, round_id: int, pick_id: int, *, document: str) -> Pick:
    """Note that a household gives up, in the hall, the flat that it picked.

    `document` is its signed statement. The flat goes to the next in order after the round is
    published, not in this hall. Basis: HN 22 (HN-22-5).

    Raises: see `pick`; also
        WrongState: it holds no flat.
        BadInput: no signed statement.
    """
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = _open(work, round_id)
    made = queries.pick_of(work.session, held, pick_id)
    if made.outcome is not PickOutcome.PICKED:
        raise WrongState("该家庭没有选定住房 / this household holds no flat")
    made.document = required(document, "放弃声明 / statement", "请写编号 / give its number")
    made.outcome = PickOutcome.GIVEN_UP
    return _keep(work, a_round, made, Tag.PICK_GIVEN_UP)


def ask_undo(work: Work, round_id: int, pick_id: int, *, reason: str) -> Pick:
    """Ask to undo the last turn; another person does it, before the next turn.

    Raises:
        NotAllowed, NotFound: see `pick`.
        WrongState: it is not the last turn.
        BadInput: no reason.
    """
    a_round, made = _last(work, round_id, pick_id)
    made.undo_asked_by = work.actor.name
    made.undo_reason = required(reason, "撤销原因 / reason", "请写明原因 / say why", 2000)
    return _keep(work, a_round, made, Tag.PICK_UNDO_ASKED, made.undo_reason)


def drop_undo(work: Work, round_id: int, pick_id: int, *, reason: str) -> Pick:
    """Let the last turn stand after all, whoever asked to undo it.

    Raises: see `ask_undo`.
    """
    a_round, made = _last(work, round_id, pick_id)
    why = required(reason, "理由 / reason", "请写明理由 / say why", 2000)
    made.undo_asked_by, made.undo_reason = "", ""
    return _keep(work, a_round, made, Tag.PICK_UNDO_ASKED, why)


def undo(work: Work, round_id: int, pick_id: int) -> Pick:
    """Undo the last turn that somebody else asked to undo; its household has it again.

    Raises:
        NotAllowed: the actor asked for it himself, or does not run rounds.
        NotFound: see `pick`.
        WrongState: it is not the last turn, or nobody asked.
    """
    a_round, made = _last(work, round_id, pick_id)
    if not made.undo_asked_by:
        raise WrongState("没有人申请撤销这一次选房 / nobody has asked to undo this")
    if made.undo_asked_by == work.actor.name:
        raise NotAllowed("撤销须由另一人办理 / another person than the one who asked must undo it")
    made.undone_at, made.undone_by = work.now, work.actor.name
    return _keep(work, a_round, made, Tag.PICK_UNDONE, made.undo_reason)


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


def _turn(work: Work, round_id: int, turn: int) -> tuple[Round, PickSession, Turn]:
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = _open(work, round_id)
    now = turn_now(work.session, a_round, held)
    if now is None:
        raise WrongState("选房：所有家庭都已选过 / everybody has had a turn")
    if now.slot.turn != turn:
        raise Conflict(
            f"现在轮到第 {now.slot.turn} 号，不是第 {turn} 号：另一位工作人员刚刚办理过，请刷新"
            f" / it is turn {now.slot.turn} now, not {turn}; somebody else has just acted"
        )
    last = queries.last_pick(work.session, held)
    if last is not None and last.undo_asked_by:
        raise WrongState(
            "有人申请撤销上一次选房，请先由另一人办理"
            " / somebody has asked to undo the last turn; let another person deal with that first"
        )
    return a_round, held, now


def _open(work: Work, round_id: int) -> tuple[Round, PickSession]:
    """Return round and hall, both held until the commit, so that two clerks take turns."""
    a_round = locked(work, round_id, RoundAct.END_PICKING)
    held = queries.needed(work.session, round_id)
    must_be_running(held)
    return a_round, held


def _last(work: Work, round_id: int, pick_id: int) -> tuple[Round, Pick]:
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = _open(work, round_id)
    made = queries.pick_of(work.session, held, pick_id)
    last = queries.last_pick(work.session, held)
    if last is None or last.id != made.id:
        raise WrongState(
            "只能撤销上一次选房，之后的家庭已经选过"
            " / only the last turn can be undone; somebody has picked since"
        )
    return a_round, made


def _had(
    work: Work, held: PickSession, slot: PickSlot, outcome: PickOutcome, document: str
) -> Pick:
    if len(document) > 256:
        raise BadInput("凭证编号：最多 256 字 / document: at most 256 characters")
    return Pick(
        session_id=held.id,
        turn=slot.turn,
        stage=slot.stage,
        roll_id=slot.roll_id,
        outcome=outcome,
        at=work.now,
        by=work.actor.name,
        document=document.strip(),
        undo_asked_by="",
        undo_reason="",
        undone_by="",
    )


def _keep(
    work: Work, a_round: Round, made: Pick, tag: Tag = Tag.PICK_MADE, reason: str = ""
) -> Pick:
    work.session.add(made)
    work.session.flush()
    after = {"turn": made.turn, "outcome": made.outcome.value, "unit": made.unit_code}
    work.record(
        Entry(tag, f"round:{a_round.code}", after=after, reason=reason, document=made.document)
    )
    return made
