"""Working days over the JSON interface: a year for everybody, a new notice by right."""

from typing import Any

from housing.calendar.book import FIRST_YEAR, LAST_YEAR, load_calendar
from housing.calendar.schemas import CalendarNoticeSchema, CalendarYearSchema
from housing.calendar.service import take_notice
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.core.settings import config_folder
from housing.web import guards
from housing.web.acting import acting
from housing.web.api import ApiBlueprint

api = ApiBlueprint("calendar", __name__, description="工作日 / working days")


@guards.public
@api.route("/calendar/<int:year>")
@api.response(200, CalendarYearSchema)
def show(year: int) -> dict[str, object]:
    """Return the holidays and made-up working days of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(f"没有 {year} 年的日历 / there is no calendar of {year}")
    return _year(year)


@guards.requires(Permission.TAKE_CALENDAR)
@api.route("/calendar", methods=["POST"])
@api.arguments(CalendarNoticeSchema)
@api.response(200, CalendarYearSchema)
def take(sent: dict[str, Any]) -> dict[str, object]:
    """Take the State Council's notice of a year; `name` is <year>.toml."""
    with acting() as work:
        folder, content = config_folder() / "calendar", sent["content"].encode()
        notice = take_notice(work, folder, sent["name"], content, replace=sent["replace"])
    return _year(notice.year)


def _year(year: int) -> dict[str, object]:
    calendar = load_calendar()
    days = calendar.days_of(year)
    return {
        "year": year,
        "provisional": calendar.is_provisional(year),
        "source": calendar.source(year),
        "working_days": sum(day.working for day in days),
        "days": [day for day in days if day.holiday],
    }
