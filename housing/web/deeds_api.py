"""What a page can do, a program can do: every deed as an operation of the JSON interface.

A deed keeps its address, behind /api/v1: what the page sends to /desk/exits/7/begin-review, a
program sends to /api/v1/desk/exits/7/begin-review, the same fields as JSON. Amounts with two
decimals are whole hundredths (fen, hundredths of m²), days are ISO days. The form of the page reads
them, so that both refuse alike.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from flask import Blueprint, Response
from flask_wtf import FlaskForm
from marshmallow import Schema, fields
from marshmallow.validate import Range
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms import fields as typed
from wtforms.fields.core import UnboundField
from wtforms.meta import DefaultMeta

from housing.core.money import hundredths
from housing.web import guards
from housing.web.acting import acting
from housing.web.addresses import MOST_ROWS_EVER
from housing.web.api import ApiBlueprint
from housing.web.api_answers import refusal
from housing.web.deeds import Deed, offered_by
from housing.web.typed_fields import DayField, HundredthsField

_KINDS: tuple[tuple[type[Field], type[fields.Field[Any]]], ...] = (
    (HundredthsField, fields.Integer),
    (typed.DateField, fields.Date),
    (DayField, fields.Date),
    (typed.IntegerField, fields.Integer),
    (typed.DecimalField, fields.Decimal),
    (typed.BooleanField, fields.Boolean),
    (typed.Field, fields.String),
)


class DoneSchema(Schema):
    """What was done: the sentence that the page would show, and the number of what was made."""

    told = fields.String(required=True)
    id = fields.Integer(allow_none=True, metadata={"description": "of what the act made, if any"})


def interface_of(features: Iterable[Blueprint]) -> Iterator[ApiBlueprint]:
    """Yield for each feature whose pages offer deeds the interface of these deeds."""
    for feature in features:
        offered = offered_by(feature)
        if offered:
            api = ApiBlueprint(f"{feature.name}_deeds", __name__, description=_spoken(feature))
            for rule, deed in offered.items():
                _offer(api, rule, deed)
            yield api


def _spoken(feature: Blueprint) -> str:
    return f"页面上的各项办理 / what can be done on the pages of {feature.name}"


def _offer(api: ApiBlueprint, rule: str, deed: Deed) -> None:
    def view(sent: Mapping[str, Any], **numbers: Any) -> object:
        form = deed.form(formdata=_typed(deed.form, sent), meta={"csrf": False})
        if not form.validate():
            return _refused(form)
        with acting() as work:
            made = deed.run(work, form, **numbers)
            return {"told": str(deed.told), "id": _number_of(made)}

    view.__doc__ = f"{deed.legend or deed.told}"
    body = _schema_of(deed.form)  # type: ignore[arg-type]  # a class has its hash
    answering = api.arguments(body)(api.response(200, DoneSchema)(view))
    route = api.route(rule, methods=["POST"], endpoint=rule.strip("/").translate(_PLAIN))
    guards.requires(deed.right)(route(answering))


#: An endpoint has no dots, and its name shows in the description.
_PLAIN = str.maketrans("/<>:-", "_____")


def _number_of(made: object) -> int | None:
    number = made if isinstance(made, int) else getattr(made, "id", None)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _refused(form: FlaskForm) -> Response:
    said = {name: [str(each) for each in words] for name, words in form.errors.items()}
    return refusal(422, errors={name or "_schema": words for name, words in said.items()})


@cache
def _schema_of(form: Any) -> type[Schema]:
    feature = form.__module__.split(".")[-2].title().replace("_", "")
    described = {name: _described(each) for name, each in _fields_of(form).items()}
    return Schema.from_dict(described, name=f"{feature}{form.__name__}Schema")


def _fields_of(form: type[FlaskForm]) -> dict[str, Field]:
    """Return the fields of a form without making one, which only a request can."""
    named = {name: getattr(form, name) for name in dir(form) if not name.startswith("_")}
    found = {name: each for name, each in named.items() if isinstance(each, UnboundField)}
    meta = DefaultMeta()
    return {name: each.bind(None, name, _meta=meta) for name, each in found.items()}


def _described(each: Field) -> fields.Field[Any]:
    kind = next(ours for theirs, ours in _KINDS if isinstance(each, theirs))
    about: dict[str, Any] = {"description": str(each.label.text)}
    more: dict[str, Any] = {}
    if isinstance(each, typed.SelectField) and each.coerce is int:
        kind = fields.Integer
    elif isinstance(each, typed.SelectField) and each.choices:
        each.process(None)
        about["enum"] = [choice.value for choice in each.iter_choices() if choice.value]
    if isinstance(each, HundredthsField):
        more["validate"] = Range(0, each.most)
    elif kind is fields.Integer:
        more["strict"], more["validate"] = True, Range(-MOST_ROWS_EVER, MOST_ROWS_EVER)
    if not each.flags.required:
        more["allow_none"] = True
    return kind(required=bool(each.flags.required), metadata=about, **more)


def _typed(form: type[FlaskForm], sent: Mapping[str, Any]) -> MultiDict[str, str]:
    """Return what was sent as somebody would have typed it."""
    shown = _fields_of(form)
    return MultiDict(
        (name, _as_typed(shown[name], value))
        for name, value in sent.items()
        if value is not None and value is not False
    )


def _as_typed(field: Field, value: Any) -> str:
    if isinstance(field, HundredthsField):
        return hundredths(value)
    return value.isoformat() if isinstance(value, date) else str(value)
