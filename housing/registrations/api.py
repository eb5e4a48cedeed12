"""JSON interface of registrations and of their re-review."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.core.work import Work
from housing.households.models import Household
from housing.plans import queries as plans
from housing.registrations import queries, rereview, service, whose
from housing.registrations.models import Registration, Way
from housing.registrations.outcomes import Settled
from housing.registrations.schemas import (
    ProblemSchema,
    ReasonSchema,
    RegisterSchema,
    RegistrationsArguments,
    RegistrationSchema,
    SettledSchema,
    WishesSchema,
    WithdrawSchema,
)
from housing.registrations.standing import Problem
from housing.registrations.states import RegistrationState
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("registrations", __name__, description="意向登记 / registration of wishes")


@guards.requires(Permission.SEE_CASES)
@api.route("/rounds/<int:round_id>/registrations")
@api.arguments(RegistrationsArguments, location="query")
@api.response(200, page_of(RegistrationSchema))
def listing(asked: dict[str, Any], round_id: int) -> dict[str, object]:
    """Return one page of the registrations of a round."""
    states = [RegistrationState(asked["state"])] if asked["state"] else []
    with reading() as session:
        plans.get(session, signed_in_actor().place, round_id)
        counts = queries.counts(session, round_id)
        paging = paging_of(asked, sum(counts[each] for each in states or RegistrationState))
        found = queries.page_of(session, round_id, states, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.signed_in
@api.route("/rounds/<int:round_id>/registrations", methods=["POST"])
@api.arguments(RegisterSchema)
@api.response(201, RegistrationSchema)
def register(sent: dict[str, Any], round_id: int) -> Registration:
    """Register wishes: of one's own household, or as an officer of one that is named."""
    with acting() as work:
        household = _household(work, sent["household"])
        way = Way.OFFICER if sent["household"] else Way.ACCOUNT
        return service.register(work, round_id, household.id, sent["wishes"], way=way)


@guards.signed_in
@api.route("/registrations/<int:registration_id>", methods=["PUT"])
@api.arguments(WishesSchema)
@api.response(200, RegistrationSchema)
def change(sent: dict[str, Any], registration_id: int) -> Registration:
    """Put other wishes in the place of those registered."""
    with acting() as work:
        return service.change(work, registration_id, sent["wishes"])


@guards.signed_in
@api.route("/registrations/<int:registration_id>/withdraw", methods=["POST"])
@api.arguments(WithdrawSchema)
@api.response(200, RegistrationSchema)
def withdraw(sent: dict[str, Any], registration_id: int) -> Registration:
    """Take a registration back."""
    with acting() as work:
        return service.withdraw(work, registration_id, sent["reason"])


@guards.requires(Permission.SEE_CASES)
@api.route("/rounds/<int:round_id>/rereview")
@api.response(200, ProblemSchema(many=True))
def problems(round_id: int) -> list[Problem]:
    """Return what is still open in the re-review of a round."""
    with reading() as session:
        plans.get(session, signed_in_actor().place, round_id)
        return rereview.problems(session, round_id)


@guards.requires(Permission.RECHECK_CASE)
@api.route("/rounds/<int:round_id>/rereview", methods=["POST"])
@api.response(200, SettledSchema)
def settle(round_id: int) -> Settled:
    """Follow the decisions of the re-review now."""
    with acting() as work:
        rereview.ask_departments(work, plans.get(work.session, work.place, round_id))
        return rereview.settle(work, round_id)


@guards.requires(Permission.RECHECK_CASE)
@api.route("/registrations/<int:registration_id>/readmit", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, RegistrationSchema)
def readmit(sent: dict[str, Any], registration_id: int) -> Registration:
    """Let a household take part again whose failing was reversed."""
    with acting() as work:
        return rereview.readmit(work, registration_id, sent["reason"])


@guards.requires(Permission.RECHECK_CASE)
@api.route("/registrations/<int:registration_id>/reopen", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, RegistrationSchema)
def reopen(sent: dict[str, Any], registration_id: int) -> Registration:
    """Look once more at a household that passed."""
    with acting() as work:
        return rereview.reopen(work, registration_id, sent["reason"])


def _household(work: Work, number: str) -> Household:
    if number:
        work.actor.must(Permission.REGISTER_WISHES)
        found = whose.by_number(work.session, work.place, number)
    else:
        found = whose.household_of(work.session, work.actor.name, work.place)
    if found is None:
        raise NotFound("没有这户轮候家庭 / there is no such waiting household")
    return found
