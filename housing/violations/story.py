"""What violations add to the story of a lease."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from housing.leases.story import Chapter
from housing.violations import queries
from housing.violations import queries_beside as beside
from housing.violations.beside_states import CALLED as BESIDE
from housing.violations.models import Violation
from housing.violations.states import CALLED, S
from housing.violations.words import CATEGORY_WORDS, Category


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return cases, consents to decorate and notices of absence of a lease, by day."""
    told: list[Chapter] = []
    for violation in queries.of_leases(session, [lease_id]):
        told += _case(violation)
    for consent in beside.consents_of(session, [lease_id]):
        on = consent.decided_on or consent.asked_on
        told.append(Chapter(on, f"装修申请：{BESIDE[consent.state]}", consent.scope))
    for absence in beside.absences_of(session, [lease_id]):
        days = f"{absence.from_on} 至 {absence.until_on}，{absence.reason}"
        told.append(Chapter(absence.told_on, f"外出报告：{BESIDE[absence.state]}", days))
    return sorted(told, key=lambda chapter: chapter.on)


def _case(found: Violation) -> Iterator[Chapter]:
    act = CATEGORY_WORDS[Category(found.kind.value)]
    steps = (
        (found.opened_on, f"违规立案：{act}", found.facts),
        (found.noticed_on, "告知承租人涉嫌违规", ""),
        (found.found_on, "认定违规", found.finding),
        (found.ordered_on, "责令限期整改", found.requirement),
        (found.order_delivered_on, "整改通知送达", f"整改期限到 {found.rectify_until}"),
        (found.refused_on, "期满检查，没有整改", ""),
        (found.cancelled_on, "取消保障资格并责令退回", found.cancel_reasons),
        (found.decision_delivered_on, "取消决定送达", f"退回期限到 {found.return_until}"),
        (found.applied_on, "申请强制执行", found.court),
        (found.ruled_on, "法院裁定", found.ruling),
    )
    here: dict[str, object] = {"violation_id": found.id}
    for on, title, detail in steps:
        if on is not None:
            yield Chapter(on, title, detail, "violations.show", here)
    if found.ended_on is not None and found.state is not S.REVOKED:
        end = f"违规案件结束：{CALLED[found.state]}"
        yield Chapter(found.ended_on, end, found.end_reason, "violations.show", here)
    elif found.ended_on is not None:
        yield Chapter(found.ended_on, "撤销取消决定", found.end_reason, "violations.show", here)
