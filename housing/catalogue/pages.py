"""Public pages of the catalogue: every rule with its home, and one rule with its words."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from housing.catalogue import page_words
from housing.catalogue.book import Home, homes_of, load_catalogue
from housing.web import guards
from housing.web.paging import paged

blueprint = Blueprint("catalogue", __name__, template_folder="templates")


@blueprint.get("/rules")
@guards.public
def listing() -> ResponseReturnValue:
    """Show the rules asked for, and how their instrument and kind divide over all homes."""
    catalogue = load_catalogue()
    asked = {name: request.args.get(name, "") for name in ("instrument", "kind", "home")}
    chosen = list(catalogue.select(**asked))
    paging = paged(len(chosen))
    return render_template(
        "catalogue/listing.html",
        asked=asked,
        catalogue=catalogue,
        counts=homes_of(catalogue.select(asked["instrument"], asked["kind"])),
        homes=tuple(Home),
        paging=paging,
        rules=chosen[paging.offset : paging.offset + paging.rows],
        words=page_words,
    )


@blueprint.get("/rules/<rule_id>")
@guards.public
def show(rule_id: str) -> ResponseReturnValue:
    """Show one rule: its words, its home, its values and our reading of what is unclear."""
    catalogue = load_catalogue()
    rule = catalogue.find(rule_id)
    instrument = catalogue.instrument(rule.instrument)
    return render_template(
        "catalogue/rule.html", rule=rule, instrument=instrument, words=page_words
    )


@blueprint.app_template_test("catalogued")
def catalogued(cite: str) -> bool:
    """Return whether a cite is a rule with a page here, not the name of a local document."""
    return any(rule.id == cite for rule in load_catalogue().rules)
