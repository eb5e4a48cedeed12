"""The caller and the caller's tokens over the JSON interface."""

from typing import Any

from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from housing.accounts import queries, tokens
from housing.accounts.models import Account, ApiToken
from housing.accounts.schemas import (
    AccountSchema,
    CallerSchema,
    MadeTokenSchema,
    TokenNameSchema,
    TokenSchema,
)
from housing.core.access.permissions import Permission
from housing.core.access.rights import PERMISSIONS
from housing.offices import queries as offices
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.guards import requires, signed_in

api = ApiBlueprint("accounts", __name__, description="账号与令牌 / accounts and tokens")


@signed_in
@api.route("/me", methods=["GET"])
@api.response(200, CallerSchema)
def caller() -> dict[str, object]:
    """Say who calls, for which place and office, and with which rights."""
    actor = signed_in_actor()
    with reading() as session:
        office = offices.get(session, actor.office)
    return {
        "name": actor.name,
        "shown": current_user.shown,
        "role": actor.role,
        "place": actor.place,
        "office": office.code if office else None,
        "rights": sorted(PERMISSIONS[actor.role]) if actor.role else [],
        "csrf_token": None if current_user.by_token else generate_csrf(),
    }


@requires(Permission.KEEP_ACCOUNTS)
@api.route("/accounts")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(AccountSchema))
def officers(asked: dict[str, Any]) -> dict[str, object]:
    """List the county's officers by name, closed accounts included."""
    with reading() as session:
        found = queries.accounts_of(session, signed_in_actor().place)
    paging = paging_of(asked, len(found))
    return page_answer([_officer(each) for each in found[paging.offset : paging.last]], paging)


@signed_in
@api.route("/tokens", methods=["GET"])
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(TokenSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """List the caller's live tokens, newest first."""
    with reading() as session:
        found = tokens.live(session, signed_in_actor().name)
    paging = paging_of(asked, len(found))
    return page_answer(found[paging.offset : paging.last], paging)


@signed_in
@api.route("/tokens", methods=["POST"])
@api.arguments(TokenNameSchema)
@api.response(201, MadeTokenSchema)
def make(asked: dict[str, Any]) -> dict[str, object]:
    """Make a token; the answer shows it once."""
    with acting() as work:
        token, secret = tokens.make(work, asked["name"])
    return {**_shown(token), "token": secret}


@signed_in
@api.route("/tokens/<int:token_id>", methods=["DELETE"])
@api.response(204)
def revoke(token_id: int) -> None:
    """End a token of the caller."""
    with acting() as work:
        tokens.revoke(work, token_id)


def _shown(token: ApiToken) -> dict[str, object]:
    return {name: getattr(token, name) for name in TokenSchema().fields}


def _officer(account: Account) -> dict[str, object]:
    words = {name: getattr(account, name) for name in AccountSchema().fields if name != "office"}
    return {**words, "office": account.office.code if account.office else None}
