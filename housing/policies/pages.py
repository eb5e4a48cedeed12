"""Pages of the dated values: the standards for everybody, all values, and their amendment."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.calendar import load_calendar
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput, HousingError
from housing.policies import queries, service, shown
from housing.policies.forms import DecisionForm, ProposalForm
from housing.policies.listing import Filter, rows_of
from housing.policies.models import Amendment
from housing.policies.standards import standards
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor, somebody
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.paging import paged

blueprint = Blueprint("values", __name__, template_folder="templates")


@blueprint.get("/standards")
@guards.public
def published() -> ResponseReturnValue:
    """Show the county's standards of admission and assistance, with days and sources (HN 10)."""
    here = installation()
    with reading() as session:
        book = queries.book(session)
    found = standards(book, load_calendar(), here.settings.place, here.clock.today())
    return render_template("policies/standards.html", standards=found, **_words())


@blueprint.get("/values")
@guards.signed_in
def listing() -> ResponseReturnValue:
    """Show every value that the place needs, and what waits for approval."""
    place, day = _place(), installation().clock.today()
    asked = Filter(request.args.get("q", ""), request.args.get("only", ""))
    with reading() as session:
        book = queries.book(session)
        rows = rows_of(book, place, day, asked)
        waiting = queries.waiting(session, place)
    paging = paged(len(rows))
    chosen = rows[paging.offset : paging.offset + paging.rows]
    return render_template(
        "policies/listing.html",
        rows=chosen,
        waiting=waiting,
        titles={each.parameter: book.registry.get(each.parameter).title for each in waiting},
        asked=asked,
        paging=paging,
        **_words(),
    )


@blueprint.get("/values/<name>")
@guards.public
def show(name: str) -> ResponseReturnValue:
    """Show a parameter: its value, where it is written, and every amendment of it."""
    return _parameter_page(name)


@blueprint.route("/values/<name>/propose", methods=["GET", "POST"])
@guards.requires(Permission.PROPOSE_VALUE)
def propose(name: str) -> ResponseReturnValue:
    """Propose another value of a parameter."""
    form = ProposalForm()
    if form.validate_on_submit() and _proposed(name, form):
        flash(_("已提出，等待另一人核准。"))
        return redirect(url_for("values.show", name=name))
    return _parameter_page(name, form)


@blueprint.get("/values/amendments/<int:number>")
@guards.signed_in
def amendment(number: int) -> ResponseReturnValue:
    """Show an amendment beside the value that it would replace."""
    return _amendment_page(number, DecisionForm())


@blueprint.post("/values/amendments/<int:number>/approve")
@guards.requires(Permission.APPROVE_VALUE)
def approve(number: int) -> ResponseReturnValue:
    """Approve another person's amendment."""
    with acting() as work:
        done = service.approve(work, number)
        first_day = done.first_day
    flash(_("已核准，自 %(day)s 起按新值办理。", day=first_day))
    return redirect(url_for("values.listing"))


@blueprint.post("/values/amendments/<int:number>/refuse")
@guards.requires(Permission.APPROVE_VALUE)
def refuse(number: int) -> ResponseReturnValue:
    """Refuse an amendment, with a reason."""
    form = DecisionForm()
    try:
        with acting() as work:
            service.refuse(work, number, reason=form.reason.data or "")
    except BadInput as error:
        form.reason.errors = [explained(error)]
        return _amendment_page(number, form), 400
    flash(_("已记录：不予核准。"))
    return redirect(url_for("values.listing"))


@blueprint.post("/values/amendments/<int:number>/withdraw")
@guards.requires(Permission.PROPOSE_VALUE)
def withdraw(number: int) -> ResponseReturnValue:
    """Take back one's own amendment."""
    with acting() as work:
        service.withdraw(work, number)
    flash(_("已撤回。"))
    return redirect(url_for("values.listing"))


def _proposed(name: str, form: ProposalForm) -> bool:
    try:
        with acting() as work:
            service.propose(
                work,
                name,
                form.value.data or "",
                form.first_day.data,
                document=form.document.data or "",
                source=form.source.data or "",
            )
    except HousingError as error:
        text = explained(error)
        field = form.value if isinstance(error, BadInput) else None
        if field is None:
            form.form_errors.append(text)
        else:
            field.errors = [text]
        return False
    return True


def _parameter_page(name: str, form: ProposalForm | None = None) -> ResponseReturnValue:
    place, day = _place(), installation().clock.today()
    with reading() as session:
        book = queries.book(session)
        history = queries.history(session, place, name)
    parameter, value = book.registry.get(name), book.find(name, place, day)
    if form is not None and not form.is_submitted() and value is not None:
        form.value.data = shown.as_written(value.value, parameter.unit)
    page = render_template(
        "policies/parameter.html",
        parameter=parameter,
        value=value,
        coming=book.coming(name, place, day),
        rules=book.needed_by(name, place),
        history=history,
        form=form,
        **_words(),
    )
    return page, 400 if form is not None and form.errors else 200


def _amendment_page(number: int, form: DecisionForm) -> str:
    with reading() as session:
        found: Amendment = queries.get(session, signed_in_actor().place, number)
        book = queries.book(session)
    parameter = book.registry.get(found.parameter)
    value = book.find(found.parameter, found.place, found.first_day)
    return render_template(
        "policies/amendment.html",
        amendment=found,
        parameter=parameter,
        value=value,
        form=form,
        **_words(),
    )


def _place() -> str:
    """The place of whoever is signed in; the installation's own for the public."""
    actor = somebody()
    return actor.place if actor else installation().settings.place


def _words() -> dict[str, object]:
    return {"in_words": shown.in_words, "basis_words": shown.BASIS_WORDS, "states": shown.STATES}
