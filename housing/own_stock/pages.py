"""Officers' pages of own stock: owners, what is left over, and where it goes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.own_stock import queries, service, transfer
from housing.own_stock.forms import CloseForm, StockForm, TransferForm
from housing.own_stock.models import OwnStock
from housing.own_stock.page_words import KINDS, OUTLETS
from housing.own_stock.words import Outlet, OwnerKind
from housing.units import queries as stock_of_units
from housing.units.page_words import STATES
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, offer_deeds
from housing.web.installation import installation
from housing.web.kept import kept

blueprint = Blueprint("own_stock", __name__, template_folder="templates")


@blueprint.get("/desk/own-stock")
@guards.requires(Permission.SEE_STOCK)
def listing() -> ResponseReturnValue:
    """Show the owners whose flats serve their own people first."""
    place = signed_in_actor().place
    with reading() as session:
        stocks = queries.of_place(session, place)
        sizes = queries.sizes(session, place)
        missing = queries.owners_without(session, place)
    return render_template(
        "own_stock/listing.html",
        stocks=stocks,
        sizes=sizes,
        missing=missing,
        kinds=KINDS,
        today=installation().clock.today(),
    )


@blueprint.route("/desk/own-stock/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_STOCK)
def new() -> ResponseReturnValue:
    """Put the stock of an owner on file."""
    form = StockForm()
    if form.validate_on_submit() and kept(form, lambda work: _open(work, form)):
        flash(_("已登记。"))
        return redirect(url_for("own_stock.listing"))
    page = render_template("own_stock/new.html", form=form)
    return page, 400 if form.errors or form.form_errors else 200


@blueprint.get("/desk/own-stock/<int:stock_id>")
@guards.requires(Permission.SEE_STOCK)
def show(stock_id: int) -> ResponseReturnValue:
    """Show one own stock: its flats, what is left over, and the transfers so far."""
    return _page(stock_id)


@blueprint.post("/desk/own-stock/<int:stock_id>/transfer")
@guards.requires(Permission.TRANSFER_SURPLUS)
def move(stock_id: int) -> ResponseReturnValue:
    """Transfer the chosen flats."""
    form = _transfer_form(stock_id)

    def run(work: Work) -> None:
        outlet = Outlet(form.outlet.data)
        transfer.transfer(
            work,
            stock_id,
            form.units.data or [],
            outlet,
            receiver=form.receiver.data if outlet is Outlet.EMPLOYER else "",
            reason=form.reason.data or "",
            document=form.document.data or "",
        )

    if form.validate_on_submit() and kept(form, run):
        flash(_("已调剂。"))
        return redirect(url_for("own_stock.show", stock_id=stock_id))
    return _page(stock_id, form=form), 400


@blueprint.post("/desk/own-stock/<int:stock_id>/close")
@guards.requires(Permission.KEEP_STOCK)
def close(stock_id: int) -> ResponseReturnValue:
    """Take an own stock off the file."""
    form = CloseForm(prefix="close")
    if form.validate_on_submit() and kept(form, lambda work: _close(work, form, stock_id)):
        flash(_("已撤销。"))
        return redirect(url_for("own_stock.listing"))
    return _page(stock_id, closing=form), 400


def _open(work: Work, form: StockForm) -> OwnStock:
    return service.open_stock(
        work,
        form.owner.data or "",
        OwnerKind(form.kind.data),
        form.serves.data or "",
        document=form.document.data or "",
        first_until=form.first_until.data,
    )


def _close(work: Work, form: CloseForm, stock_id: int) -> OwnStock:
    return service.close_stock(work, stock_id, reason=form.reason.data or "")


OPEN = Deed("new", Permission.KEEP_STOCK, StockForm, _open, _l("已登记。"))
CLOSE = Deed("close", Permission.KEEP_STOCK, CloseForm, _close, _l("已撤销。"))
offer_deeds(blueprint, "/desk/own-stock", (OPEN,))
offer_deeds(blueprint, "/desk/own-stock/<int:stock_id>", (CLOSE,))


def _page(stock_id: int, form: TransferForm | None = None, closing: CloseForm | None = None) -> str:
    place, today = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        stock = queries.get(session, place, stock_id)
        units = queries.units_of(session, stock)
        left = queries.left_over(session, stock)
        transfers = queries.transfers_of(session, stock_id)
        projects = stock_of_units.projects(session, place)
    return render_template(
        "own_stock/show.html",
        stock=stock,
        units=units,
        left=left,
        transfers=transfers,
        projects=projects,
        ready=stock.surplus_due_on is not None and today > stock.surplus_due_on,
        form=form or _transfer_form(stock_id),
        closing=closing or CloseForm(formdata=None, prefix="close"),
        kinds=KINDS,
        outlets=OUTLETS,
        states=STATES,
    )


def _transfer_form(stock_id: int) -> TransferForm:
    """The form with the flats that are left over and the owners who could take them."""
    form = TransferForm()
    place = signed_in_actor().place
    with reading() as session:
        stock = queries.get(session, place, stock_id)
        left = queries.left_over(session, stock)
        others = [
            each.owner
            for each in queries.of_place(session, place)
            if each.closed_on is None and each.id != stock_id
        ]
    form.units.choices = [SelectChoice(unit.id, unit.code) for unit in left]
    form.receiver.choices = [SelectChoice("", _("不适用")), *(SelectChoice(o, o) for o in others)]
    return form
