"""The officer's desk of cases: the list by its legal clock, search, export, many at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.applications import queries as applications
from housing.applications.files import lacking_counts
from housing.applications.states import ApplicationState
from housing.clocks.kinds import KINDS
from housing.clocks.page_words import KIND_WORDS
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.eligibility.page_words import title_of
from housing.households.masking import masked_name
from housing.households.page_words import GROUPS
from housing.households.words import Group
from housing.reviews import work_list
from housing.reviews.deeds import DEEDS, Deed, DeedName, batchable
from housing.reviews.doing import perform, rehearse
from housing.reviews.forms import BatchForm, FilterForm
from housing.reviews.page_words import STATES, WORDS
from housing.reviews.work_list import Asked, Line, Mark
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("reviews", __name__, template_folder="templates")
MOST_AT_ONCE = work_list.ROWS
MOST_EXPORTED = 5_000
COLUMNS = ("申请编号", "申请人", "申请类别", "状态", "受理街道", "受理日期", "时限", "到期日")


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"review_words": WORDS, "title_of": title_of}


@blueprint.get("/desk/cases")
@guards.requires(Permission.SEE_CASES)
def listing() -> ResponseReturnValue:
    """List the open cases by their legal clock, the soonest due first."""
    actor, day = signed_in_actor(), installation().clock.today()
    with reading() as session:
        streets = work_list.streets(session, actor.place, day)
        form = _filter_form(streets)
        held = work_list.page_of(session, actor, _asked(form), day, _mark())
        counts = {
            due: work_list.due_count(session, actor, due, day) for due in ("today", "overdue")
        }
        lacking = lacking_counts(session, [line.application for line in held.lines], day)
    return render_template(
        "reviews/listing.html",
        held=held,
        form=form,
        counts=counts,
        lacking=lacking,
        streets=streets,
        today=day,
        batch=BatchForm(),
        deeds=batchable(actor),
        groups=GROUPS,
        kinds=KINDS,
        clock_words=KIND_WORDS,
        masked_name=masked_name,
        most=work_list.MOST_COUNTED,
    )


@blueprint.post("/desk/cases")
@guards.requires(Permission.SEE_CASES)
def search() -> ResponseReturnValue:
    """Find cases by any scrap; posted, so that no name or number stays in an address."""
    words = request.form.get("words", "").replace("\0", "").strip()
    with reading() as session:
        found = applications.search(session, installation().keyring, signed_in_actor(), words)
    return render_template(
        "reviews/found.html", found=found, searched=words, groups=GROUPS, masked_name=masked_name
    )


@blueprint.get("/desk/cases.xlsx")
@guards.requires(Permission.SEE_CASES)
def export() -> ResponseReturnValue:
    """Save the list as it is filtered, masked."""
    actor, day = signed_in_actor(), installation().clock.today()
    with reading() as session:
        streets = work_list.streets(session, actor.place, day)
        asked = _asked(_filter_form(streets))
        held = work_list.page_of(session, actor, asked, day, rows=MOST_EXPORTED)
        rows = [_row(line, streets) for line in held.lines]
    return download(workbook("案件", COLUMNS, rows), f"cases-{day}.xlsx")


@blueprint.get("/desk/cases/next")
@guards.requires(Permission.SEE_CASES)
def next_case() -> ResponseReturnValue:
    """Go to the own case that is due first, other than the one just left."""
    left = request.args.get("left", "0")
    with reading() as session:
        found = work_list.next_case(
            session,
            signed_in_actor(),
            int(left) if left.isdecimal() and len(left) < 10 else 0,
            installation().clock.today(),
        )
    if found is None:
        return redirect(url_for("reviews.listing"))
    return redirect(url_for("cases.show", application_id=found))


@blueprint.post("/desk/cases/batch")
@guards.requires(Permission.SEE_CASES)
def batch() -> ResponseReturnValue:
    """Try one act on several cases and show what would come of it; then do it, case by case."""
    form = BatchForm()
    deed, chosen = _batch_deed(form), _chosen()
    reason = (form.reason.data or "").strip()
    is_valid = form.validate_on_submit()
    do = perform if is_valid and form.go.data else rehearse
    tried = [do(deed, each, reason) for each in chosen] if is_valid else []
    return render_template(
        "reviews/batch.html",
        form=form,
        deed=deed,
        chosen=chosen,
        tried=tried,
        done=do is perform,
    ), 200 if is_valid else 400


def _batch_deed(form: BatchForm) -> Deed:
    name = form.act.data or request.form.get("deed", "")
    known = {deed.name.value: deed for deed in batchable(signed_in_actor())}
    if name not in known:
        raise BadInput(_("请选择要办理的事项。"))
    form.act.data = name
    return DEEDS[DeedName(name)]


def _chosen() -> list[int]:
    sent = request.form.getlist("case")
    chosen = sorted({int(each) for each in sent if each.isdecimal() and len(each) < 10})
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise BadInput(_("请选择 1 至 %(most)s 件案件。", most=MOST_AT_ONCE))
    return chosen


def _filter_form(streets: Mapping[int, str]) -> FilterForm:
    form = FilterForm(request.args)
    form.group.choices = [("", _("全部")), *((each.value, GROUPS[each]) for each in Group)]
    form.office.choices = [("", _("全部")), *((str(key), name) for key, name in streets.items())]
    return form


def _asked(form: FilterForm) -> Asked:
    """Return what the address asks for; an unknown word asks for everything."""
    state, group, office = form.state.data, form.group.data, form.office.data or ""
    return Asked(
        mine=form.whose.data != "all",
        state=ApplicationState(state) if state in {each.value for each in STATES} else None,
        group=Group(group) if group in {each.value for each in Group} else None,
        office_id=int(office) if office.isdecimal() and len(office) < 10 else None,
        due=form.due.data or "",
    )


def _mark() -> Mark | None:
    """Return where the asked page begins; whatever is no mark is the first page."""
    day, _dot, number = request.args.get("after", "").partition(".")
    try:
        return Mark(date.fromisoformat(day), int(number))
    except ValueError:
        return None


def _row(line: Line, streets: dict[int, str]) -> Sequence[str]:
    application = line.application
    applicant = application.applicant
    return (
        application.case.number,
        masked_name(applicant.name) if applicant else "",
        str(GROUPS[application.group]),
        str(STATES[application.state]),
        streets.get(application.street_office_id or 0, ""),
        application.accepted_on.isoformat() if application.accepted_on else "",
        KINDS[line.clock.kind].title,
        line.clock.due_on.isoformat(),
    )
