"""The one place where the pages are joined: settings, database, keys, clock, features."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from housing.abandonments.plan_cases import name_cases_with
from housing.accounts.sessions import keep_sessions_of
from housing.catalogue.articles import articles
from housing.core.access.permissions import Permission
from housing.core.clock import Clock, system_clock
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import Settings
from housing.features import FEATURES
from housing.interface import API
from housing.leases.holding import tenancy_of
from housing.menu import MENU
from housing.objections.deciding import decide_with
from housing.plans import queries as plans_of
from housing.policies.queries import book as values_in_force
from housing.reviews import objecting
from housing.rounds import objecting as round_objections
from housing.units.by_hand import find_tenancies_with
from housing.waitlist import posting as waiting_orders
from housing.web import (
    citing,
    errors,
    formats,
    guards,
    headers,
    language,
    limits,
    navigation,
    parts,
)
from housing.web.acting import somebody
from housing.web.addresses import RowNumber
from housing.web.api import make_api
from housing.web.deeds_api import interface_of
from housing.web.installation import Installation, install
from housing.web.role_words import ROLE_WORDS

# Every act on a page is an operation of the JSON interface, too.
DEEDS = tuple(interface_of(FEATURES))


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    keyring: Keyring | None = None,
    clock: Clock | None = None,
) -> Flask:
    """Return the web application of one installation.

    `database`, `keyring` and `clock` default to those the settings name and to this machine's
    clock; tests and the demonstration hand in their own.
    """
    app = Flask("housing")
    app.url_map.converters["int"] = RowNumber
    held = Installation(
        settings=settings,
        database=database or open_database(settings.database_url),
        keyring=keyring or open_keyring(settings.home / "keys"),
        clock=clock or system_clock(),
    )
    install(app, held)
    app.config.update(_configuration(held))
    Bootstrap5(app)
    csrf = CSRFProtect(app)
    limits.limiter.init_app(app)
    keep_sessions_of(app)
    guards.enforce_on(app)
    language.speak(app)
    parts.mark_chinese_of(app)
    formats.write_values_of(app)
    headers.protect(app)
    errors.handle_errors_of(app)
    citing.cite_with(app, _cited)
    decide_with(app, "application", objecting.decide)
    decide_with(app, "waiting_order", waiting_orders.decide)
    decide_with(app, "round", round_objections.decide)
    name_cases_with(app, plans_of.other_cases)
    find_tenancies_with(app, tenancy_of)
    for blueprint in FEATURES:
        app.register_blueprint(blueprint)
    make_api(app, csrf, (*API, *DEEDS))
    navigation.offer(app, MENU)
    app.context_processor(_whose_page)
    return app


def _cited(session: Session, rules: Sequence[str], place: str, day: date) -> str:
    return articles(values_in_force(session).cited(rules, place, day))


def _configuration(held: Installation) -> dict[str, object]:
    return {
        "SECRET_KEY": held.keyring.session,
        "MAX_CONTENT_LENGTH": held.settings.upload_limit_bytes,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=held.settings.session_minutes),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "housing_session",
        "WTF_CSRF_TIME_LIMIT": None,  # The token lives as long as the session.
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def _whose_page() -> dict[str, object]:
    return {
        "somebody": somebody(),
        "shown_name": getattr(current_user, "shown", ""),
        "Permission": Permission,
        "role_words": ROLE_WORDS,
    }
