"""The chapters that exit cases add to the story of a lease."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from housing.exits import queries
from housing.exits.models import ExitCase
from housing.exits.states import CALLED, ExitState
from housing.exits.words import TRIGGER_WORDS
from housing.leases.story import Chapter

_DECIDED = {"kept": "退出审查：保留资格", "cancelled": "取消保障资格"}


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return what exit cases of a lease came to, day by day."""
    return [chapter for case in queries.of_lease(session, lease_id) for chapter in _of(case)]


def _of(case: ExitCase) -> Iterator[Chapter]:
    for day, title, detail in _events(case):
        if day is not None:
            yield Chapter(day, title, detail, "exits.show", {"case_id": case.id})


def _events(case: ExitCase) -> Iterator[tuple[date | None, str, str]]:
    yield case.opened_on, f"退出立案：{TRIGGER_WORDS[case.trigger]}", case.reason
    yield case.decided_on, _DECIDED.get(case.decision, ""), "；".join(case.reasons)
    yield case.delivered_on, "退出通知送达", f"搬迁期至 {case.relocate_until}"
    yield case.market_from, "转按市场价缴租", ""
    yield case.sued_on, "提起腾退诉讼", f"{case.court} {case.court_number}".strip()
    yield case.judged_on, "腾退诉讼判决", case.judgment_document
    yield case.reviewed_on, "退出决定复核", "；".join(case.review_reason.splitlines())
    if case.state in (ExitState.VACATED, ExitState.VOID):
        yield case.ended_on, f"退出案件办结：{CALLED[case.state]}", ""
