"""Declared relations over the JSON interface: one's own, and an officer's to the administrator."""

from typing import Any

from housing.accounts.queries import officer
from housing.core.access.permissions import Permission
from housing.recusals import queries, service
from housing.recusals.models import Declaration
from housing.recusals.schemas import (
    NewRelationSchema,
    RelationListArguments,
    RelationSchema,
    RelationWithdrawalSchema,
)
from housing.recusals.words import Relation
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.guards import signed_in
from housing.web.installation import installation

api = ApiBlueprint("recusals", __name__, description="回避 / recusal")


@signed_in
@api.route("/relations")
@api.arguments(RelationListArguments, location="query")
@api.response(200, page_of(RelationSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """List declared relations, withdrawn ones included, newest first."""
    actor, name = signed_in_actor(), asked["account"]
    with reading() as session:
        if name and name != actor.name:
            actor.must(Permission.KEEP_ACCOUNTS)
            officer(session, actor.place, name)
        found = queries.of_account(session, name or actor.name)
    paging = paging_of(asked, len(found))
    return page_answer([_shown(each) for each in found[paging.offset : paging.last]], paging)


@signed_in
@api.route("/relations", methods=["POST"])
@api.arguments(NewRelationSchema)
@api.response(201, RelationSchema)
def declare(sent: dict[str, Any]) -> dict[str, object]:
    """Declare a relation; its cases are no longer the officer's to act on."""
    words = (Relation(sent["relation"]), sent["name"], sent["identity_number"])
    with acting() as work:
        return _shown(service.declare(work, *words, account_name=sent["account"]))


@signed_in
@api.route("/relations/<int:declaration_id>/withdrawal", methods=["POST"])
@api.arguments(RelationWithdrawalSchema)
@api.response(200, RelationSchema)
def withdraw(sent: dict[str, Any], declaration_id: int) -> dict[str, object]:
    """Withdraw a relation that no longer stands."""
    with acting() as work:
        return _shown(service.withdraw(work, declaration_id, reason=sent["reason"]))


def _shown(declaration: Declaration) -> dict[str, object]:
    number = installation().keyring.unseal(declaration.identity_sealed)
    own = ("id", "relation", "name", "declared_at", "withdrawn_at")
    words = {name: getattr(declaration, name) for name in own}
    return {**words, "account": declaration.account_name, "identity_ending": number[-4:]}
