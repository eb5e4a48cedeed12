"""The answers of departments, the same by page, by sheet and over HTTP.

Days are ISO (`2026-09-01`), months `2026-09`, money whole fen, areas whole hundredths of m².
Unknown fields are refused, so that nothing a department says is silently dropped.
"""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from housing.checks.faults import AnswerRefused, flattened
from housing.core.access.offices import OfficeKind

KINDS_OF_DISPOSAL = ("sale", "gift", "expropriation_or_demolition", "self_commissioned_auction")
CAUSES = ("none", "illness", "accident", "other_special")
POLICY_HOUSING = ("reform_purchase", "fund_raised_housing", "affordable_sale_housing", "other")
MARITAL = ("single", "married", "divorced", "widowed")
BANDS = ("low", "lower_middle", "above")
RESCUES = ("none", "minimum_allowance", "extreme_poverty")

# Far above anything real, and inside what a database integer holds.
MOST_FEN = 10**13
MOST_AREA = 10**7
MOST_ITEMS = 200
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")
_WORDS: dict[str, Any] = {
    "required": "没有填写 / is missing",
    "null": "没有填写 / is missing",
    "invalid": "格式不对 / has a wrong form",
    "type": "格式不对 / has a wrong form",
    "unknown": "不认识的栏目 / unknown field",
}


class _Answer(Schema):
    class Meta:
        unknown = RAISE

    error_messages = _WORDS


def _text(most: int, least: int = 1) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(least, most, error=f"应为 {least} 至 {most} 个字 / wrong length"),
        error_messages=_WORDS,
    )


def _whole(most: int) -> fields.Integer:
    message = f"应为 0 至 {most} 的整数 / must be a whole number from 0 to {most}"
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, most, error=message),
        error_messages=_WORDS | {"invalid": message, "too_large": message},
    )


def _day() -> fields.Date:
    message = "不是日期，应写成 2026-09-01 / is no day; write 2026-09-01"
    return fields.Date("iso", required=True, error_messages=_WORDS | {"invalid": message})


def _one_of(words: tuple[str, ...]) -> fields.String:
    message = f"应为其中之一：{'、'.join(words)} / must be one of {', '.join(words)}"
    return fields.String(
        required=True,
        validate=validate.OneOf(words, error=message),
        error_messages=_WORDS,
    )


class YesNo(fields.Boolean):
    """True or false itself; words such as "yes" or numbers are refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("应为是或否（true、false） / must be true or false")
        return value


def _yes_no() -> YesNo:
    return YesNo(required=True, error_messages=_WORDS)


def _several(inner: fields.Field[Any] | type[Schema]) -> fields.List[Any]:
    item = fields.Nested(inner, error_messages=_WORDS) if isinstance(inner, type) else inner
    message = f"不能超过 {MOST_ITEMS} 项 / at most {MOST_ITEMS} entries"
    return fields.List(
        item,
        required=True,
        validate=validate.Length(max=MOST_ITEMS, error=message),
        error_messages=_WORDS,
    )


class _Dwelling(_Answer):
    owner = _text(64)
    address = _text(200)
    area = _whole(MOST_AREA)
    kind = _text(40)


class _Disposal(_Answer):
    owner = _text(64)
    on = _day()
    kind = _one_of(KINDS_OF_DISPOSAL)
    cause = _one_of(CAUSES)
    area = _whole(MOST_AREA)


class _PolicyHousing(_Answer):
    person = _text(64)
    kind = _one_of(POLICY_HOUSING)
    on = _day()


class _Marriage(_Answer):
    person = _text(64)
    status = _one_of(MARITAL)
    spouse_in_application = _yes_no()


class _Registered(_Answer):
    person = _text(64)
    registered_here = _yes_no()
    relation = _text(40)


class _Signed(_Answer):
    """What every answer has: the day its records speak for, and the department's own number."""

    as_of = _day()
    document = _text(100, least=0)


class PropertyAnswer(_Signed):
    """Dwellings, disposals and policy housing. Basis: HN 14 (HN-14-5), HN 12 (HN-12-1, 12-3)."""

    dwellings = _several(_Dwelling)
    disposals = _several(_Disposal)
    policy_housing = _several(_PolicyHousing)


class CivilAffairsAnswer(_Signed):
    """Marriage, income of the household a month, its band, assets. Basis: HN 14 (HN-14-6)."""

    marriages = _several(_Marriage)
    income_fen = _whole(MOST_FEN)
    income_band = _one_of(BANDS)
    assets_fen = _whole(MOST_FEN)
    vehicles = _several(_whole(MOST_FEN))
    rescue = _one_of(RESCUES)


class PublicSecurityAnswer(_Signed):
    """Who is registered in the household. Basis: HN 14 (HN-14-7)."""

    people = _several(_Registered)
    household_size = _whole(99)
    unknown_people = _several(_text(64))


class SocialSecurityAnswer(_Signed):
    """Months paid, by whom, and where. Basis: HN 14 (HN-14-8), HN 12 (HN-12-5)."""

    months = fields.List(
        fields.String(
            validate=validate.Regexp(_MONTH, error="应写成 2026-09 / write months as 2026-09"),
            error_messages=_WORDS,
        ),
        required=True,
        validate=validate.Length(max=720, error="月份太多 / too many months"),
        error_messages=_WORDS,
    )
    employer = _text(128, least=0)
    insured_here = _yes_no()


ANSWERS: Mapping[OfficeKind, type[Schema]] = {
    OfficeKind.PROPERTY_REGISTRY: PropertyAnswer,
    OfficeKind.CIVIL_AFFAIRS: CivilAffairsAnswer,
    OfficeKind.PUBLIC_SECURITY: PublicSecurityAnswer,
    OfficeKind.SOCIAL_SECURITY: SocialSecurityAnswer,
}


def read_answer(department: OfficeKind, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer in the form it is kept in, checked against the department's schema.

    Raises:
        AnswerRefused: names every field that is missing, unknown or of a wrong form.
    """
    schema = ANSWERS[department]()
    try:
        loaded = schema.load(dict(raw))
    except ValidationError as wrong:
        raise AnswerRefused(flattened(wrong.messages_dict)) from wrong
    dumped: dict[str, Any] = schema.dump(loaded)
    return dumped
