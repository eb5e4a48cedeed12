"""Officers' pages of exchanges: wishes, searches with preview, and one screen a case."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.catalogue.articles import articles
from housing.clocks import queries as clocks
from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.documents.folder import folder_of
from housing.exchanges import forms, queries, service
from housing.exchanges.models import ExchangeSearch
from housing.exchanges.opening import LONGEST
from housing.exchanges.page_words import WORDS
from housing.exchanges.shown import choices, parts, steps, wished
from housing.exchanges.states import EXCHANGE
from housing.leases import queries as leases
from housing.policies.queries import book as values_in_force
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, perform, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged

blueprint = Blueprint("exchanges", __name__, template_folder="templates")
P = Permission


@blueprint.get("/desk/exchanges")
@guards.requires(P.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List exchanges: in hand, to decide, to carry out, to file, over."""
    only, place = request.args.get("only", "open"), signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, only), ROWS)
        found = queries.page_of(session, place, only, paging.offset, ROWS)
        waiting = queries.waiting(session, place)
    facts = {"found": found, "paging": paging, "only": only, "waiting": waiting}
    return render_template("exchanges/listing.html", **facts, **WORDS)


@blueprint.get("/desk/exchanges/wishes")
@guards.requires(P.SEE_LEASES)
def wishes() -> ResponseReturnValue:
    """Show the open wishes, those who name each other, and the searches made of them."""
    return _wishes(forms.SearchForm())


@blueprint.post("/desk/exchanges/search")
@guards.requires(P.KEEP_LEASES)
def search() -> ResponseReturnValue:
    """Search the open wishes for cycles, and show what was found."""
    form = forms.SearchForm()
    found = attempt(form, _searched) if form.validate_on_submit() else None
    if found is None:
        return _wishes(form)
    return redirect(url_for("exchanges.preview", search_id=found.id))


@blueprint.post("/desk/exchanges/wishes/<int:wish_id>/open")
@guards.requires(P.KEEP_LEASES)
def open_pair(wish_id: int) -> ResponseReturnValue:
    """Open the case of two tenants who name each other."""
    form = forms.TokenForm()
    if perform(form, lambda work: service.open_pair(work, wish_id)):
        flash(_("已立案，征求意见书已发出。"))
        return redirect(url_for("exchanges.listing"))
    return _wishes(forms.SearchForm(formdata=None), form)


@blueprint.get("/desk/exchanges/searches/<int:search_id>")
@guards.requires(P.SEE_LEASES)
def preview(search_id: int) -> ResponseReturnValue:
    """Show the cycles of a search before anything is opened."""
    return _preview(forms.TokenForm(), search_id)


@blueprint.post("/desk/exchanges/searches/<int:search_id>/open")
@guards.requires(P.KEEP_LEASES)
def open_found(search_id: int) -> ResponseReturnValue:
    """Open one case a cycle."""
    form = forms.TokenForm()
    if perform(form, lambda work: service.open_found(work, search_id)):
        flash(_("已逐个立案，征求意见书已发出。"))
        return redirect(url_for("exchanges.listing"))
    return _preview(form, search_id)


@blueprint.get("/desk/exchanges/searches/<int:search_id>/<string:part>.json")
@guards.requires(P.SEE_LEASES)
def proof(search_id: int, part: str) -> Response:
    """Give the exact bytes of the problem or of the plan, for anybody to check."""
    with reading() as session:
        found = queries.search(session, signed_in_actor().place, search_id)
    content = found.plan if part == "plan" else found.problem
    name = f"exchange-{found.number}-{'plan' if part == 'plan' else 'problem'}.json"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(content, mimetype="application/json", headers=headers)


@blueprint.route("/desk/leases/<int:lease_id>/exchange-wish", methods=["GET", "POST"])
@guards.requires(P.KEEP_LEASES)
def wish(lease_id: int) -> ResponseReturnValue:
    """Take a wish down at the counter."""
    place = signed_in_actor().place
    with reading() as session:
        lease, held = leases.get(session, place, lease_id), choices(session, place)
    form = forms.WishForm()
    form.offer(*held)
    if perform(form, lambda work: service.wish(work, lease_id, form.told())):
        flash(_("已登记互换意愿。"))
        return redirect(url_for("exchanges.wishes"))
    return answer(form, "exchanges/wish.html", lease=lease, back=url_for("exchanges.wishes"))


@blueprint.get("/desk/exchanges/<int:exchange_id>")
@guards.requires(P.SEE_LEASES)
def show(exchange_id: int) -> ResponseReturnValue:
    """Show one exchange and what may be done."""
    return _page(None, exchange_id)


def _decision(act: Callable[..., object]) -> Callable[..., object]:
    return lambda work, form, exchange_id: act(
        work, exchange_id, reasons=form.reasons.data, document=form.document.data or ""
    )


def _executed(work: Work, form: forms.ExecuteForm, exchange_id: int) -> None:
    here = installation()
    service.execute(
        work,
        exchange_id,
        document=form.document.data,
        condition=form.condition.data,
        folder=folder_of(here.settings),
        fonts=here.settings.home / "fonts",
    )


