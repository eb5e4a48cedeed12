"""Pages of clocks: the work list, one clock, and who kept their deadlines."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from housing.calendar import load_calendar
from housing.catalogue.articles import articles
from housing.clocks import queries, report, service, shown
from housing.clocks.forms import DaysForm, ReasonForm
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.clocks.page_words import KIND_WORDS, LISTS, OUTCOME_WORDS
from housing.clocks.punctuality import punctuality
from housing.clocks.rights import Scope, chosen, scope_of
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.web import guards, pictures
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("clocks", __name__, template_folder="templates")


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"kind_words": KIND_WORDS, "outcome_words": OUTCOME_WORDS, "lists": LISTS}


@blueprint.get("/desk/clocks")
@guards.requires(Permission.SEE_CLOCKS)
def listing() -> ResponseReturnValue:
    """Show what is due, the nearest last day first."""
    scope, day = _scope(), installation().clock.today()
    only, kind = request.args.get("only", ""), request.args.get("kind", "")
    known = ClockKind(kind) if kind in tuple(ClockKind) else None
    wanted = chosen(scope, signed_in_actor(), day, only, known)
    with reading() as session:
        page = queries.work_list(session, scope.place, wanted, after=request.args.get("after", ""))
        names = shown.office_names(session, (clock.office_id for clock in page.rows))
        counties = shown.counties(session, signed_in_actor())
    facts = {"page": page, "names": names, "day": day, "only": only, "kind": kind}
    return render_template("clocks/listing.html", scope=scope, counties=counties, **facts)


@blueprint.get("/desk/clocks/<int:clock_id>")
@guards.requires(Permission.SEE_CLOCKS)
def show(clock_id: int) -> ResponseReturnValue:
    """Show one deadline: who holds it, how it is counted, why it stands."""
    return _page(clock_id=clock_id)


@blueprint.get("/desk/punctuality")
@guards.requires(Permission.SEE_CLOCKS)
def kept() -> ResponseReturnValue:
    """Show by office and kind how many deadlines were kept."""
    scope, form = _scope(), _days_form()
    right = form.validate()
    rows = _rows(scope, form) if right else []
    with reading() as session:
        counties = shown.counties(session, signed_in_actor())
    facts = {"form": form, "rows": rows, "scope": scope, "counties": counties}
    return render_template("clocks/punctuality.html", **facts), 200 if right else 400


@blueprint.get("/desk/punctuality.xlsx")
@guards.requires(Permission.SEE_CLOCKS)
def exported() -> ResponseReturnValue:
    """Hand out the same report as a workbook."""
    scope, form = _scope(), _checked_days()
    made = workbook(_("时限办结情况"), report.columns(), report.sheet(_rows(scope, form)))
    return download(made, f"{scope.place}-{form.first.data}-{form.last.data}.xlsx")


@blueprint.get("/desk/punctuality.svg")
@guards.requires(Permission.SEE_CLOCKS)
def picture() -> ResponseReturnValue:
    """Hand out the same report as a picture of bars."""
    labels, series = report.bars_of(_rows(_scope(), _checked_days()))
    return Response(pictures.bars(labels, series), mimetype="image/svg+xml")


def _scope() -> Scope:
    return scope_of(signed_in_actor(), request.args.get("place", ""))


def _page(filled: FlaskForm | None = None, *, clock_id: int) -> ResponseReturnValue:
    scope, day = _scope(), installation().clock.today()
    with reading() as session:
        clock = shown.own(session, scope, clock_id)
        names = shown.office_names(session, [clock.office_id])
    facts = {"clock": clock, "names": names, "day": day, "refused": filled, "scope": scope}
    forms, fitting = forms_of(DEEDS, filled), RESUME if clock.paused_on else PAUSE
    offered = [each for each in DEEDS if each is fitting or forms[each.name] is filled]
    facts |= {"forms": forms, "deeds": () if clock.stopped_on else offered}
    page = render_template("clocks/show.html", cites=articles(clock.rules), **facts)
    return page, status_of(filled)


def _acting(act: Callable[..., CaseClock]) -> Callable[..., CaseClock]:
    """Return what does `act` to the clock of an address, if it is within sight."""

    def run(work: Work, form: ReasonForm, clock_id: int) -> CaseClock:
        clock = shown.own(work.session, scope_of(work.actor), clock_id)
        return act(work, clock.case, clock.kind, form.reason.data, sub=clock.sub)

    return run


def _deed(act: Callable[..., CaseClock], told: LazyString, legend: LazyString) -> Deed:
    help_ = _l("原因会写入登记簿；申请人和上级都能看到。")
    return Deed(act.__name__, Permission.DECIDE_CASE, ReasonForm, _acting(act), told, legend, help_)


PAUSE = _deed(service.pause, _l("时限已暂停。"), _l("暂停计算"))
RESUME = _deed(service.resume, _l("时限恢复计算。"), _l("恢复计算"))
DEEDS = (PAUSE, RESUME)
add_deeds(blueprint, "/desk/clocks/<int:clock_id>", DEEDS, _page, "show")


def _days_form() -> DaysForm:
    """Return the asked days; without any, this year up to today."""
    day = installation().clock.today()
    if "first" in request.args or "last" in request.args:
        return DaysForm(request.args)
    begun = day.replace(month=1, day=1)
    return DaysForm(MultiDict({"first": begun.isoformat(), "last": day.isoformat()}))


def _checked_days() -> DaysForm:
    form = _days_form()
    if not form.validate():
        raise BadInput("日期：请写成 2026-01-01 / days: write them like 2026-01-01")
    return form


def _rows(scope: Scope, form: DaysForm) -> Sequence[report.Row]:
    first, last = form.first.data, form.last.data
    with reading() as session:
        lines = punctuality(
            session,
            load_calendar(),
            scope.place,
            first,
            last,
            installation().clock.today(),
            scope.offices,
        )
        names = shown.office_names(session, (line.office_id for line in lines))
    return [report.Row(names[line.office_id], line) for line in lines]
