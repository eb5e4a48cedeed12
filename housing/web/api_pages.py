"""The description of the interface: for programs as OpenAPI, for people as an offline page."""

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, abort, jsonify, render_template, send_from_directory

from housing.web.api import described
from housing.web.guards import public

blueprint = Blueprint("api_docs", __name__)

_DIST = Path(flask_swagger_ui.__file__).parent / "dist"
_FILES = frozenset({"swagger-ui.css", "swagger-ui-bundle.js"})
_DAY_SECONDS = 24 * 3600


@blueprint.get("/api/v1/openapi.json")
@public
def openapi() -> Response:
    """Return the OpenAPI 3.1 description."""
    return jsonify(described())


@blueprint.get("/api/docs")
@public
def page() -> str:
    """Show the description; every file comes from this server."""
    return render_template("api_docs.html")


@blueprint.get("/api/docs/<name>")
@public
def asset(name: str) -> Response:
    """Return a file of the page, from the installed package."""
    if name not in _FILES:
        abort(404)
    return send_from_directory(_DIST, name, max_age=_DAY_SECONDS)
