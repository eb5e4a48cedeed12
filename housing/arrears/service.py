"""Acts on arrears: remind, demand, tell the employer after approval, agree on instalments.

Nothing is ever deducted by the system, and arrears alone start no exit. Basis: HN 26 (HN-26-5).
"""

from collections.abc import Sequence
from datetime import date

from housing.arrears import counting, queries, telling
from housing.arrears.counting import count, step
from housing.arrears.models import ArrearsCase, Instalment
from housing.arrears.rules import Owing, check_plan, must_be_long_enough
from housing.arrears.states import ARREARS, CALLED, ArrearsAct
from housing.core.access.permissions import Permission
from housing.core.audit.record import hold_head
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.policies.book import PolicyBook
from housing.policies.queries import book as values_in_force

__all__ = [
    "agree",
    "answer",
    "count",
    "decide_notice",
    "demand",
    "end_plan",
    "hint",
    "propose_notice",
    "remind",
    "remind_all",
]
LEAST, NATIONAL = "arrears_before_employer_notice", "arrears_national_line"
HUNAN = "HN"
#: So many tenants are written to in one act.
SOME = 100


def remind(work: Work, case_id: int) -> ArrearsCase:
    """Write to the tenant what is owed. Basis: HN 26 (HN-26-1).

    Raises:
        NotAllowed: the actor may not.
        WrongState: it is past reminding, or all was paid meanwhile.
        MissingPolicyValue: the county has not set how long the tenant has to pay.
    """
    case, owing = _taken(work, case_id, ArrearsAct.REMIND)
    letter = telling.remind(work, case, owing)
    step(work, case, ArrearsAct.REMIND, letter_id=letter.id)
    return case


def remind_all(work: Work) -> int:
    """Remind some of those whom nobody has reminded yet; return how many, 0 when all are.

    Raises:
        NotAllowed: the actor may not.
    """
    work.actor.must(Permission.KEEP_RENT)
    found = [case.id for case in queries.to_remind(work.session, work.place, SOME)]
    for case_id in found:
        remind(work, case_id)
    return len(found)


def demand(work: Work, case_id: int) -> ArrearsCase:
    """Demand formally what is owed, after a reminder. Basis: HN 26 (HN-26-1, HN-26-5).

    Raises:
        NotAllowed: the actor may not.
        WrongState: nobody has reminded the tenant, or all was paid meanwhile.
    """
    case, owing = _taken(work, case_id, ArrearsAct.DEMAND)
    letter = telling.demand(work, case, owing)
    step(work, case, ArrearsAct.DEMAND, letter_id=letter.id)
    return case


def propose_notice(
    work: Work, case_id: int, *, employer: str, legal_basis: str, note: str, document: str
) -> ArrearsCase:
    """Propose to tell the employer; nothing is sent until another person approves.

    `legal_basis`: the rule that allows it, by name and number. Basis: HN 26 (HN-26-5).

    Raises:
        NotAllowed: the actor may not.
        WrongState: the tenant was not demanded to pay, or all was paid meanwhile.
        BrokenRule: fewer months are owed than the county asks for.
        BadInput: no employer, no legal basis or no document.
    """
    given = {"employer": employer, "legal_basis": legal_basis, "document": document}
    if not all(each.strip() for each in given.values()):
        raise BadInput(
            "用人单位、所依据的规定（名称和文号）、依据文件都须填写"
            " / employer, the rule that allows it, and a document are all needed",
            rules=("HN-26-5",),
        )
    case, owing = _taken(work, case_id, ArrearsAct.PROPOSE_NOTICE)
    least = values_in_force(work.session).value(LEAST, case.place, work.day)
    must_be_long_enough(owing.count, int(least.value))
    plain = {name: each.strip() for name, each in given.items()}
    step(work, case, ArrearsAct.PROPOSE_NOTICE, note=note.strip(), **plain)
    return case


