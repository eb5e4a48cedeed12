"""The administrator's pages of offices: list, open, change, connect, close."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

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
from housing.web.deeds import Deed, answer, offer_deeds, perform
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
    return _asked(OPEN, OpeningForm())


@blueprint.route("/offices/<int:office_id>", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def change(office_id: int) -> ResponseReturnValue:
    """Change what an office is called and how it is reached."""
    office = _own(office_id)
    return _asked(CHANGE, ChangingForm(obj=office), office)


@blueprint.route("/offices/<int:office_id>/connector", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def connect(office_id: int) -> ResponseReturnValue:
    """Set where a department's interface answers, and its secret."""
    office = _own(office_id)
    now = {"url": office.connector_url, "key_id": office.connector_key_id}
    return _asked(CONNECT, ConnectorForm(data=now), office)


@blueprint.route("/offices/<int:office_id>/close", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_OFFICES)
def close(office_id: int) -> ResponseReturnValue:
    """Close an office from a day on, after asking why."""
    return _asked(CLOSE, ClosureForm(), _own(office_id))


def _asked(deed: Deed, form: FlaskForm, office: Office | None = None) -> ResponseReturnValue:
    numbers = {} if office is None else {"office_id": office.id}
    if perform(form, lambda work: deed.run(work, form, **numbers)):
        flash(deed.told)
        return redirect(url_for("offices.listing"))
    words = {"office": office, "kinds": KINDS, "checking": CHECKING}
    return answer(form, f"offices/{deed.name}.html", **words)


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


def _changed(work: Work, form: ChangingForm, office_id: int) -> Office:
    words = {name: getattr(form, name).data or "" for name in ("name", "street", "phone", "email")}
    return service.change_office(work, office_id, **words, reason=form.reason.data or "")


def _connected(work: Work, form: ConnectorForm, office_id: int) -> Office:
    words = (form.url.data or "", form.key_id.data or "", form.secret.data or "")
    return service.connect_office(work, office_id, *words)


def _closed(work: Work, form: ClosureForm, office_id: int) -> Office:
    return service.close_office(work, office_id, form.day.data, reason=form.reason.data or "")


_KEEPS = Permission.KEEP_OFFICES
OPEN = Deed("open", _KEEPS, OpeningForm, _opened, _l("机构已设立。"), _l("设立机构"))
CHANGE = Deed("change", _KEEPS, ChangingForm, _changed, _l("机构信息已更改。"), _l("更改机构信息"))
CONNECT = Deed(
    "connector", _KEEPS, ConnectorForm, _connected, _l("部门接口已设置。"), _l("设置部门接口")
)
CLOSE = Deed("close", _KEEPS, ClosureForm, _closed, _l("机构已撤销。"), _l("撤销机构"))
offer_deeds(blueprint, "/offices", (OPEN,))
offer_deeds(blueprint, "/offices/<int:office_id>", (CHANGE, CONNECT, CLOSE))


def _own(office_id: int) -> Office:
    with reading() as session:
        office = queries.get(session, office_id)
    if office is None or office.place != signed_in_actor().place:
        raise NotFound("没有这个机构 / there is no such office")
    return office
