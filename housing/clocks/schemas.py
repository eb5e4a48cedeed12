"""The JSON of clocks and of the punctuality report; periods in the clock's own measure."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from housing.calendar import Measure
from housing.clocks.kinds import ClockKind, Outcome
from housing.clocks.page_words import LISTS
from housing.core.access.permissions import Role
from housing.web.api import MOST_ROWS


class ClocksArguments(Schema):
    """Which list, of which county (for those above counties), after which key."""

    which = fields.String(data_key="only", load_default="", validate=OneOf(tuple(LISTS)))
    kind = fields.Enum(ClockKind, by_value=True, load_default=None)
    place = fields.String(load_default="")
    after = fields.String(load_default="")
    rows = fields.Integer(load_default=50, validate=Range(1, MOST_ROWS))


class ClockSchema(Schema):
    """One deadline of one case."""

    id = fields.Integer(required=True)
    kind = fields.Enum(ClockKind, by_value=True, required=True)
    case_kind = fields.String(required=True)
    case_number = fields.String(required=True)
    office_id = fields.Integer(required=True, allow_none=True)
    role = fields.Enum(Role, by_value=True, required=True)
    started_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    provisional = fields.Boolean(required=True)
    period = fields.Integer(required=True)
    measure = fields.Enum(Measure, by_value=True, required=True)
    rules = fields.List(fields.String(), required=True)
    paused_on = fields.Date(required=True, allow_none=True)
    pause_reason = fields.String(required=True)
    stopped_on = fields.Date(required=True, allow_none=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True, allow_none=True)


class ClocksSchema(Schema):
    """A page of a work list; `after` is the key of the next page, empty on the last one."""

    items = fields.List(fields.Nested(ClockSchema), attribute="rows", required=True)
    after = fields.String(required=True)
    total = fields.Integer(required=True)
    capped = fields.Boolean(required=True)


class PunctualityArguments(Schema):
    """From which day to which deadlines fell due."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)
    place = fields.String(load_default="")


class PunctualityLineSchema(Schema):
    """One office and one kind; `median` in working days."""

    office_id = fields.Integer(required=True, allow_none=True)
    kind = fields.Enum(ClockKind, by_value=True, required=True)
    total = fields.Integer(required=True)
    on_time = fields.Integer(required=True)
    late = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    open = fields.Integer(required=True)
    percent = fields.Integer(required=True, allow_none=True)
    median = fields.Integer(required=True, allow_none=True)


class PunctualitySchema(Schema):
    """The whole report."""

    items = fields.List(fields.Nested(PunctualityLineSchema), required=True)
