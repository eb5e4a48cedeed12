"""An objection to the order of a round: one that is upheld annuls it and opens its successor."""

from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.objections import queries as objections
from housing.objections import service as answering
from housing.objections.models import Objection
from housing.rounds.annulling import annul
from housing.rounds.models import Round
from housing.rounds.states import ANNULLABLE, RoundState
from housing.rounds.successor import open_after


def decide(work: Work, objection_id: int, upheld: bool, reason: str) -> Objection:
    """Decide an objection to the order with reasons; what follows happens in the same act.

    Upheld: the round is annulled, visibly and for ever, and its successor opened on the roll that
    is to be corrected. There is no redraw. Basis: HN 21 (HN-21-6, HN-21-7), HN 15 (HN-15-10).

    Raises:
        NotAllowed: the actor may not decide objections, or annul rounds.
        NotFound, WrongState, BadInput: as the words say.
        BrokenRule: leases are being signed already.
    """
    work.actor.must(Permission.DECIDE_OBJECTION)
    found = objections.get(work.session, work.place, objection_id)
    a_round = work.session.get_one(Round, found.case_id)
    if upheld and a_round.state not in (*ANNULLABLE, RoundState.ANNULLED):
        raise BrokenRule(
            f"轮次 {a_round.code} 已开始签约，不能再作废；请另行处理涉及的家庭"
            " / leases are being signed, the round cannot be annulled any more; deal with the"
            " households concerned",
            rules=("HN-21-7",),
        )
    decided = answering.decide(work, objection_id, upheld, reason)
    if upheld and a_round.state is not RoundState.ANNULLED:
        paper = f"异议处理决定 第 {decided.id} 号"
        annul(work, a_round.id, reason=f"异议成立：{reason.strip()}", document=paper)
        open_after(work, a_round.id)
    return decided
