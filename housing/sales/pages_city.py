"""What the city's centre sees of its counties' sales, and what it says to them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.sales import cap, forms, page_words, queries, service
from housing.sales.pages import shown_name
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.paging import ROWS, paged

blueprint = Blueprint("sales_city", __name__, template_folder="templates")
DEEDS = (
    Deed(
        "supervise",
        Permission.SUPERVISE,
        forms.WordsForm,
        lambda work, form, sale_id: service.supervise(
            work, queries.place_of(work.session, sale_id), sale_id, words=form.words.data
        ),
        _l("指导意见已记录。"),
        _l("提出指导意见"),
    ),
)


@blueprint.get("/desk/county-sales")
@guards.requires(Permission.SUPERVISE)
def listing() -> ResponseReturnValue:
    """Show each county's share and its sales."""
    only = request.args.get("only", "")
    with reading() as session:
        shares = cap.within(session, signed_in_actor().place)
        places = [each.place for each in shares]
        paging = paged(queries.count(session, places, only), ROWS)
        found = queries.page_of(session, places, only, paging.offset, ROWS)
    words = {"lists": page_words.LISTS, "states": page_words.STATES, "name_of": shown_name}
    facts = {"shares": shares, "found": found, "paging": paging, "only": only}
    return render_template("sales/counties.html", **facts, **words)


@blueprint.get("/desk/county-sales/<int:sale_id>")
@guards.requires(Permission.SUPERVISE)
def show(sale_id: int) -> ResponseReturnValue:
    """Show one sale of a county, to read and to comment."""
    return _page(None, sale_id)


def _page(filled: FlaskForm | None, sale_id: int) -> ResponseReturnValue:
    with reading() as session:
        sale = queries.supervised(session, signed_in_actor().place, sale_id)
        notes = queries.notes(session, sale.id)
    page = render_template(
        "sales/county_sale.html",
        sale=sale,
        notes=notes,
        acts=DEEDS,
        forms=forms_of(DEEDS, filled),
        refused=filled,
        states=page_words.STATES,
        note_words=page_words.NOTES,
        name_of=shown_name,
    )
    return page, status_of(filled)


add_deeds(blueprint, "/desk/county-sales/<int:sale_id>", DEEDS, _page, "show")
