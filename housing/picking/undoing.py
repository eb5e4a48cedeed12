"""Undoing the last turn of a hall: one person asks, another does it, before the next turn."""

from housing.core.audit.tags import Tag
from housing.core.errors import NotAllowed, WrongState
from housing.core.work import Work
from housing.picking.models import Pick
from housing.picking.turns import keep, last_for
from housing.rounds.moves import required


def ask_undo(work: Work, round_id: int, pick_id: int, *, reason: str) -> Pick:
    """Ask to undo the last turn; another person does it, before the next turn.

    Raises:
        NotAllowed, NotFound: see `pick`.
        WrongState: it is not the last turn.
        BadInput: no reason.
    """
    a_round, made = last_for(work, round_id, pick_id)
    made.undo_asked_by = work.actor.name
    made.undo_reason = required(reason, "撤销原因 / reason", "请写明原因 / say why", 2000)
    return keep(work, a_round, made, Tag.PICK_UNDO_ASKED, made.undo_reason)


def drop_undo(work: Work, round_id: int, pick_id: int, *, reason: str) -> Pick:
    """Let the last turn stand after all, whoever asked to undo it.

    Raises: see `ask_undo`.
    """
    a_round, made = last_for(work, round_id, pick_id)
    why = required(reason, "理由 / reason", "请写明理由 / say why", 2000)
    made.undo_asked_by, made.undo_reason = "", ""
    return keep(work, a_round, made, Tag.PICK_UNDO_ASKED, why)


def undo(work: Work, round_id: int, pick_id: int) -> Pick:
    """Undo the last turn that somebody else asked to undo; its household has it again.

    Raises:
        NotAllowed: the actor asked for it himself, or does not run rounds.
        NotFound: see `pick`.
        WrongState: it is not the last turn, or nobody asked.
    """
    a_round, made = last_for(work, round_id, pick_id)
    if not made.undo_asked_by:
        raise WrongState("没有人申请撤销这一次选房 / nobody has asked to undo this")
    if made.undo_asked_by == work.actor.name:
        raise NotAllowed("撤销须由另一人办理 / another person than the one who asked must undo it")
    made.undone_at, made.undone_by = work.now, work.actor.name
    return keep(work, a_round, made, Tag.PICK_UNDONE, made.undo_reason)
