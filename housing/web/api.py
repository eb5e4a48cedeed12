"""The JSON interface under /api/v1: what every feature's api.py is built on.

A view looks like this; the guard stands outermost, as on pages::

    api = ApiBlueprint("offices", __name__, description="机构 / offices")

    @requires(Permission.KEEP_OFFICES)
    @api.route("/offices")
    @api.arguments(PageArguments, location="query")
    @api.response(200, page_of(OfficeSchema))
    def listing(asked): ...

Whoever calls is signed in by the browser's session (then a changing request needs the header
X-CSRFToken) or shows `Authorization: Bearer <token>`. Refusals: see `api_answers`.
"""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask, current_app, request
from flask_login import current_user
from flask_smorest import Api, Blueprint
from flask_wtf.csrf import CSRFProtect
from marshmallow import RAISE, Schema, fields
from marshmallow.validate import Range
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import Unauthorized

from housing import VERSION
from housing.web.api_answers import PREFIX, is_api
from housing.web.guards import Guard, guard_of
from housing.web.paging import Paging

MOST_ROWS = 200
_UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
_EXTENSION = "housing-api"


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest carries no types
    """The interface of one feature; routes are written from behind /api/v1."""

    ARGUMENTS_PARSER = FlaskParser(unknown=RAISE)  # In the query as in the body.
    PAGINATION_HEADER_NAME = None

    def __init__(self, name: str, import_name: str, *, description: str) -> None:
        super().__init__(f"{name}_api", import_name, url_prefix=PREFIX, description=description)


class ErrorSchema(Schema):
    """Why something was refused: the place's legal basis for it or "", and the fields."""

    code = fields.Integer(required=True)
    status = fields.String(required=True)
    message = fields.String(required=True)
    message_en = fields.String(required=True)
    basis = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class UploadSchema(Schema):
    """The file of a multipart/form-data request."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class PageArguments(Schema):
    """Which page of a list, and how many rows a page; features add their own filters."""

    page = fields.Integer(load_default=1, validate=Range(1, 1_000_000))
    rows = fields.Integer(load_default=50, validate=Range(1, MOST_ROWS))


class PageSchema(Schema):
    """One page of a list; `total` counts all rows, up to the limit of the list."""

    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    total = fields.Integer(required=True)


def page_of(item: type[Schema]) -> type[Schema]:
    """Return the schema of one page of `item`: {"items": […], "page", "pages", "total"}."""
    name = item.__name__.removesuffix("Schema")
    made: type[Schema] = PageSchema.from_dict(
        {"items": fields.List(fields.Nested(item), required=True)}, name=f"{name}Page"
    )
    made.__module__ = item.__module__
    return made


def paging_of(asked: Mapping[str, Any], total: int) -> Paging:
    """Return the asked page (see `PageArguments`); beyond the end gives the last page."""
    rows = int(asked["rows"])
    pages = max(1, -(-total // rows))
    return Paging(page=min(int(asked["page"]), pages), rows=rows, total=total)


def page_answer(items: Sequence[object], paging: Paging) -> dict[str, object]:
    """Return what a view answers for `page_of`."""
    return {
        "items": items,
        "page": paging.page,
        "pages": paging.pages,
        "total": paging.total,
    }


def page_within(asked: Mapping[str, Any], found: Sequence[object]) -> dict[str, object]:
    """Return what a view answers for `page_of`, of a list short enough to be read whole."""
    paging = paging_of(asked, len(found))
    return page_answer(found[paging.offset : paging.offset + paging.rows], paging)


class HousingApi(Api):  # type: ignore[misc]
    """Leaves refusals to `web.errors`, so that pages and interface refuse alike."""

    ERROR_SCHEMA = ErrorSchema

    def __init__(self, app: Flask, **more: Any) -> None:
        super().__init__(app, **more)
        self._undescribed: list[ApiBlueprint] = []
        self._describing = Lock()

    def _register_error_handlers(self) -> None:
        """Register none: flask-smorest's own would answer for the pages too."""

    def open(self, blueprint: ApiBlueprint) -> None:
        """Register a feature's routes; they are described once somebody asks.

        Most processes are never asked, and describing takes as long as all the rest of a start.
        """
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._undescribed.append(blueprint)

    def description(self) -> dict[str, Any]:
        """Return the routes and schemas of all features, as OpenAPI writes them."""
        with self._describing:
            for each in self._undescribed:
                each.register_views_in_doc(
                    self, self._app, self.spec, name=each.name, parameters=None
                )
                self.spec.tag({"name": each.name, "description": each.description})
            self._undescribed.clear()
            described: dict[str, Any] = self.spec.to_dict()
            return described


def make_api(app: Flask, csrf: CSRFProtect, blueprints: Sequence[ApiBlueprint]) -> None:
    """Give `app` the interface of `blueprints`; described by `described`."""
    app.config.update(
        API_TITLE="公共租赁住房系统接口 / public rental housing",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
    )
    plugin = MarshmallowPlugin(schema_name_resolver=_component_name)
    api = HousingApi(app, spec_kwargs={"marshmallow_plugin": plugin})
    app.extensions[_EXTENSION] = api
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # true of Flask's own provider
    for blueprint in blueprints:
        csrf.exempt(blueprint)  # Checked below: only a browser's session needs the token.
        api.open(blueprint)

    @app.before_request
    def check_caller() -> None:
        if not is_api():
            return
        if "Authorization" in request.headers and not _by_token():
            raise Unauthorized
        asks_as_browser = current_user.is_authenticated and not _by_token()
        if asks_as_browser and request.method in _UNSAFE and app.config["WTF_CSRF_ENABLED"]:
            csrf.protect()


def described() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description: routes, schemas, who may call, how refusals look."""
    api: HousingApi = current_app.extensions[_EXTENSION]
    text = api.description()
    text["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "housing_session"},
    }
    for rule in current_app.url_map.iter_rules():
        if rule.rule.startswith(f"{PREFIX}/"):
            path = text["paths"].get(api.flask_plugin.flaskpath2openapi(rule.rule), {})
            for method in rule.methods or ():
                _describe_door(path.get(method.lower()), guard_of(_view(rule.endpoint)))
    return text


def _describe_door(operation: dict[str, Any] | None, guard: Guard | None) -> None:
    if operation is None or guard is None:
        return
    operation["security"] = [] if guard.everybody else [{"token": []}, {"session": []}]
    if guard.permission is not None:
        operation["x-permission"] = guard.permission.value
    # Refusals all have one form; a status that a view names itself keeps its own words.
    refused: dict[str, Any] = operation["responses"]
    refused.setdefault("default", {"$ref": "#/components/responses/DEFAULT_ERROR"})


def _component_name(schema: type[Schema] | Schema | str) -> str:
    """Two features may call a schema alike: `Decision` becomes `objections.Decision`.

    A part of a schema is named after the fields it keeps: `reviews.Case-id-number`.
    """
    found = resolve_schema_cls(schema)
    assert isinstance(found, type)  # noqa: S101  a name is nowhere used for two schemas
    name = found.__name__.removesuffix("Schema")
    feature = [*found.__module__.split("."), "web"][1]  # Made from a mapping: no module of ours.
    if isinstance(schema, Schema) and schema.only:
        name = "-".join((name, *sorted(schema.only)))
    return name if feature == "web" else f"{feature}.{name}"


def _view(endpoint: str) -> Any:
    return current_app.view_functions[endpoint]


def _by_token() -> bool:
    return bool(getattr(current_user, "by_token", False))
