"""Who is behind a browser's session cookie or a program's token."""

from flask import Flask, Request, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin

from housing.accounts import tokens
from housing.accounts.queries import actor_of, shown_name, signed_in
from housing.core.access.actor import Actor
from housing.web.api_answers import is_api
from housing.web.guards import STATIC
from housing.web.installation import installation, reading

_SEPARATOR = "\n"
_BEARER = "Bearer "


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login carries no types
    """Somebody signed in; the stamp ends the session when the account's own has changed.

    `shown` is what the pages call this person; `by_token` tells a program from a browser.
    """

    def __init__(
        self, actor: Actor, stamp: str, shown: str = "", *, by_token: bool = False
    ) -> None:
        self.actor = actor
        self.stamp = stamp
        self.shown = shown or actor.name
        self.by_token = by_token

    def get_id(self) -> str:
        """Return what the signed cookie holds: account name and stamp."""
        return f"{self.actor.name}{_SEPARATOR}{self.stamp}"


class SessionCookie(SecureCookieSessionInterface):
    """Mark the cookie Secure on encrypted pages, and let idle minutes alone end a session."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Return whether this request is encrypted; a plain intranet still must work."""
        return bool(request.is_secure)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Return whether to date the cookie anew: on every page of somebody signed in.

        It still ends with the browser; a permanent one would outlive it on a shared computer.
        """
        if request.endpoint in STATIC:
            return False  # Files that browsers and proxies keep must not carry a session.
        return super().should_set_cookie(app, session) or "_user_id" in session


def keep_sessions_of(app: Flask) -> None:
    """Let `app` know who is signed in."""
    manager = LoginManager()
    manager.session_protection = None  # Binds to address and browser, which phones change.
    manager.user_loader(_load)
    manager.request_loader(_load_token)
    manager.init_app(app)
    app.session_interface = SessionCookie()


def _load(identity: str) -> SignedIn | None:
    if is_api() and "Authorization" in request.headers:
        return None  # A program that shows a token is nobody but the token's owner.
    name, _, stamp = identity.partition(_SEPARATOR)
    with reading() as session:
        account = signed_in(session, name, stamp)
    if account is None:
        return None
    return SignedIn(actor_of(account), stamp, shown_name(account, installation().keyring))


def _load_token(asked: Request) -> SignedIn | None:
    shown = asked.headers.get("Authorization", "")
    if not is_api() or not shown.startswith(_BEARER):
        return None
    here = installation()
    with here.database.reads() as session:
        found = tokens.account_of(session, shown.removeprefix(_BEARER).strip())
    if found is None:
        return None
    account, token = found
    now = here.clock.now()
    if tokens.is_stale(token, now):
        with here.database.acts() as session, session.begin():
            tokens.note_use(session, token.id, now)
    return SignedIn(actor_of(account), account.stamp, by_token=True)
