"""The administrator's pages of offices: list, open, change, connect, close."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice

from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.core.work import Work
from housing.offices import queries, service
from housing.offices.facts import OfficeFacts
from housing.offices.forms import ChangingForm, ClosureForm, ConnectorForm, OpeningForm
from housing.offices.models import Office
from housing.offices.page_words import KINDS
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.kept import kept
from housing.web.paging import paged

blueprint = Blueprint("offices", __name__, template_folder="templates")


@blueprint.get("/offices")
@guards.requires(Permission.KEEP_OFFICES)
def listing() -> ResponseReturnValue:
    """Show the offices of the place, closed ones last."""
    with reading() as session:
        found = queries.listed(session, signed_in_actor().place, closed=True)
    found.sort(key=lambda office: office.closed_on is not None)
    paging = paged(len(found))
    shown = found[paging.offset : paging.last]
    return render_template("offices/listing.html", offices=shown, paging=paging, kinds=KINDS)


@blueprint.route("/offices/open", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def open_one() -> ResponseReturnValue:
    """Open an office."""
    form = OpeningForm()
    form.parent.choices = [SelectChoice("", _("无")), *_streets()]
    if form.validate_on_submit() and kept(form, lambda work: _opened(work, form)):
        flash(_("机构已设立。"))
        return redirect(url_for("offices.listing"))
    return render_template("offices/open.html", form=form), 400 if form.errors else 200


@blueprint.route("/offices/<int:office_id>", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def change(office_id: int) -> ResponseReturnValue:
    """Change what an office is called and how it is reached."""
    office = _own(office_id)
    form = ChangingForm(obj=office)
    words = {name: getattr(form, name).data or "" for name in ("name", "street", "phone", "email")}

    def act(work: Work) -> object:
        return service.change_office(work, office_id, **words, reason=form.reason.data or "")

    return _asked("change", office, form, act, _("机构信息已更改。"))


@blueprint.route("/offices/<int:office_id>/connector", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def connect(office_id: int) -> ResponseReturnValue:
    """Set where a department's interface answers, and its secret."""
    office = _own(office_id)
    form = ConnectorForm(data={"url": office.connector_url, "key_id": office.connector_key_id})

    def act(work: Work) -> object:
        words = (form.url.data or "", form.key_id.data or "", form.secret.data or "")
        return service.connect_office(work, office_id, *words)

    return _asked("connector", office, form, act, _("部门接口已设置。"))


@blueprint.route("/offices/<int:office_id>/close", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def close(office_id: int) -> ResponseReturnValue:
    """Close an office from a day on, after asking why."""
    office, form = _own(office_id), ClosureForm()

    def act(work: Work) -> object:
        return service.close_office(work, office_id, form.day.data, reason=form.reason.data or "")

    return _asked("close", office, form, act, _("机构已撤销。"))


def _asked(
    page: str, office: Office, form: FlaskForm, act: Callable[[Work], object], done: str
) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, act):
        flash(done)
        return redirect(url_for("offices.listing"))
    status = 400 if form.errors else 200
    return render_template(
        f"offices/{page}.html", form=form, office=office, kinds=KINDS, checking=CHECKING
    ), status


def _opened(work: Work, form: OpeningForm) -> Office:
    facts = OfficeFacts(
        place=work.place,
        kind=OfficeKind(form.kind.data),
        code=form.code.data or "",
        name=form.name.data or "",
        parent=form.parent.data or "",
        street=form.street.data or "",
        phone=form.phone.data or "",
        email=form.email.data or "",
        opened_on=form.opened_on.data,
    )
    return service.open_office(work, facts)


def _streets() -> list[SelectChoice]:
    with reading() as session:
        found = queries.listed(session, signed_in_actor().place, OfficeKind.STREET)
    return [SelectChoice(office.code, office.name) for office in found]


def _own(office_id: int) -> Office:
    with reading() as session:
        office = queries.get(session, office_id)
    if office is None or office.place != signed_in_actor().place:
        raise NotFound("没有这个机构 / there is no such office")
    return office
