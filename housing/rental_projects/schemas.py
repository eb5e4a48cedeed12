"""Projects of rental housing over the interface; money whole fen, areas whole hundredths of m²."""

from typing import Any

from marshmallow import RAISE, Schema, fields, post_load, validate

from housing.rental_projects.facts import CandidateStated, EnterpriseStated, ProjectStated
from housing.rental_projects.leases import LeaseStated, Party
from housing.rental_projects.rules import Facts, Layout

MOST = 2**31 - 1
MOST_FEN = 10**15


class _Strict(Schema):
    class Meta:
        unknown = RAISE


def _whole(least: int = 0, most: int = MOST) -> fields.Integer:
    said = f"应为 {least} 至 {most} 的整数 / must be a whole number from {least} to {most}"
    return fields.Integer(
        strict=True, required=True, validate=validate.Range(least, most, error=said)
    )


def _text(most: int, least: int = 1) -> fields.String:
    said = f"应为 {least} 至 {most} 个字 / must have {least} to {most} characters"
    return fields.String(required=True, validate=validate.Length(least, most, error=said))


class RentalLayoutSchema(_Strict):
    """One kind of unit: rent and fee fen per m² and month."""

    name = _text(64)
    units = _whole(1)
    area = _whole(1)
    rent_fen = _whole()
    fee_fen = _whole()
    equipment = fields.List(_text(32), required=True, validate=validate.Length(max=100))

    @post_load
    def made(self, values: dict[str, Any], **_kwargs: Any) -> Layout:
        """Return the layout."""
        return Layout(**{**values, "equipment": tuple(values["equipment"])})


class RentalProjectSchema(_Strict):
    """A project as declared; `legacy`: finished or started before the plan."""

    code = _text(32)
    name = _text(128)
    owner = _text(128)
    floor_area = _whole(1)
    commercial_area = _whole()
    legacy = fields.Boolean(required=True)
    layouts = fields.List(
        fields.Nested(RentalLayoutSchema), required=True, validate=validate.Length(1, 200)
    )

    @post_load
    def made(self, values: dict[str, Any], **_kwargs: Any) -> ProjectStated:
        """Return what was stated."""
        facts = Facts(
            tuple(values["layouts"]),
            values["floor_area"],
            values["commercial_area"],
            values["legacy"],
        )
        return ProjectStated(values["code"], values["name"], values["owner"], facts)


class RentalEnterpriseSchema(_Strict):
    """An enterprise as it declares itself."""

    name = _text(128)
    capital_fen = _whole(0, MOST_FEN)
    staff = _whole()
    units_managed = _whole()

    @post_load
    def made(self, values: dict[str, Any], **_kwargs: Any) -> EnterpriseStated:
        """Return what was stated."""
        return EnterpriseStated(**values)


class RecognitionStated(_Strict):
    """The number of the certificate, and why an exception in principle is made."""

    number = _text(64)
    reason = fields.String(load_default="", validate=validate.Length(max=2000))


class ListingStated(_Strict):
    """What is published about units of one layout, field by field."""

    layout = _text(64)
    details = fields.Dict(keys=_text(32), values=fields.String(), required=True)


class CandidateSchema(_Strict):
    """A project that might be bought, for households of `size_min` to `size_max` people."""

    name = _text(128)
    layout = _text(64)
    area = _whole(1)
    location = _text(256)
    units = _whole(1)
    price_fen = _whole(1, MOST_FEN)
    size_min = _whole(1, 99)
    size_max = _whole(1, 99)

    @post_load
    def made(self, values: dict[str, Any], **_kwargs: Any) -> CandidateStated:
        """Return what was stated."""
        return CandidateStated(**values)


class PartySchema(_Strict):
    """One side of a lease: real name, identity number or social credit code."""

    name = _text(128)
    identity_number = _text(32)

    @post_load
    def made(self, values: dict[str, Any], **_kwargs: Any) -> Party:
        """Return the party."""
        return Party(**values)


class RentalLeaseSchema(_Strict):
    """A lease as it was signed; rent fen per m² and month."""

    number = _text(32)
    landlord = fields.Nested(PartySchema, required=True)
    tenant = fields.Nested(PartySchema, required=True)
    district = _text(64)
    layout = _text(64)
    area = _whole(1)
    rent_fen = _whole(1, MOST_FEN)
    signed_on = fields.Date("iso", required=True)

    @post_load
    def made(self, values: dict[str, Any], **_kwargs: Any) -> LeaseStated:
        """Return what was stated."""
        return LeaseStated(**values)


class FiledLeaseSchema(Schema):
    """A filed lease: by when it had to be filed, and whether it was late."""

    number = fields.String(required=True)
    due_on = fields.Date("iso", required=True)
    filed_on = fields.Date("iso", required=True)
    late = fields.Boolean(required=True)


class RentReportStated(_Strict):
    """From which day on leases are counted."""

    from_on = fields.Date("iso", required=True)


class RentLevelSchema(Schema):
    """The rents of one district and layout, fen per m² and month."""

    district = fields.String(required=True)
    layout = fields.String(required=True)
    leases = fields.Integer(required=True)
    low_fen = fields.Integer(required=True)
    median_fen = fields.Integer(required=True)
    high_fen = fields.Integer(required=True)


class RentReportSchema(Schema):
    """Rent levels as they were published."""

    from_on = fields.Date("iso", required=True)
    to_on = fields.Date("iso", required=True)
    published_on = fields.Date("iso", required=True)
    levels = fields.List(fields.Nested(RentLevelSchema), required=True)


class RentReportsSchema(Schema):
    """All that was published, the latest first."""

    items = fields.List(fields.Nested(RentReportSchema), required=True)


class RentalFindingSchema(Schema):
    """The outcome of one rule: passed, warning or failed."""

    rule = fields.String(required=True)
    outcome = fields.String(required=True)
    says = fields.String(required=True)


class RentalAnswerSchema(Schema):
    """What was kept, and what was found of it."""

    subject = fields.String(required=True)
    findings = fields.List(fields.Nested(RentalFindingSchema), required=True)


class DemandRow(Schema):
    """How many households of one size wait for a flat."""

    size = fields.Integer(required=True)
    households = fields.Integer(required=True)


class DemandSchema(Schema):
    """The demand of a place by size of household."""

    items = fields.List(fields.Nested(DemandRow), required=True)
