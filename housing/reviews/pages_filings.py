"""Lists filed for the record: the county's to the prefecture, the park's to the county."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.applications.models import Application
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.core.work import Work
from housing.offices import queries as offices
from housing.reviews import filing, queries
from housing.reviews.forms import ReceiptForm
from housing.reviews.models import Filing
from housing.reviews.page_words import FILINGS, OUTCOMES
from housing.reviews.words import FilingKind
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.workbook import download, workbook

blueprint = Blueprint("filings", __name__, template_folder="templates")
COLUMNS = ("申请编号", "申请类别", "家庭人口", "受理日期", "复核意见", "理由")


@blueprint.route("/desk/filings", methods=["GET", "POST"])
@guards.requires(Permission.RECHECK_CASE)
def county() -> ResponseReturnValue:
    """List what the county filed and was sent, and file rechecked cases with the prefecture."""
    return _filed(filing.file_with_prefecture, FilingKind.PREFECTURE)


@blueprint.route("/desk/filings/park", methods=["GET", "POST"])
@guards.requires(Permission.REVIEW_AT_PARK)
def park() -> ResponseReturnValue:
    """List what the park filed, and file those it has admitted with the county."""
    return _filed(filing.file_park_list, FilingKind.PARK)


@blueprint.get("/desk/filings/received")
@guards.requires(Permission.RECEIVE_FILING)
def prefecture() -> ResponseReturnValue:
    """List what counties filed with the prefecture."""
    return _listing((), None)


@blueprint.get("/desk/filings/<int:filing_id>")
@guards.signed_in
def show(filing_id: int) -> ResponseReturnValue:
    """Show a filed list to the office that filed it or that it was sent to."""
    return _page(filing_id, ReceiptForm())


@blueprint.get("/desk/filings/<int:filing_id>.xlsx")
@guards.signed_in
def sheet(filing_id: int) -> ResponseReturnValue:
    """Save a filed list as a workbook."""
    with reading() as session:
        found = queries.filing(session, signed_in_actor(), filing_id)
        rows = [_row(each.line) for each in queries.filed_cases(session, filing_id)]
    return download(workbook("备案", COLUMNS, rows), f"filing-{found.number}.xlsx")


@blueprint.post("/desk/filings/<int:filing_id>")
@guards.signed_in
def receive(filing_id: int) -> ResponseReturnValue:
    """Note the receipt of a list; the service asks whether this office may."""
    form = ReceiptForm()
    if form.validate_on_submit():
        try:
            with acting() as work:
                filing.receive(work, filing_id, form.receipt_number.data)
            flash(_("已登记接收。"))
            return redirect(url_for("filings.show", filing_id=filing_id))
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    return _page(filing_id, form), 400


def _filed(file: Callable[[Work, list[int]], Filing], kind: FilingKind) -> ResponseReturnValue:
    wrong = ""
    if request.method == "POST":
        sent = request.form.getlist("case")
        chosen = [int(each) for each in sent if each.isdecimal() and len(each) < 10]
        try:
            with acting() as work:
                made = file(work, chosen)
            flash(_("已报送备案 %(number)s。", number=made.number))
            return redirect(url_for("filings.show", filing_id=made.id))
        except HousingError as refused:
            wrong = explained(refused)
    actor = signed_in_actor()
    with reading() as session:
        if kind is FilingKind.PARK:
            waiting = queries.to_be_filed_by_park(session, actor.place, actor.office)
        else:
            waiting = queries.to_be_filed(session, actor.place)
    return _listing(waiting, kind, wrong)


def _listing(
    waiting: Sequence[Application], kind: FilingKind | None, wrong: str = ""
) -> ResponseReturnValue:
    with reading() as session:
        held = queries.filings(session, signed_in_actor())
    page = render_template(
        "reviews/filings.html", waiting=waiting, held=held, kind=kind, kinds=FILINGS, wrong=wrong
    )
    return page, 400 if wrong else 200


def _page(filing_id: int, form: ReceiptForm) -> str:
    actor = signed_in_actor()
    with reading() as session:
        found = queries.filing(session, actor, filing_id)
        cases = queries.filed_cases(session, filing_id)
        sender, receiver = (
            offices.get(session, each) for each in (found.from_office_id, found.to_office_id)
        )
    return render_template(
        "reviews/filing.html",
        filing=found,
        cases=cases,
        sender=sender,
        receiver=receiver,
        form=form,
        kinds=FILINGS,
        outcomes=OUTCOMES,
        may_receive=found.received_at is None and actor.office == found.to_office_id,
    )


def _row(line: dict[str, object]) -> list[str]:
    keys = ("number", "group", "size", "accepted_on", "opinion", "reason")
    return [str(line.get(key) or "") for key in keys]
