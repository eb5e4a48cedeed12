"""What families see of their offers, and what everybody sees of flats that were offered on."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from housing.abandonments.terms import terms_of
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.offers import queries, service
from housing.offers.forms import OwnDeclineForm
from housing.offers.models import Offer
from housing.offers.page_words import STATES
from housing.offers.shown import shown
from housing.policies.queries import book as values_in_force
from housing.rounds import queries as rounds
from housing.rounds.forms import TokenForm
from housing.units.class_names import class_names
from housing.waitlist.whose import entries_of_account
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import answer, attempt
from housing.web.installation import installation
from housing.web.language import language
from housing.web.limits import limiter

blueprint = Blueprint("my_offers", __name__, template_folder="templates")


@blueprint.get("/my/offers")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a family its offers: the flat, until when to sign, and how."""
    with reading() as session:
        found = shown(session, _own(session))
    today = installation().clock.today()
    return render_template("offers/mine.html", found=found, states=STATES, today=today)


@blueprint.post("/my/offers/<int:offer_id>/accept")
@guards.requires(Permission.APPLY)
def accept(offer_id: int) -> ResponseReturnValue:
    """Accept a flat."""
    form = TokenForm()
    if form.validate_on_submit() and attempt(form, _accepted, offer_id):
        flash(_("已接受，请在期限内签订租赁合同。"))
        return redirect(url_for("my_offers.mine"))
    with reading() as session:
        found = shown(session, _own(session))
    today = installation().clock.today()
    return answer(form, "offers/mine.html", found=found, states=STATES, today=today)


@blueprint.route("/my/offers/<int:offer_id>/decline", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def decline(offer_id: int) -> ResponseReturnValue:
    """Give a flat up, after being told what follows."""
    form = OwnDeclineForm()
    if form.validate_on_submit() and attempt(form, _declined, offer_id):
        flash(_("已收到您的放弃。认定之前您仍可以说明情况。"))
        return redirect(url_for("my_offers.mine"))
    with reading() as session:
        own = [each for each in _own(session) if each.id == offer_id]
        if not own:
            raise NotFound(f"没有第 {offer_id} 号配租通知 / there is no offer {offer_id}")
        (each,) = shown(session, own)
        day = installation().clock.today()
        freeze = terms_of(values_in_force(session), each.offer.place, day).freeze_years
    return answer(form, "offers/decline.html", each=each, years=freeze)


@blueprint.get("/rounds/<code>/reoffers")
@guards.public
@limiter.limit("120/minute")
def reoffers(code: str) -> ResponseReturnValue:
    """Show what came free in a round and to which place in the order it went."""
    with reading() as session:
        round_ = rounds.by_code(session, installation().settings.place, code)
        made = queries.reoffers(session, round_.id)
        proofs = {each.number: queries.proofs(session, round_.id, each.number) for each in made}
        places = queries.places_of(session, round_.id, made)
        name = class_names(session, round_.place, language())
    facts = {"made": made, "proofs": proofs, "places": places, "class_name": name}
    return render_template("offers/reoffers.html", round=round_, **facts)


@blueprint.get("/rounds/<code>/reoffers/<int:number>/<int:stage>/<name>.json")
@guards.public
@limiter.limit("60/minute")
def proof(code: str, number: int, stage: int, name: str) -> Response:
    """Give the problem or the plan of a re-offer in its exact bytes."""
    with reading() as session:
        round_ = rounds.by_code(session, installation().settings.place, code)
        found = [each for each in queries.proofs(session, round_.id, number) if each.stage == stage]
    if not found or name not in ("problem", "plan"):
        raise NotFound("没有这份文件 / there is no such file")
    body = found[0].problem if name == "problem" else found[0].plan
    return Response(body, mimetype="application/json")


def _own(session: Session) -> list[Offer]:
    entries = entries_of_account(session, signed_in_actor().name)
    return list(queries.of_households(session, [entry.household_id for entry in entries]))


def _accepted(_form: FlaskForm, offer_id: int) -> bool:
    with acting() as work:
        service.accept(work, offer_id)
    return True


def _declined(form: OwnDeclineForm, offer_id: int) -> bool:
    with acting() as work:
        service.decline(work, offer_id, reason=form.reason.data)
    return True
