"""The door of every page: each view says who may enter, and a view that says nothing stays shut.

`@public`, `@signed_in` and `@requires(Permission.X)` only mark the view; `enforce` runs before
every request, so that a forgotten guard refuses instead of admitting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import NotAllowed
from housing.web.acting import somebody
from housing.web.api_answers import is_api
from housing.web.role_words import ROLE_WORDS

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_MARK = "housing_guard"
# Files of the wheels and of this project; they hold nothing about anybody.
STATIC = frozenset({"static", "bootstrap.static"})


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may enter: everybody, everybody signed in, or the holders of a right.

    `signed_out` answers a form sent by somebody whose session has ended, so that nothing typed is
    lost; without it they are asked to sign in.
    """

    everybody: bool = False
    permission: Permission | None = None
    signed_out: Callable[[], ResponseReturnValue] | None = None


def public(view: View) -> View:
    """Let everybody in."""
    return _mark(view, Guard(everybody=True))


def signed_in(view: View) -> View:
    """Let in whoever is signed in."""
    return _mark(view, Guard())


def requires(
    permission: Permission, signed_out: Callable[[], ResponseReturnValue] | None = None
) -> Callable[[View], View]:
    """Let in whoever holds `permission`; `signed_out`: see `Guard`."""

    def mark(view: View) -> View:
        return _mark(view, Guard(permission=permission, signed_out=signed_out))

    return mark


def admits(guard: Guard | None, actor: Actor | None) -> bool:
    """Return whether `actor` (None: the public) may enter."""
    if guard is None:
        return False
    if guard.everybody or actor is None:
        return guard.everybody
    return guard.permission is None or actor.may(guard.permission)


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """Return the guard of a view; None when it was forgotten."""
    guard = getattr(view, _MARK, None)
    return guard if isinstance(guard, Guard) else None


def enforce_on(app: Flask) -> None:
    """Check the guard before every request of `app`."""

    @app.before_request
    def enforce() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in STATIC:
            return None
        return _check(guard_of(app.view_functions[request.endpoint]))


def _check(guard: Guard | None) -> ResponseReturnValue | None:
    if guard is None:
        raise NotAllowed("此页面未设权限，不予开放 / this page has no guard and stays shut")
    if guard.everybody:
        return None
    actor = somebody()
    if actor is None and is_api():
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    if actor is None and guard.signed_out is not None and request.method == "POST":
        return guard.signed_out()
    if actor is None:
        return redirect(url_for("accounts.sign_in", next=_wanted()))
    if not admits(guard, actor):
        raise NotAllowed(_not_for(actor, guard))
    return None


def _not_for(actor: Actor, guard: Guard) -> str:
    holders = [role for role in Role if guard.permission in PERMISSIONS[role]]
    if is_api():
        return (
            f"岗位 {actor.role} 没有此权限，需要 {guard.permission}"
            f" / the role {actor.role} lacks the right {guard.permission}"
        )
    words: str = _(
        "您的岗位（%(role)s）不能办理这一步。可以办理的岗位：%(roles)s。",
        role=ROLE_WORDS.get(str(actor.role), ""),
        roles=_("、").join(str(ROLE_WORDS[role]) for role in holders),
    )
    return words


def _wanted() -> str | None:
    """Where to go after signing in; a form that was sent cannot be sent again by itself."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _mark(view: View, guard: Guard) -> View:
    setattr(view, _MARK, guard)
    return view
