"""The centre's lists as workbooks, and the order of a past day."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.households import queries as households
from housing.waitlist import asof, queries
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.page_words import ASSISTANCE, LISTS, STATES
from housing.waitlist.rules import months_left, rescue_due_on
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.paging import ROWS, asked_page, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("waitlist_lists", __name__, template_folder="templates")
COLUMNS = (
    "位次",
    "申请编号",
    "申请人",
    "状态",
    "保障方式",
    "救助对象",
    "登记日期",
    "最迟保障",
    "剩余月数",
    "救助最迟",
    "得分",
    "落选轮数",
)
HUNDREDTHS = 100


@blueprint.get("/desk/waitlist.xlsx")
@guards.requires(Permission.SEE_CASES)
def export() -> ResponseReturnValue:
    """Save a list of entries as a workbook, names masked: overdue, near the cap, rescue, all."""
    only, place = request.args.get("only", ""), signed_in_actor().place
    day = installation().clock.today()
    only = only if only in dict(LISTS) else ""
    with reading() as session:
        entries = queries.page_of(session, place, only, day, 0, None)
        names = households.names(session, [each.household_id for each in entries])
    rows = _rows(entries, names, day)
    return download(workbook("轮候", COLUMNS, rows), f"waitlist-{only or 'all'}-{place}-{day}.xlsx")


@blueprint.get("/desk/waitlist/on")
@guards.requires(Permission.SEE_CASES)
def on_day() -> ResponseReturnValue:
    """Show the order as it stood on a past day, and the terms that were in force."""
    today, place, wrong = installation().clock.today(), signed_in_actor().place, ""
    try:
        day = read_day(request.args.get("day", ""), today)
    except BadInput as error:
        day, wrong = today, explained(error)
    with reading() as session:
        found = asof.order_on(session, place, day, (asked_page() - 1) * ROWS, ROWS)
        names = households.names(session, [each.household_id for each in found.lines])
    facts = {"order": found, "names": names, "paging": paged(found.entries), "wrong": wrong}
    answer = render_template(
        "waitlist/on_day.html", today=today, typed=request.args.get("day", ""), **facts
    )
    return answer, 400 if wrong else 200


def read_day(typed: str, today: date) -> date:
    """Return the day that was asked for; today when none was.

    Raises:
        BadInput: no day, or one that lies ahead.
    """
    if not typed.strip():
        return today
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as fault:
        raise BadInput(
            "日期：请按 2026-09-01 的样子填写 / day: write it like 2026-09-01"
        ) from fault
    if day > today:
        raise BadInput(f"日期：{day} 还没有到 / day: {day} is still to come")
    return day


def _rows(
    entries: Sequence[WaitlistEntry], names: dict[int, str], day: date
) -> Iterator[list[str | int | float]]:
    for each in entries:
        left = months_left(day, each.cap_on)
        yield [
            each.position or "",
            each.number,
            names[each.household_id],
            str(STATES[each.state]),
            str(ASSISTANCE[each.assistance]),
            _("是") if each.rescue else "",
            each.registered_on.isoformat(),
            each.cap_on.isoformat(),
            left if left >= 0 else _("已超期"),
            rescue_due_on(each.registered_on).isoformat() if each.rescue else "",
            each.score / HUNDREDTHS if each.score is not None else "",
            each.rounds_left_out,
        ]