PART = "members/<int:lease_id>/"
DEEDS = (
    Deed(
        "consent",
        P.KEEP_LEASES,
        forms.ConsentForm,
        lambda work, form, exchange_id, lease_id: service.consent(
            work, exchange_id, lease_id, document=form.document.data
        ),
        _l("已登记承租人同意。"),
        _l("承租人书面同意"),
        within=PART,
    ),
    Deed(
        "decline",
        P.KEEP_LEASES,
        forms.ReasonForm,
        lambda work, form, exchange_id, lease_id: service.decline(
            work, exchange_id, lease_id, reason=form.reason.data
        ),
        _l("已登记不同意，互换未成，各户的意愿继续有效。"),
        _l("承租人不同意"),
        _l("一户不同意，整个互换都不办理。"),
        is_grave=True,
        within=PART,
    ),
    Deed(
        "owner_consent",
        P.KEEP_LEASES,
        forms.ConsentForm,
        lambda work, form, exchange_id, lease_id: service.owner_consent(
            work, exchange_id, lease_id, document=form.document.data
        ),
        _l("已登记产权单位同意。"),
        _l("产权单位或运营机构同意"),
        within=PART,
    ),
    Deed(
        "approve",
        P.DECIDE_TENANCY,
        forms.DecisionForm,
        _decision(service.approve),
        _l("已批准，等待办理。"),
        _l("批准互换"),
        _l("整个互换一并批准；立案的人不能批准。"),
    ),
    Deed(
        "agree",
        P.KEEP_LEASES,
        forms.DecisionForm,
        _decision(service.approve),
        _l("已同意，等待办理。"),
        _l("按产权单位的同意办理"),
        _l("不需要住建部门批准的互换；由立案人以外的另一人办理。"),
    ),
    Deed(
        "refuse",
        P.DECIDE_TENANCY,
        forms.DecisionForm,
        _decision(service.refuse),
        _l("已作出不予批准的决定，通知书已发出。"),
        _l("不批准互换"),
        is_grave=True,
    ),
    Deed(
        "execute",
        P.KEEP_LEASES,
        forms.ExecuteForm,
        _executed,
        _l("已互换：原合同终止，新合同自今天起执行。"),
        _l("办理互换"),
        _l("所有合同同时终止并由新合同接续；有一份不能办理，就全部不办理。租金按新住房重新核定。"),
    ),
    Deed(
        "file",
        P.SEE_LEASES,
        forms.FilingForm,
        lambda work, form, exchange_id: service.file(work, exchange_id, number=form.number.data),
        _l("已登记备案。"),
        _l("登记备案"),
    ),
    Deed(
        "withdraw",
        P.KEEP_LEASES,
        forms.ReasonForm,
        lambda work, form, exchange_id: service.withdraw(
            work, exchange_id, reason=form.reason.data
        ),
        _l("已撤回，各户的意愿继续有效。"),
        _l("撤回互换"),
        is_grave=True,
    ),
)


def _wishes(form: FlaskForm, refused: FlaskForm | None = None) -> ResponseReturnValue:
    place = signed_in_actor().place
    with reading() as session:
        found = wished(session, place, queries.open_wishes(session, place))
        pairs = [wished(session, place, list(pair)) for pair in queries.named_pairs(session, place)]
        searches = queries.searches(session, place)
        most = values_in_force(session).find(LONGEST, place, installation().clock.today())
    facts: dict[str, object] = {"found": found, "pairs": pairs, "refused": refused}
    facts["searches"] = searches
    facts["most"] = int(most.value) if most else None
    page = render_template("exchanges/wishes.html", form=form, **facts, **WORDS)
    return page, max(status_of(refused), status_of(form if form.errors else None))


def _preview(form: FlaskForm, search_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.search(session, signed_in_actor().place, search_id)
        cycles = steps(session, found)
    return answer(form, "exchanges/preview.html", search=found, cycles=cycles, **WORDS)


def _searched(form: forms.SearchForm) -> ExchangeSearch:
    # The search may take long, so it reads only; what it found is kept in an act of its own.
    with reading() as session:
        day = installation().clock.today()
        found = service.find(session, signed_in_actor().place, day, form.longest.data)
    with acting() as work:
        return service.search(work, found=found)


def _page(filled: FlaskForm | None, exchange_id: int) -> ResponseReturnValue:
    with reading() as session:
        exchange = queries.get(session, signed_in_actor().place, exchange_id)
        facts = {
            "each": exchange,
            "parts": parts(session, exchange),
            "clocks": clocks.of_case(session, exchange.case),
            "cites": articles(
                values_in_force(session).cited(
                    exchange.cites, exchange.place, installation().clock.today()
                )
            ),
        }
    acts = {each.name: each for each in DEEDS}
    words = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled}
    fitting = {act.value for act in EXCHANGE.acts_from(exchange.state)}
    page = render_template("exchanges/show.html", fitting=fitting, **facts, **words, **WORDS)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/exchanges/<int:exchange_id>", DEEDS, _page, "show")
