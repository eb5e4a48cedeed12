"""The steps of an application as marshmallow schemas: what pages, sheets and the API hand in.

Money is whole fen, areas whole hundredths of m², days ISO text, months `2025-03`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, fields, validate

from housing.applications.words import (
    AppliesAs,
    Capacity,
    Channel,
    GuardianRelation,
    Marital,
    Relation,
)
from housing.households.words import Assistance, Group, Rescue
from housing.imports.fields import CONTROL
from housing.imports.persons import DOCUMENTS

MOST_MEMBERS, MOST_LINES, MOST_MONTHS = 20, 30, 600
MOST_FEN, MOST_AREA = 10**13, 10**7
DISPOSAL_KINDS = ("sale", "gift", "expropriation_or_demolition", "self_commissioned_auction")
DISPOSAL_CAUSES = ("none", "illness", "accident", "other_special")
POLICY_KINDS = ("reform_purchase", "fund_raised_housing", "affordable_sale_housing", "other")

WORDS: dict[str, Any] = {
    "required": "必须填写 / must be given",
    "null": "必须填写 / must be given",
    "invalid": "读不出来，请核对 / cannot be read, check it",
    "unknown": "不在可选的词里 / not one of the known words",
    "type": "格式不对 / of the wrong kind",
    "too_large": "数太大 / too large",
}
NO_SUCH_FIELD = "没有这个字段 / there is no such field"


class Day(fields.Date):
    """A calendar day: ISO text, or a day already read."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if type(value) is date:
            return value
        return super()._deserialize(value, attr, data, **kwargs)


