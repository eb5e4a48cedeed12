"""The self-check over the interface: what may be stated, and what is answered.

Money is whole fen, areas whole hundredths of m², days ISO text, months `2026-03`.
"""

import re
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from housing.eligibility.wording import BENEFITS, EVENTS, GROUNDS
from housing.households.words import Group

MOST_FEN, MOST_AREA, MOST_ROWS, MOST_MONTHS = 10**13, 10**7, 50, 720
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")
_MARITAL = ("single", "married", "divorced", "widowed")


class _Strict(Schema):
    class Meta:
        unknown = RAISE


def _whole(most: int, least: int = 0, **kwargs: Any) -> fields.Integer:
    said = f"应为 {least} 至 {most} 的整数 / must be a whole number from {least} to {most}"
    return fields.Integer(
        strict=True,
        validate=validate.Range(least, most, error=said),
        error_messages={"invalid": said, "too_large": said},
        **kwargs,
    )


def _word(words: Any, **kwargs: Any) -> fields.String:
    known = tuple(words)
    said = f"应为其中之一 / must be one of: {', '.join(known)}"
    return fields.String(validate=validate.OneOf(known, error=said), **kwargs)


def _rows(inner: Any, most: int = MOST_ROWS) -> fields.List[Any]:
    said = f"最多 {most} 项 / at most {most}"
    return fields.List(inner, validate=validate.Length(max=most, error=said))


class DisposalStated(_Strict):
    """A dwelling given up."""

    on = fields.Date("iso", required=True)
    kind = _word(EVENTS, required=True)
    area = _whole(MOST_AREA, required=True)
    cause = _word(("none", *GROUNDS), load_default="none")
    document = fields.String(load_default="", validate=validate.Length(max=100))


class BenefitStated(_Strict):
    """Policy housing enjoyed."""

    kind = _word(BENEFITS, required=True)
    on = fields.Date("iso", load_default=None)


class SelfCheckSchema(_Strict):
    """The circumstances of a household, without names; what is left out counts as not known."""

    group = _word([group.value for group in Group], required=True)
    size = _whole(99, 1)
    owned_area = _whole(MOST_AREA)
    disposals = _rows(fields.Nested(DisposalStated))
    income_fen = _whole(MOST_FEN)
    assets_fen = _whole(MOST_FEN)
    vehicles = _rows(_whole(MOST_FEN))
    insurance_months = _rows(
        fields.String(
            validate=validate.Regexp(_MONTH, error="应写成 2026-09 / write months as 2026-09")
        ),
        MOST_MONTHS,
    )
    stable_employment = fields.Boolean()
    employed_since = fields.Date("iso")
    policy_housing = _rows(fields.Nested(BenefitStated))
    graduated_on = fields.Date("iso")
    age = _whole(130)
    marital = _word(_MARITAL)
    resided_since = fields.Date("iso")
    banned_until = fields.Date("iso")


class SelfCheckFactSchema(Schema):
    """A fact that a condition looked at; `why` is given where it is not known."""

    name = fields.String(required=True)
    value = fields.String(required=True)
    source = fields.String(required=True)
    on = fields.String(required=True, allow_none=True)
    why = fields.String(required=True)


class SelfCheckLineSchema(Schema):
    """The standard a condition is held against, and where it is written."""

    zh = fields.String(required=True)
    en = fields.String(required=True)
    parameters = fields.List(fields.String(), required=True)
    source = fields.String(required=True)
    provisional = fields.Integer(required=True)


class SelfCheckFindingSchema(Schema):
    """What came of one condition."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    outcome = fields.String(required=True)
    facts = fields.List(fields.Nested(SelfCheckFactSchema), required=True)
    line = fields.Nested(SelfCheckLineSchema, required=True)
    says_zh = fields.String(required=True)
    says_en = fields.String(required=True)
    remedy_zh = fields.String(required=True)
    remedy_en = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)


class SelfCheckAnswerSchema(Schema):
    """All conditions together; `groups_that_fit`: where the same circumstances meet all."""

    place = fields.String(required=True)
    policy_day = fields.String(required=True)
    outcome = fields.String(required=True)
    findings = fields.List(fields.Nested(SelfCheckFindingSchema), required=True)
    groups_that_fit = fields.List(fields.String(), required=True)
