"""JSON interface of sales: lists, the acts in their order, one's own, and the check of the lock."""

from collections.abc import Callable, Sequence
from typing import Any

from marshmallow import Schema

from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule, NotFound
from housing.core.work import Work
from housing.sales import holding, own, queries, schemas, service
from housing.sales.applying import Wanted
from housing.sales.misusing import take_back
from housing.sales.models import Sale, SaleCap
from housing.sales.moving import must_see
from housing.sales.people import Person
from housing.sales.rules import Refund
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("sales", __name__, description="公租房出售 / sales of dwellings")
P = Permission


@guards.requires(P.SEE_LEDGER)
@api.route("/sales")
@api.arguments(schemas.SalesArguments, location="query")
@api.response(200, page_of(schemas.SaleSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of sales, the newest first."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, [place], only))
        found = queries.page_of(session, [place], only, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(P.SEE_LEDGER)
@api.route("/sales/share")
@api.response(200, schemas.ShareSchema)
def share() -> SaleCap:
    """Return how much of the place's share for sale is used."""
    with reading() as session:
        found = queries.share(session, signed_in_actor().place)
    if found is None:
        raise NotFound("本地还没有出售 / nothing is for sale here yet")
    return found


@guards.requires(P.SEE_LEDGER)
@api.route("/sales/<int:sale_id>")
@api.response(200, schemas.SaleSchema)
def show(sale_id: int) -> Sale:
    """Return one sale."""
    with reading() as session:
        sale = queries.get(session, signed_in_actor().place, sale_id)
        must_see(session, signed_in_actor(), sale)
        return sale


@guards.requires(P.SELL_UNITS)
@api.route("/sales", methods=["POST"])
@api.arguments(schemas.ApplicationSchema)
@api.response(201, schemas.SaleSchema)
def apply(sent: dict[str, Any]) -> Sale:
    """Take the application of a buyer."""
    people = tuple(Person(**each) for each in sent.pop("people"))
    with acting() as work:
        return service.apply(work, Wanted(people=people, **sent))


@guards.requires(P.APPLY)
@api.route("/sales/mine")
@api.response(200, schemas.SaleSchema(many=True))
def mine() -> Sequence[Sale]:
    """Return one's own purchases, the newest first."""
    with reading() as session:
        return queries.of_account(session, signed_in_actor().name)


@guards.requires(P.APPLY)
@api.route("/sales/mine", methods=["POST"])
@api.arguments(schemas.OwnApplicationSchema)
@api.response(201, schemas.SaleSchema)
def apply_own(sent: dict[str, Any]) -> Sale:
    """Apply for the dwelling that one's own family rents."""
    with acting() as work:
        return own.apply(work, **sent)


@guards.requires(P.APPLY)
@api.route("/sales/mine/<int:sale_id>/withdrawal", methods=["POST"])
@api.arguments(schemas.ReasonsSchema)
@api.response(200, schemas.SaleSchema)
def withdraw_own(sent: dict[str, Any], sale_id: int) -> Sale:
    """Take one's own application back."""
    with acting() as work:
        return service.withdraw(work, sale_id, reason=sent["reasons"])


@guards.requires(P.APPLY)
@api.route("/sales/mine/<int:sale_id>/intent", methods=["POST"])
@api.arguments(schemas.PaperSchema)
@api.response(200, schemas.SaleSchema)
def offer_back_own(sent: dict[str, Any], sale_id: int) -> Sale:
    """Give notice that one's own dwelling is to be traded."""
    with acting() as work:
        return service.offer_back(work, sale_id, **sent)


@guards.requires(P.DECIDE_SALE)
@api.route("/sales/<int:sale_id>/take-back", methods=["POST"])
@api.arguments(schemas.TakeBackSchema)
@api.response(200, schemas.RefundSchema)
def give_up(sent: dict[str, Any], sale_id: int) -> Refund:
    """Take a dwelling back after a cancellation; returns the settled refund."""
    with acting() as work:
        return take_back(work, sale_id, **sent)


@guards.public
@api.route("/sales/lock")
@limits.limiter.limit(limits.LOOK_UP)
@api.arguments(schemas.CertificateArguments, location="query")
@api.response(200, schemas.LockSchema)
def lock(asked: dict[str, Any]) -> dict[str, object]:
    """Tell a registry or broker whether a dwelling may be traded."""
    here = installation()
    with reading() as session:
        try:
            place, day = here.settings.place, here.clock.today()
            sale = holding.may_trade(session, place, asked["certificate"], day)
        except BrokenRule as refusal:
            return {"known": True, "may_trade": False, "reason": str(refusal)}
    return {"known": sale is not None, "may_trade": sale is not None, "reason": ""}


Run = Callable[[Work, int, dict[str, Any]], object]


def _act(path: str, right: Permission, shape: type[Schema], told: str, run: Run) -> None:
    """Let an act be done by POST to `/sales/<id>/<path>`; it answers with the sale."""

    def view(sent: dict[str, Any], sale_id: int) -> Sale:
        with acting() as work:
            run(work, sale_id, sent)
            return queries.get(work.session, work.place, sale_id)

    view.__name__, view.__doc__ = path.replace("-", "_"), told
    shown = api.response(200, schemas.SaleSchema)(view)
    taken = api.arguments(shape)(shown)
    guards.requires(right)(api.route(f"/sales/<int:sale_id>/{path}", methods=["POST"])(taken))


_act(
    "qualification",
    P.SELL_UNITS,
    schemas.EvidenceSchema,
    "Determine that the buyer meets every condition.",
    lambda work, sale_id, sent: service.qualify(work, sale_id, **sent),
)
_act(
    "refusal",
    P.SELL_UNITS,
    schemas.ReasonsSchema,
    "Determine that the buyer does not meet the conditions.",
    lambda work, sale_id, sent: service.refuse(work, sale_id, **sent),
)
_act(
    "price",
    P.SELL_UNITS,
    schemas.PriceChoiceSchema,
    "Give the sale its approved price.",
    lambda work, sale_id, sent: service.set_price(work, sale_id, **sent),
)
_act(
    "contract",
    P.SELL_UNITS,
    schemas.ContractSchema,
    "Note that the contract was signed.",
    lambda work, sale_id, sent: service.sign(work, sale_id, **sent),
)
_act(
    "payments",
    P.SELL_UNITS,
    schemas.PaymentSchema,
    "Enter money that arrived.",
    lambda work, sale_id, sent: service.receive(work, sale_id, sent.pop("fen"), **sent),
)
_act(
    "receipt",
    P.SELL_UNITS,
    schemas.ReceiptSchema,
    "Issue the receipt and settle the price.",
    lambda work, sale_id, sent: service.issue_receipt(work, sale_id, **sent),
)
_act(
    "fund",
    P.SELL_UNITS,
    schemas.PaperSchema,
    "Note the proof of the maintenance fund.",
    lambda work, sale_id, sent: service.pay_fund(work, sale_id, **sent),
)
_act(
    "steps",
    P.SELL_UNITS,
    schemas.StepSchema,
    "Tick a step of the transaction off.",
    lambda work, sale_id, sent: service.do_step(work, sale_id, sent.pop("step"), **sent),
)
_act(
    "registration",
    P.SELL_UNITS,
    schemas.RegistrationSchema,
    "Note the certificate; the dwelling is locked.",
    lambda work, sale_id, sent: service.register(work, sale_id, **sent),
)
_act(
    "intent",
    P.SELL_UNITS,
    schemas.PaperSchema,
    "Take the owner's notice that the dwelling is to be traded.",
    lambda work, sale_id, sent: service.offer_back(work, sale_id, **sent),
)
_act(
    "buy-back",
    P.DECIDE_SALE,
    schemas.PaperSchema,
    "Buy the dwelling back at the original price.",
    lambda work, sale_id, sent: service.buy_back(work, sale_id, **sent),
)
_act(
    "waiver",
    P.DECIDE_SALE,
    schemas.PaperSchema,
    "Decide not to buy back.",
    lambda work, sale_id, sent: service.waive(work, sale_id, **sent),
)
_act(
    "resale",
    P.SELL_UNITS,
    schemas.ResaleSchema,
    "Settle a resale.",
    lambda work, sale_id, sent: service.resell(work, sale_id, **sent),
)
_act(
    "misuse",
    P.SELL_UNITS,
    schemas.MisuseSchema,
    "Order the buyer to correct a misuse.",
    lambda work, sale_id, sent: service.order(work, sale_id, sent.pop("kind"), **sent),
)
_act(
    "visit",
    P.SELL_UNITS,
    schemas.VisitSchema,
    "Note what the second visit saw.",
    lambda work, sale_id, sent: service.visit(work, sale_id, **sent),
)
_act(
    "cancellation",
    P.DECIDE_SALE,
    schemas.ReasonsSchema,
    "Cancel the qualification and order the buyer to leave.",
    lambda work, sale_id, sent: service.cancel(work, sale_id, **sent),
)
