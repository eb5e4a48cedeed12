"""The county's pages of a round's registrations: the list, the counter, sheets, the re-review."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.plans import queries as plans
from housing.registrations import failing, queries, rereview, service, sheet, standing, whose
from housing.registrations.forms import FindForm, ReasonForm, SheetForm, WithdrawForm
from housing.registrations.models import Registration, Way
from housing.registrations.page_words import STATES, WAYS
from housing.registrations.pages import choosing, take_back
from housing.registrations.states import RegistrationState
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("registrations_desk", __name__, template_folder="templates")
REFUSALS = (BadInput, BrokenRule, WrongState)
#: So many findings of a sheet, and so many open matters, are written on one page.
MOST_SHOWN = 200
REVIEWED = (
    RegistrationState.IN_REVIEW,
    RegistrationState.PASSED,
    RegistrationState.FAILED,
)


@blueprint.get("/desk/registrations")
@guards.requires(Permission.SEE_CASES)
def rounds() -> ResponseReturnValue:
    """Show the rounds whose plan is public, with how many registered in each."""
    with reading() as session:
        found = plans.all_public(session, signed_in_actor().place)[:ROWS]
        counts = {each.round_id: queries.counts(session, each.round_id) for each in found}
    today = installation().clock.today()
    return render_template(
        "registrations/rounds.html", plans=found, counts=counts, today=today, states=STATES
    )


@blueprint.route("/desk/registrations/<int:round_id>", methods=["GET", "POST"])
@guards.requires(Permission.SEE_CASES)
def show(round_id: int) -> ResponseReturnValue:
    """Show who registered in a round; find a household at the counter."""
    form = FindForm()
    if form.validate_on_submit():
        place, number = signed_in_actor().place, (form.number.data or "").strip()
        with reading() as session:
            found = whose.by_number(session, place, number)
        if found is not None:
            address = url_for(
                "registrations_desk.counter", round_id=round_id, household_id=found.id
            )
            return redirect(address)
        form.number.errors = [*form.number.errors, _("没有这个申请编号的轮候家庭，请核对。")]
    return _page(round_id, form), 400 if form.errors else 200


@blueprint.route(
    "/desk/registrations/<int:round_id>/household/<int:household_id>", methods=["GET", "POST"]
)
@guards.requires(Permission.REGISTER_WISHES)
def counter(round_id: int, household_id: int) -> ResponseReturnValue:
    """Register for a household that came to the counter."""
    with reading() as session:
        household = households.get(session, signed_in_actor().place, household_id)
    back = url_for("registrations_desk.counter", round_id=round_id, household_id=household_id)
    return choosing(
        round_id,
        household,
        Way.OFFICER,
        back,
        url_for("registrations_desk.show", round_id=round_id),
    )


@blueprint.post("/desk/registrations/<int:round_id>/household/<int:household_id>/withdraw")
@guards.requires(Permission.REGISTER_WISHES)
def counter_withdraw(round_id: int, household_id: int) -> ResponseReturnValue:
    """Take a household's registration back at the counter."""
    form = WithdrawForm()
    with acting() as work:
        household = households.get(work.session, work.place, household_id)
        take_back(work, round_id, household, form.reason.data or "")
    flash(_("已撤回登记。"))
    return redirect(url_for("registrations_desk.show", round_id=round_id))


@blueprint.get("/desk/registrations/<int:round_id>/sheet.xlsx")
@guards.requires(Permission.REGISTER_WISHES)
def blank(round_id: int) -> ResponseReturnValue:
    """Save a sheet of everybody who may register, to be filled in."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        terms = service.terms_of(session, place, round_id, day)
        rows = sheet.offered(session, terms)
    name = f"wishes-{terms.plan.round_code}.xlsx"
    return download(workbook("意向登记", sheet.COLUMNS, rows), name)


@blueprint.post("/desk/registrations/<int:round_id>/sheet")
@guards.requires(Permission.REGISTER_WISHES)
def take_sheet(round_id: int) -> ResponseReturnValue:
    """Take a filled sheet whole, or show everything that is wrong in it."""
    form = SheetForm(prefix="sheet")
    if not form.validate_on_submit():
        return _page(round_id, sheet_form=form), 400
    sent = form.file.data
    try:
        with acting() as work:
            report = sheet.take(work, round_id, sent.filename or "", sent.read())
    except REFUSALS as error:
        form.form_errors.append(explained(error))
        return _page(round_id, sheet_form=form), 400
    if not report.is_taken:
        return _page(round_id, report=report), 400
    flash(_("已按表登记 %(number)s 户，确认书已发出。", number=report.rows))
    return redirect(url_for("registrations_desk.show", round_id=round_id))


@blueprint.post("/desk/registrations/<int:round_id>/settle")
@guards.requires(Permission.RECHECK_CASE)
def settle(round_id: int) -> ResponseReturnValue:
    """Follow the decisions of the re-review now, and ask where a consent has come in."""
    with acting() as work:
        rereview.ask_departments(work, plans.get(work.session, work.place, round_id))
        done = rereview.settle(work, round_id)
    flash(
        _(
            "已办结：合格 %(passed)s 户，不合格 %(failed)s 户。",
            passed=done.passed,
            failed=done.failed,
        )
    )
    return redirect(url_for("registrations_desk.show", round_id=round_id))


@blueprint.get("/desk/registrations/<int:round_id>/failed.xlsx")
@guards.requires(Permission.RECHECK_CASE)
def failed(round_id: int) -> ResponseReturnValue:
    """Save what the government's website is to show of those who failed; logged."""
    with acting() as work:
        plan = plans.get(work.session, work.place, round_id)
        rows = failing.exported(work, plan, work.day)
    columns = ("登记编号", "姓名", "不符合的条件", "公示截止日")
    return download(workbook("复审不合格", columns, rows), f"failed-{plan.round_code}.xlsx")


