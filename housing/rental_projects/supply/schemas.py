"""The JSON of rental housing under the measures. Money is fen, areas are hundredths of m²."""

from functools import partial

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from housing.rental_projects.supply.words import (
    Area,
    Fee,
    Investor,
    Payer,
    Raising,
    Trade,
    UnitForm,
)

text, whole = partial(fields.String, required=True), partial(fields.Integer, required=True)
day = partial(fields.Date, required=True, allow_none=True)
known = partial(fields.Boolean, required=True)
word = partial(fields.Enum, by_value=True, required=True)


class KindSchema(Schema):
    """Units of one area."""

    name = fields.String(required=True, validate=Length(1, 64))
    units = fields.Integer(required=True, strict=True, validate=Range(1, 100_000))
    area = fields.Integer(required=True, strict=True, validate=Range(1, 10_000_00))
    is_rental = fields.Boolean(load_default=True)


class StatedSchema(Schema):
    """A project as its owner declares it."""

    code = fields.String(required=True, validate=Length(1, 32))
    name = fields.String(required=True, validate=Length(1, 128))
    firm = fields.String(required=True, validate=Length(1, 128))
    area, raising = word(Area), word(Raising)
    investor, unit_form = word(Investor), word(UnitForm)
    kinds = fields.List(fields.Nested(KindSchema), required=True, validate=Length(1, 40))
    serviced, land_allocated = (
        fields.Boolean(load_default=False),
        fields.Boolean(load_default=False),
    )
    scenic_site = fields.String(load_default="", validate=Length(0, 64))
    scenic_grade = fields.Integer(load_default=0, strict=True, validate=Range(0, 5))


class SupplySchema(Schema):
    """A project: declared, approved, converted, accepted."""

    code, name, firm = text(), text(), text()
    area, raising, investor, unit_form = word(Area), word(Raising), word(Investor), word(UnitForm)
    kinds = fields.List(fields.Dict(), required=True)
    serviced, land_allocated, scenic_site, scenic_grade = known(), known(), text(), whole()
    approval_number, approved_on, annotated, star_rating = text(), day(), known(), whole()
    commission, conversion, fitness, fit_on = text(), text(), text(), day()
    acceptance, accepted_on, land_fen, land_signed_on = text(), day(), whole(), day()


class DueSchema(Schema):
    """A grant or a part of a land price: what is paid, by whom, until when."""

    id, what, fen, due_on = whole(), text(), whole(), day()
    payer = fields.Enum(Payer, by_value=True, required=True, allow_none=True)
    lines = fields.List(fields.String(), required=True)
    paid_on, paid_document = day(), text()


class LateDueSchema(DueSchema):
    """What should have been paid by now, with its project."""

    project = text()


class ReliefSchema(Schema):
    """What is paid of a fee."""

    fee, base_fen, payable_fen, units, reckoned_on = word(Fee), whole(), whole(), whole(), day()


class OfferedSchema(Schema):
    """Units as they were published."""

    firm, kind, units, area_size, rent_fen = text(), text(), whole(), whole(), whole()
    address, contact, published_on = text(), text(), day()


class SupplyCaseSchema(SupplySchema):
    """A project with its money and what was published of it."""

    dues = fields.List(fields.Nested(DueSchema), required=True)
    reliefs = fields.List(fields.Nested(ReliefSchema), required=True)
    listings = fields.List(fields.Nested(OfferedSchema), required=True)


class FirmSchema(Schema):
    """A firm on file; `late`: filed after its last day."""

    firm, trade, area, state_owned, number = text(), word(Trade), word(Area), known(), text()
    began_on, due_on, filed_on, late = day(), day(), day(), known()
    struck_on, struck_reason = day(), text()


class PlanSchema(Schema):
    """A plan of building with its reviews and approval."""

    id, title, from_year, to_year, basis = whole(), text(), whole(), whole(), text()
    demand = fields.Dict(fields.String(), fields.Integer(), required=True)
    reviews = fields.List(fields.Dict(), required=True)
    approved_on, approval_document = day(), text()


class VacancySchema(Schema):
    """Vacant public rental flats of one layout in one estate."""

    code, name, street, layout, units = text(), text(), text(), text(), whole()


class IndicatorSchema(Schema):
    """Rental projects of one area: all, approved, their units for letting, units published."""

    area, projects, approved, units, published = word(Area), whole(), whole(), whole(), whole()
