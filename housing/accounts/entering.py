"""Letting a browser in: compare, write down, begin the session."""

from flask_login import login_user

from housing.accounts import queries, signing_in
from housing.accounts.sessions import SignedIn
from housing.core.access.actor import Actor, system_actor
from housing.core.errors import NotAllowed
from housing.core.work import working
from housing.web.installation import installation


def let_in(name_or_phone: str, password: str) -> Actor:
    """Sign the browser in; return who it is.

    Raises:
        NotAllowed: see `signing_in.authenticate`; the refusal is counted and written down.
    """
    actor = compared(name_or_phone, password)
    begin(actor)
    return actor


def compared(name_or_phone: str, password: str) -> Actor:
    """Return whose password this is; a wrong one is counted and written down.

    Raises:
        NotAllowed: see `signing_in.authenticate`.
    """
    here = installation()
    try:
        with here.database.reads() as session:
            return signing_in.authenticate(
                session, here.keyring, name_or_phone, password, here.clock.now()
            )
    except NotAllowed:
        system = system_actor(here.settings.place)
        with working(here.database.acts, system, here.clock, here.keyring) as work:
            signing_in.note_refusal(work, name_or_phone)
        raise


def begin(actor: Actor) -> None:
    """Begin a browser's session for somebody whose password is right or was just set."""
    here = installation()
    with working(here.database.acts, actor, here.clock, here.keyring) as work:
        stamp = signing_in.note_sign_in(work)
        account = queries.by_name(work.session, actor.name)
    shown = queries.shown_name(account, here.keyring) if account else actor.name
    login_user(SignedIn(actor, stamp, shown))