class Line(fields.String):
    """One line of text without outer spaces or unprintable characters."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs).strip()
        if CONTROL.search(text):
            raise self.make_error("invalid")
        return text


def _line(most: int, *, required: bool = False) -> Line:
    least = 1 if required else 0
    said = f"应为 {least}–{most} 个字 / must have {least} to {most} characters"
    return Line(
        required=required,
        validate=validate.Length(least, most, error=said),
        error_messages=WORDS,
    )


def _whole(most: int, *, required: bool = False) -> fields.Integer:
    said = f"应在 0 与 {most} 之间 / must lie between 0 and {most}"
    return fields.Integer(
        strict=True,
        required=required,
        allow_none=not required,
        validate=validate.Range(0, most, error=said),
        error_messages=WORDS,
    )


def _day(*, required: bool = False) -> Day:
    return Day(required=required, allow_none=not required, error_messages=WORDS)


def _word(words: Any, *, required: bool = False) -> fields.Enum[Any]:
    return fields.Enum(
        words,
        by_value=True,
        required=required,
        allow_none=not required,
        error_messages=WORDS | {"unknown": WORDS["unknown"] + "：{choices}"},
    )


def _one_of(words: tuple[str, ...]) -> fields.String:
    said = f"应为其中之一 / must be one of: {', '.join(words)}"
    return fields.String(
        required=True, validate=validate.OneOf(words, error=said), error_messages=WORDS
    )


def _list(of: Any, most: int) -> fields.List[Any]:
    said = f"最多 {most} 项 / at most {most}"
    return fields.List(of, validate=validate.Length(max=most, error=said), error_messages=WORDS)


class Facts(Schema):
    """Base of the steps: unknown fields are refused."""

    error_messages = {"unknown": NO_SUCH_FIELD, "type": WORDS["type"]}  # noqa: RUF012  marshmallow's own way


class MemberFacts(Facts):
    """One person of the family; `id` names a member that is on file already."""

    id = fields.Integer(strict=True, allow_none=True, error_messages=WORDS)
    name = _line(64, required=True)
    relation = _word(Relation, required=True)
    document_kind = _one_of(tuple(DOCUMENTS))
    identity_number = _line(32, required=True)
    birth_on = _day()
    marital = _word(Marital, required=True)
    capacity = _word(Capacity, required=True)
    phone = fields.String(allow_none=True, error_messages=WORDS)
    is_applicant = fields.Boolean(error_messages=WORDS)
    income_fen = _whole(MOST_FEN)
    employer = _line(128)


class StartFacts(Facts):
    """Which group, and by which door."""

    group = _word(Group, required=True)
    channel = _word(Channel, required=True)


class PeopleFacts(Facts):
    """Who belongs to the family, who applies, where they are registered and how to reach them."""

    members = fields.List(
        fields.Nested(MemberFacts),
        validate=validate.Length(
            1, MOST_MEMBERS, error=f"应有 1–{MOST_MEMBERS} 人 / 1 to {MOST_MEMBERS} people"
        ),
        error_messages=WORDS,
    )
    applies_as = _word(AppliesAs)
    guardian_name = _line(64)
    guardian_document_kind = fields.String(allow_none=True, error_messages=WORDS)
    guardian_identity_number = _line(32)
    guardian_birth_on = _day()
    guardian_relation = _word(GuardianRelation)
    address = _line(256)
    residence_address = _line(256)
    street = _line(64)
    phone = fields.String(allow_none=True, error_messages=WORDS)
    email = fields.Email(
        allow_none=True, error_messages=WORDS | {"invalid": "邮箱格式不对 / not an address"}
    )
    assistance = _word(Assistance)
    needs_accessible = fields.Boolean(error_messages=WORDS)


class DwellingFacts(Facts):
    """A dwelling that somebody of the family owns."""

    owner = _line(64, required=True)
    address = _line(256, required=True)
    area = _whole(MOST_AREA, required=True)
    kind = _line(32, required=True)


class DisposalFacts(Facts):
    """A dwelling that was given up. Basis: HN 12 (HN-12-2)."""

    owner = _line(64)
    on = _day(required=True)
    kind = _one_of(DISPOSAL_KINDS)
    cause = _one_of(DISPOSAL_CAUSES)
    area = _whole(MOST_AREA, required=True)


class PolicyHousingFacts(Facts):
    """A housing benefit that somebody has had. Basis: HN 12 (HN-12-6)."""

    person = _line(64, required=True)
    kind = _one_of(POLICY_KINDS)
    on = _day(required=True)


class HomeFacts(Facts):
    """Where the family lives, what it owns and what it has given up."""

    present_area = _whole(MOST_AREA)
    owned_area = _whole(MOST_AREA)
    dwellings = _list(fields.Nested(DwellingFacts), MOST_LINES)
    disposals = _list(fields.Nested(DisposalFacts), MOST_LINES)
    policy_housing = _list(fields.Nested(PolicyHousingFacts), MOST_LINES)


class EarningFacts(Facts):
    """What one member earns a month."""

    id = fields.Integer(strict=True, required=True, error_messages=WORDS)
    income_fen = _whole(MOST_FEN)
    employer = _line(128)


class IncomeFacts(Facts):
    """What the family earns a month and what it has; the sum of the members when not given."""

    members = _list(fields.Nested(EarningFacts), MOST_MEMBERS)
    income_fen = _whole(MOST_FEN)
    assets_fen = _whole(MOST_FEN)
    vehicles = _list(_whole(MOST_FEN, required=True), MOST_LINES)
    rescue = _word(Rescue)
    priority_groups = _list(_line(64, required=True), MOST_LINES)


class WorkFacts(Facts):
    """Where a worker works, since when, and the months of insurance."""

    employer_name = _line(128)
    employed_since = _day()
    work_address = _line(256)
    work_street = _line(64)
    graduated_on = _day()
    insurance_months = _list(
        fields.String(
            validate=validate.Regexp(
                r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", error="应如 2025-03 / must be like 2025-03"
            ),
            error_messages=WORDS,
        ),
        MOST_MONTHS,
    )


STEPS: Mapping[str, type[Facts]] = {
    "start": StartFacts,
    "people": PeopleFacts,
    "home": HomeFacts,
    "income": IncomeFacts,
    "work": WorkFacts,
}
