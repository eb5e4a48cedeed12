"""What the JSON interface says about working days."""

from marshmallow import Schema, fields
from marshmallow.validate import Length

MOST_TEXT = 100_000


class CalendarDaySchema(Schema):
    """One day with a holiday's name: whether it is worked, and whether nobody announced it yet."""

    day = fields.Date(required=True)
    working = fields.Boolean(required=True)
    holiday = fields.String(required=True)
    provisional = fields.Boolean(required=True)


class CalendarYearSchema(Schema):
    """A year: how many days are worked, and where that is written."""

    year = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    source = fields.String(required=True)
    working_days = fields.Integer(required=True)
    days = fields.List(fields.Nested(CalendarDaySchema), required=True)


class CalendarNoticeSchema(Schema):
    """The notice of a year, as its file is written; `replace` corrects one that is on file."""

    name = fields.String(required=True, validate=Length(1, 100))
    content = fields.String(required=True, validate=Length(1, MOST_TEXT))
    replace = fields.Boolean(load_default=False)
