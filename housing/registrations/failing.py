"""Making public who failed the re-review: masked, for the county's period, and taken down again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from housing.calendar import Measure, Period, due, load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.households import queries as households
from housing.notices import service as board
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.plans.models import Plan
from housing.policies.queries import book as values_in_force
from housing.registrations import queries
from housing.registrations.models import Registration
from housing.registrations.states import RegistrationState
from housing.reviews.telling import county_office

BASIS = ("HN-21-3", "HN-21-4")


def show(work: Work, plan: Plan, failed: Sequence[Registration]) -> Notice:
    """Put up who failed: number, masked name, the names of the conditions. Basis: HN 21 (HN-21-4).

    Raises:
        MissingPolicyValue: the county has not set how long.
        BrokenRule: it has no housing department on file.
    """
    book = values_in_force(work.session)
    days = int(book.value("rereview_fail_publicity_period", plan.place, work.day).value)
    rolls = book.value("last_day_rolls_over", plan.place, work.day).value == 1
    until = due(load_calendar(), work.day, Period(days, Measure.DAYS), rolls).day
    return _put_up(work, plan, failed, until)


def take_off(work: Work, plan: Plan, registration: Registration, reason: str) -> None:
    """Take a household off its notice; the others on it stay up to the same last day."""
    key, registration.notice_key = registration.notice_key, ""
    notice = work.session.scalars(select(Notice).where(Notice.key == key)).one_or_none()
    if notice is None or not notice.runs_on(work.day) or notice.ends_on is None:
        return
    board.withdraw(work, notice.id, reason)
    others = [
        each
        for each in queries.of_round(work.session, plan.round_id, [RegistrationState.FAILED])
        if each.notice_key == key and each.id != registration.id
    ]
    if others:
        _put_up(work, plan, others, notice.ends_on)


def lines(work: Work, failed: Sequence[Registration]) -> list[tuple[str, str, str]]:
    """Return number, masked name and conditions of those who failed, as the public sees them."""
    names = households.names(work.session, [each.household_id for each in failed])
    return [
        (each.full_number, names[each.household_id], "、".join(each.categories)) for each in failed
    ]


def exported(work: Work, plan: Plan, day: date) -> list[tuple[str, str, str, str]]:
    """Return what the government's website is to show today, each with its last day; logged.

    Basis: HN 21 (HN-21-4).

    Raises:
        NotAllowed: the actor does not re-review.
    """
    work.actor.must(Permission.RECHECK_CASE)
    held = queries.of_round(work.session, plan.round_id, [RegistrationState.FAILED])
    keys = {each.notice_key for each in held if each.notice_key}
    up = {
        notice.key: notice
        for notice in work.session.scalars(select(Notice).where(Notice.key.in_(keys)))
        if notice.runs_on(day)
    }
    shown = [each for each in held if each.notice_key in up]
    rows = [
        (*line, str(up[each.notice_key].ends_on))
        for line, each in zip(lines(work, shown), shown, strict=True)
    ]
    after = {"lines": len(rows)}
    work.record(Entry(Tag.REREVIEW_FAILED_EXPORTED, plan.case.subject, after=after), plan.place)
    return rows


def _put_up(work: Work, plan: Plan, failed: Sequence[Registration], until: date) -> Notice:
    shown = [[number, f"{name}：{words}"] for number, name, words in lines(work, failed)]
    notice = board.publish(
        work,
        failed[0].case,
        NoticeKind.REREVIEW_FAILED,
        office_id=county_office(work, plan.place).id,
        title=f"{plan.name}意向登记复审不合格名单"[:120],
        shown=shown,
        rules=BASIS,
        starts_on=work.day,
        ends_on=until,
    )
    for registration in failed:
        registration.notice_key = notice.key
    work.session.flush()
    after = {"notice": notice.key, "lines": len(shown)}
    work.record(Entry(Tag.REREVIEW_FAILED_SHOWN, plan.case.subject, after=after), plan.place)
    return notice
