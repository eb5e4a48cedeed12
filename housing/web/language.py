"""Chinese first, English second, and a switch for large type; both kept in plain cookies."""

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale, gettext

from housing.web.addresses import own_path
from housing.web.guards import public

LANGUAGES = {"zh": "中文", "en": "English"}
TYPES = ("normal", "large")
_YEAR_SECONDS = 365 * 24 * 3600

blueprint = Blueprint("preferences", __name__)
babel = Babel()


def speak(app: Flask) -> None:
    """Let the pages of `app` speak the visitor's language."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "zh")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Shanghai")
    babel.init_app(app, locale_selector=_chosen)
    app.register_blueprint(blueprint)
    app.context_processor(_words)


def language() -> str:
    """Return 'zh' or 'en'."""
    return "en" if str(get_locale()) == "en" else "zh"


def said(text: str) -> str:
    """Return the half of a bilingual sentence ("中文 / English") in the visitor's language."""
    chinese, separator, english = text.partition(" / ")
    return english if separator and language() == "en" else chinese


def in_language(word: str) -> str:
    """Return a Chinese word that was kept, in the visitor's language where the catalogue has it."""
    return gettext(word) if word else ""


@blueprint.get("/preferences")
@public
def choose() -> ResponseReturnValue:
    """Keep the chosen language or size of type and go back to the page."""
    answer = redirect(own_path(request.args.get("back")))
    for name, known in (("language", tuple(LANGUAGES)), ("type", TYPES)):
        value = request.args.get(name)
        if value in known:
            answer.set_cookie(name, value, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True)
    return answer


def _chosen() -> str:
    # The browser's own language is not asked: offices here run English systems for Chinese readers.
    asked = request.cookies.get("language", "zh")
    return asked if asked in LANGUAGES else "zh"


def _words() -> dict[str, object]:
    return {
        "language": language(),
        "languages": LANGUAGES,
        "large_type": request.cookies.get("type") == "large",
        "said": said,
        "in_language": in_language,
        "colon": ": " if language() == "en" else "：",
        "full_stop": ". " if language() == "en" else "。",
    }
