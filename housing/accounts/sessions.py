"""Who is behind a browser's session cookie."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin

from housing.accounts.queries import signed_in
from housing.core.access.actor import Actor
from housing.web.guards import STATIC
from housing.web.installation import reading

_SEPARATOR = "\n"


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login carries no types
    """Somebody signed in; the stamp ends the session when the account's own has changed."""

    def __init__(self, actor: Actor, stamp: str) -> None:
        self.actor = actor
        self.stamp = stamp

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
    manager.init_app(app)
    app.session_interface = SessionCookie()


def _load(identity: str) -> SignedIn | None:
    name, _, stamp = identity.partition(_SEPARATOR)
    with reading() as session:
        actor = signed_in(session, name, stamp)
    return SignedIn(actor, stamp) if actor else None