@blueprint.post("/desk/registrations/one/<int:registration_id>/readmit")
@guards.requires(Permission.RECHECK_CASE)
def readmit(registration_id: int) -> ResponseReturnValue:
    """Let a household take part again whose failing was reversed."""
    return _again(registration_id, rereview.readmit, _("已恢复参加本轮。"))


@blueprint.post("/desk/registrations/one/<int:registration_id>/reopen")
@guards.requires(Permission.RECHECK_CASE)
def reopen(registration_id: int) -> ResponseReturnValue:
    """Look once more at a household that passed."""
    return _again(registration_id, rereview.reopen, _("已重新复审，部门核查已发出。"))


@blueprint.get("/desk/registrations/one/<int:registration_id>")
@guards.requires(Permission.SEE_CASES)
def one(registration_id: int) -> ResponseReturnValue:
    """Show one registration: wishes, re-review, and what may be done."""
    return _one(registration_id)


def _again(
    registration_id: int, act: Callable[[Work, int, str], Registration], told: str
) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _one(registration_id, form), 400
    try:
        with acting() as work:
            act(work, registration_id, form.reason.data)
    except REFUSALS as error:
        form.form_errors.append(explained(error))
        return _one(registration_id, form), 400
    flash(told)
    return redirect(url_for("registrations_desk.one", registration_id=registration_id))


def _one(registration_id: int, form: ReasonForm | None = None) -> str:
    place = signed_in_actor().place
    with reading() as session:
        held = queries.get(session, place, registration_id)
        plan = plans.get(session, place, held.round_id)
        household = households.get(session, place, held.household_id)
        classes = {each.code: each.name for each in plans.classes(session, held.round_id)}
    return render_template(
        "registrations/one.html",
        held=held,
        plan=plan,
        name=masked_name(household.name),
        household=household,
        classes=classes,
        form=form or ReasonForm(formdata=None),
        **_words(),
    )


def _page(
    round_id: int,
    form: FindForm | None = None,
    sheet_form: SheetForm | None = None,
    report: sheet.Report | None = None,
) -> str:
    place, only = signed_in_actor().place, request.args.get("only", "")
    states = [RegistrationState(only)] if only in set(RegistrationState) else []
    with reading() as session:
        plan = plans.get(session, place, round_id)
        counts = queries.counts(session, round_id)
        paging = paged(sum(counts[each] for each in states or RegistrationState), ROWS)
        held = queries.page_of(session, round_id, states, paging.offset, paging.rows)
        numbers = households.by_ids(session, [each.household_id for each in held])
        classes = {each.code: each.name for each in plans.classes(session, round_id)}
        reviewing = any(counts[each] for each in REVIEWED)
        problems = standing.problems(session, round_id, MOST_SHOWN) if reviewing else []
    return render_template(
        "registrations/desk.html",
        plan=plan,
        held=held,
        counts=counts,
        only=only,
        paging=paging,
        households={each.id: each for each in numbers},
        masked_name=masked_name,
        classes=classes,
        problems=problems[:MOST_SHOWN],
        more=max(0, counts[RegistrationState.IN_REVIEW] - len(problems)),
        report=report,
        most=MOST_SHOWN,
        form=form or FindForm(formdata=None),
        sheet_form=sheet_form or SheetForm(formdata=None, prefix="sheet"),
        open=plan.opens_for_registration(installation().clock.today()),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"states": STATES, "ways": WAYS}
