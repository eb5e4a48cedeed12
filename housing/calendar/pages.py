"""Pages of the calendar: one year's rest and working days, and taking a new notice."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from housing.calendar.book import FIRST_YEAR, LAST_YEAR, load_calendar
from housing.calendar.service import take_notice
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.core.settings import config_folder
from housing.web import guards
from housing.web.acting import acting
from housing.web.citing import explained
from housing.web.installation import installation

blueprint = Blueprint("calendar", __name__, template_folder="templates")


class NoticeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A year's notice as a file."""

    file = FileField(_l("放假安排文件"), [FileRequired(_l("请选择文件。"))])
    replace = BooleanField(_l("替换已有的同一年安排"))


@blueprint.get("/calendar")
@guards.public
def year() -> ResponseReturnValue:
    """Show the holidays and made-up working days of a year."""
    return _year_page(NoticeForm())


@blueprint.post("/calendar")
@guards.requires(Permission.TAKE_CALENDAR)
def take() -> ResponseReturnValue:
    """Take the State Council's notice of a year."""
    form = NoticeForm()
    if not form.validate_on_submit():
        return _year_page(form), 400
    try:
        with acting() as work:
            sent = form.file.data
            notice = take_notice(
                work,
                config_folder() / "calendar",
                sent.filename or "",
                sent.read(),
                replace=bool(form.replace.data),
            )
    except HousingError as error:
        form.file.errors = [explained(error)]
        return _year_page(form), 400
    flash(_("已载入 %(year)s 年放假安排。", year=notice.year))
    return redirect(url_for("calendar.year", year=notice.year))


def _year_page(form: NoticeForm) -> str:
    asked = request.args.get("year", type=int) or installation().clock.today().year
    shown = min(max(asked, FIRST_YEAR), LAST_YEAR)
    calendar = load_calendar()
    days = calendar.days_of(shown)
    return render_template(
        "calendar/year.html",
        form=form,
        year=shown,
        days=[day for day in days if day.holiday],
        working=sum(day.working for day in days),
        provisional=calendar.is_provisional(shown),
        source=calendar.source(shown),
    )
