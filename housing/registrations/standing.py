"""Where the re-review of a round stands: what is still open, and who has passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.notices.models import Notice
from housing.objections import queries as objections
from housing.plans import queries as plans
from housing.rechecks import people
from housing.rechecks.models import Recheck
from housing.rechecks.states import UNDECIDED, RecheckState
from housing.registrations import queries
from housing.registrations.models import Registration
from housing.registrations.states import RegistrationState

S = RegistrationState
UNDECIDED_HERE = (S.REGISTERED, S.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of the freeze: a registration's number, the kind, a sentence.

    `kind`: consent, check, decision, review or objection. `text` is bilingual.
    """

    number: str
    kind: str
    text: str


def problems(session: Session, round_id: int, most: int | None = None) -> list[Problem]:
    """Return what is still open in the re-review of a round, by number; all of it, or `most`.

    Basis: HN 21 (HN-21-2, HN-21-3), HN 14 (HN-14-3, HN-14-4).
    """
    undecided = queries.page_of(session, round_id, UNDECIDED_HERE, 0, most)
    checks = _rechecks(session, undecided)
    consents = _missing_consents(session, [each for each in undecided if not each.recheck_id])
    found = [
        _of(each, checks.get(each.recheck_id or 0), consents.get(each.entry_id, ()))
        for each in undecided
    ]
    return found + _reversed(session, round_id) + _objections(session, round_id)


def is_complete(session: Session, round_id: int) -> bool:
    """Return whether everybody who registered in a round is decided, and nothing else is open."""
    return not problems(session, round_id)


def accepted(session: Session, round_id: int) -> dict[int, list[list[str]]]:
    """Return the wishes of everybody who passed, by household id, in order of their number.

    A class of which no unit is left in the plan is not in them; an empty list means that every
    class wished for is gone. Basis: HN 21 (HN-21-1, HN-21-2).
    """
    left = {each.code for each in plans.classes(session, round_id)}
    return {
        each.household_id: _left(each.wishes, left)
        for each in queries.of_round(session, round_id, [S.PASSED])
    }


def _left(wishes: Sequence[Sequence[str]], left: set[str]) -> list[list[str]]:
    ranks = [[code for code in rank if code in left] for rank in wishes]
    return [rank for rank in ranks if rank]


def _of(registration: Registration, recheck: Recheck | None, names: Sequence[str]) -> Problem:
    number = registration.full_number
    if registration.state is S.REGISTERED:
        return Problem(number, "decision", f"{number} 还没有复审 / {number} is not re-reviewed yet")
    if recheck is None and names:
        who = "、".join(names)
        text = f"{number} 缺少家庭成员的书面同意：{who} / {number}: no consent of {who}"
        return Problem(number, "consent", text)
    if recheck is None or recheck.state in (RecheckState.OPEN, RecheckState.VOID):
        text = f"{number} 部门尚未全部答复 / {number}: departments have not all answered"
        return Problem(number, "check", text)
    if recheck.state in UNDECIDED:
        text = f"{number} 部门已答复，尚未作出决定 / {number}: answered, not decided"
        return Problem(number, "decision", text)
    return Problem(
        number, "decision", f"{number} 已有决定，尚未办结 / {number}: decided, not followed up yet"
    )


def _rechecks(session: Session, held: Sequence[Registration]) -> Mapping[int, Recheck]:
    ids = [each.recheck_id for each in held if each.recheck_id is not None]
    found: dict[int, Recheck] = {}
    for first in range(0, len(ids), people.BATCH):
        part = ids[first : first + people.BATCH]
        found |= {
            each.id: each for each in session.scalars(select(Recheck).where(Recheck.id.in_(part)))
        }
    return found


def _missing_consents(
    session: Session, held: Sequence[Registration]
) -> Mapping[int, tuple[str, ...]]:
    """Return by entry id the names of the members who have not agreed."""
    entries = list(queries.entries_of(session, held).values())
    names: dict[int, tuple[str, ...]] = {}
    for missing in people.missing_consents(people.families(session, entries)):
        names[missing.entry_id] = (*names.get(missing.entry_id, ()), missing.name)
    return names


def _reversed(session: Session, round_id: int) -> list[Problem]:
    """Those who failed, whose review was decided for them, and who do not take part again yet."""
    rows = session.scalars(
        select(Registration)
        .join(Recheck, Recheck.id == Registration.recheck_id)
        .where(
            Registration.round_id == round_id,
            Registration.state == S.FAILED,
            Recheck.state == RecheckState.REVERSED,
        )
        .order_by(Registration.number)
    )
    return [
        Problem(
            each.full_number,
            "review",
            f"{each.full_number} 复核成立，尚未恢复参加本轮"
            f" / {each.full_number}: its review was upheld; let it take part again",
        )
        for each in rows
    ]


def _objections(session: Session, round_id: int) -> list[Problem]:
    """The open objections to what was made public of those who failed."""
    keys = select(Registration.notice_key).where(
        Registration.round_id == round_id, Registration.notice_key != ""
    )
    found = []
    for key in sorted(session.scalars(keys.distinct())):
        notice = session.scalars(select(Notice).where(Notice.key == key)).one()
        for _ in objections.open_of_case(session, notice.case):
            text = f"“{notice.title}”有未处理的异议 / an objection to {notice.title} is open"
            found.append(Problem(notice.case_number, "objection", text))
    return found