def decide_notice(work: Work, case_id: int, *, approved: bool, reason: str) -> ArrearsCase:
    """Approve or refuse a notice to the employer, by another person; approved it is sent.

    Basis: HN 26 (HN-26-5).

    Raises:
        NotAllowed: the actor may not decide, or proposed it.
        WrongState: no notice waits.
        BadInput: no reason.
    """
    work.actor.must(Permission.DECIDE_TENANCY)
    given(reason, "审批意见 / opinion")
    act = ArrearsAct.APPROVE_NOTICE if approved else ArrearsAct.REFUSE_NOTICE
    case, owing = _moved(work, case_id, act)
    proposed = queries.last_step(case, ArrearsAct.PROPOSE_NOTICE)
    if proposed is None:
        raise WrongState("没有待批准的通报 / no notice waits for approval")
    if proposed.made_by == work.actor.name:
        raise NotAllowed("提出和批准通报须是两个人 / whoever proposed a notice cannot approve it")
    facts: dict[str, object] = {
        "employer": proposed.employer,
        "legal_basis": proposed.legal_basis,
        "document": proposed.document,
        "proposed_by": proposed.made_by,
        "note": reason.strip(),
    }
    if approved:
        letter = telling.notify_employer(work, case, owing, proposed.employer, proposed.legal_basis)
        facts["letter_id"] = letter.id
    step(work, case, act, **facts)
    return case


def answer(work: Work, case_id: int, *, note: str, document: str = "") -> ArrearsCase:
    """Keep what the tenant or the employer answered.

    Raises:
        NotAllowed: the actor may not.
        WrongState: nobody was written to.
        BadInput: nothing said.
    """
    work.actor.must(Permission.KEEP_RENT)
    given(note, "回复内容 / answer")
    case, _ = _moved(work, case_id, ArrearsAct.ANSWER)
    step(work, case, ArrearsAct.ANSWER, note=note.strip(), document=document.strip())
    return case


def agree(
    work: Work, case_id: int, parts: Sequence[tuple[date, int]], *, document: str
) -> ArrearsCase:
    """Agree on instalments that come to what is owed now; the tenant gets them in writing.

    `parts` are (last day, fen), in order; `document` is the signed agreement.

    Raises:
        NotAllowed: the actor may not.
        WrongState: a plan runs, a notice waits, or all was paid meanwhile.
        BadInput: no document, or parts that are not days ahead or do not add up.
    """
    given(document, "协议编号 / number of the agreement")
    case, owing = _taken(work, case_id, ArrearsAct.AGREE)
    check_plan(parts, owing.fen, work.day)
    plan = 1 + max((each.plan for each in queries.plans(work.session, case.id)), default=0)
    work.session.add_all(
        Instalment(
            case_id=case.id, plan=plan, due_on=due, fen=fen, owed_fen=owing.fen, running=True
        )
        for due, fen in parts
    )
    letter = telling.agreed(work, case, owing.fen, parts)
    step(work, case, ArrearsAct.AGREE, document=document.strip(), letter_id=letter.id)
    return case


def end_plan(work: Work, case_id: int, *, reason: str) -> ArrearsCase:
    """End instalments that are not kept, or at the tenant's wish.

    Raises:
        NotAllowed: the actor may not.
        WrongState: no plan runs.
        BadInput: no reason.
    """
    work.actor.must(Permission.KEEP_RENT)
    given(reason, "终止的原因 / reason")
    hold_head(work.session, work.place)
    case = queries.get(work.session, work.place, case_id, lock=True)
    counting.break_plan(work, case, reason.strip())
    return case


def hint(book: PolicyBook, place: str, day: date, months: int) -> str:
    """Return what national law says of so many months, "" where nothing is to be pointed out.

    Never where the Hunan measures govern: they name no exit for arrears alone (HN-26-5).
    """
    held = book.find(NATIONAL, place, day)
    governed = any(own.id == HUNAN for own in book.governing(place))
    if held is None or governed or months < int(held.value):
        return ""
    return f"{held.source}"


def _taken(work: Work, case_id: int, act: ArrearsAct) -> tuple[ArrearsCase, Owing]:
    work.actor.must(Permission.KEEP_RENT)
    return _moved(work, case_id, act)


def _moved(work: Work, case_id: int, act: ArrearsAct) -> tuple[ArrearsCase, Owing]:
    """Move a case by its table, on what the ledger says now."""
    hold_head(work.session, work.place)
    case = queries.get(work.session, work.place, case_id, lock=True)
    owing = counting.owing_of(work, [case.lease_id])[case.lease_id]
    if not owing.fen:
        raise WrongState(
            f"{case.lease_number} 已经缴清，不必再办 / {case.lease_number} owes nothing any more"
        )
    case.state = ARREARS.step(case.state, act, CALLED).target
    case.owed_fen, case.months, case.oldest = owing.fen, owing.count, owing.oldest
    case.counted_on = work.day
    work.session.flush()
    return case, owing
