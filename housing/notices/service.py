"""Acts on notices: putting one up, taking it down."""

import secrets
from collections.abc import Sequence
from datetime import date

from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.notices import queries
from housing.notices.kinds import FOR_GOOD, KIND_NAMES, NoticeKind
from housing.notices.models import Notice
from housing.notices.rules import faults
from housing.policies.queries import book as values_in_force

_KEY_BYTES = 12  # 96 bits, written in 16 characters.


def publish(
    work: Work,
    case: CaseRef,
    kind: NoticeKind,
    *,
    office_id: int,
    title: str,
    shown: Sequence[Sequence[str]],
    rules: Sequence[str],
    starts_on: date,
    ends_on: date | None,
) -> Notice:
    """Put a notice up; `shown` holds pairs of label and masked words, `rules` their articles.

    Which rules the place may cite is looked up here. The caller decides who may publish.
    Basis: HN 15 (HN-15-3, HN-15-9, HN-15-11).

    Raises:
        BadInput: something in it is not masked, or its days do not fit its kind.
        WrongState: the case has such a notice up already.
        MissingPolicyValue: the county has no legal basis to cite.
    """
    _check(kind, title, shown, starts_on, ends_on)
    if queries.is_up(work.session, case, kind, starts_on):
        raise WrongState(
            f"{case.number} 的“{KIND_NAMES[kind]}”正在公示，请先撤下"
            f" / a notice of this kind is up for {case.number}; take it down first"
        )
    notice = Notice(
        key=secrets.token_urlsafe(_KEY_BYTES),
        place=case.place,
        office_id=office_id,
        kind=kind,
        case_kind=case.kind,
        case_id=case.id,
        case_number=case.number,
        title=title.strip(),
        shown=[[label, words] for label, words in shown],
        rules=list(values_in_force(work.session).cited(rules, case.place, work.day)),
        starts_on=starts_on,
        ends_on=ends_on,
        published_at=work.now,
        published_by=work.actor.name,
        withdrawn_by="",
        withdrawn_reason="",
    )
    work.session.add(notice)
    work.session.flush()
    after = {
        "notice": notice.id,
        "kind": kind.value,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
        "shown": notice.shown,
    }
    work.record(Entry(Tag.NOTICE_PUBLISHED, case.subject, after=after), case.place)
    return notice


def withdraw(work: Work, notice_id: int, reason: str) -> Notice:
    """Take a notice down, for a reason; what it showed is kept.

    Raises:
        BadInput: no reason.
        NotFound: there is no such notice.
        WrongState: it was taken down already.
    """
    given(reason, "撤下原因 / withdrawal")
    notice = queries.get(work.session, notice_id)
    if notice.withdrawn_at is not None:
        raise WrongState("这份公示已经撤下 / this notice was taken down already")
    notice.withdrawn_at, notice.withdrawn_by = work.now, work.actor.name
    notice.withdrawn_reason = reason.strip()
    work.session.flush()
    entry = Entry(
        Tag.NOTICE_WITHDRAWN,
        notice.case.subject,
        after={"notice": notice.id},
        reason=notice.withdrawn_reason,
    )
    work.record(entry, notice.place)
    return notice


def _check(
    kind: NoticeKind,
    title: str,
    shown: Sequence[Sequence[str]],
    starts_on: date,
    ends_on: date | None,
) -> None:
    if not title.strip() or not shown:
        raise BadInput("公示：标题和内容不能为空 / notice: give a title and what is shown")
    if (ends_on is None) != (kind in FOR_GOOD):
        raise BadInput(
            f"{KIND_NAMES[kind]}：截止日与公示类别不符"
            " / last day: only what is made known for good has none"
        )
    if ends_on is not None and ends_on < starts_on:
        raise BadInput(f"截止日：{ends_on} 早于起始日 {starts_on} / last day: before the first")
    found = faults(title, shown)
    if found:
        raise BadInput(
            "；".join(each.partition(" / ")[0] for each in found)
            + " / "
            + "; ".join(each.partition(" / ")[2] for each in found)
        )
