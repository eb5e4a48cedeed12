"""What the acts of a hall share: whose turn it is, which turn was the last, and the register."""

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, Conflict, WrongState
from housing.core.work import Work
from housing.picking import queries
from housing.picking.hall import Turn, must_be_running, turn_now
from housing.picking.models import Pick, PickSession, PickSlot
from housing.picking.states import PickOutcome
from housing.rounds.models import Round
from housing.rounds.moves import locked
from housing.rounds.states import RoundAct


def turn_for(work: Work, round_id: int, turn: int) -> tuple[Round, PickSession, Turn]:
    """Return round, hall and the turn that it is, held until the commit.

    Raises:
        NotAllowed, NotFound: the actor does not run rounds, or nobody was called.
        WrongState: the hall is not open, nobody is left, or an undo has been asked for.
        Conflict: it is another turn than the clerk saw.
    """
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = open_for(work, round_id)
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


def open_for(work: Work, round_id: int) -> tuple[Round, PickSession]:
    """Return round and hall, both held until the commit, so that two clerks take turns."""
    a_round = locked(work, round_id, RoundAct.END_PICKING)
    held = queries.needed(work.session, round_id)
    must_be_running(held)
    return a_round, held


def last_for(work: Work, round_id: int, pick_id: int) -> tuple[Round, Pick]:
    """Return the round and its last turn, held until the commit.

    Raises:
        NotAllowed, NotFound: the actor does not run rounds, or there is no such turn.
        WrongState: the hall is not open, or it is not the last turn.
    """
    work.actor.must(Permission.RUN_ROUND)
    a_round, held = open_for(work, round_id)
    made = queries.pick_of(work.session, held, pick_id)
    last = queries.last_pick(work.session, held)
    if last is None or last.id != made.id:
        raise WrongState(
            "只能撤销上一次选房，之后的家庭已经选过"
            " / only the last turn can be undone; somebody has picked since"
        )
    return a_round, made


def had(work: Work, held: PickSession, slot: PickSlot, outcome: PickOutcome, document: str) -> Pick:
    """Return the row of a turn that was had now.

    Raises:
        BadInput: the name of its paper is too long.
    """
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


def keep(
    work: Work, a_round: Round, made: Pick, tag: Tag = Tag.PICK_MADE, reason: str = ""
) -> Pick:
    """Write a turn, and its line in the register."""
    work.session.add(made)
    work.session.flush()
    after = {"turn": made.turn, "outcome": made.outcome.value, "unit": made.unit_code}
    work.record(
        Entry(tag, f"round:{a_round.code}", after=after, reason=reason, document=made.document)
    )
    return made
