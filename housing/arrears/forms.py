"""Forms of arrears: what each act asks."""

import re
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

_NEEDED = InputRequired(_l("此项必须填写。"))
_PAPER = [_NEEDED, Length(max=200)]
_REASON = [_NEEDED, Length(max=500)]
_PART = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ ,，]+([0-9]{1,7}(?:\.[0-9]{1,2})?)元?")


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class NoticeForm(FlaskForm):  # type: ignore[misc]
    """Whom to tell, and the rule that allows it."""

    employer = StringField(_l("用人单位"), [_NEEDED, Length(max=128)])
    legal_basis = TextAreaField(
        _l("所依据的规定（名称、文号、条款）"), _REASON, render_kw={"rows": 2}
    )
    note = TextAreaField(_l("说明"), [Length(max=500)], render_kw={"rows": 2})
    document = StringField(_l("依据文件（合同条款、承诺书等）"), _PAPER)


class DecideForm(FlaskForm):  # type: ignore[misc]
    """Why it is decided so."""

    reason = TextAreaField(_l("审批意见"), _REASON, render_kw={"rows": 2})


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What was answered, by whom."""

    note = TextAreaField(_l("回复人和内容"), _REASON, render_kw={"rows": 3})
    document = StringField(_l("回复文件编号"), [Length(max=200)])


class PlanForm(FlaskForm):  # type: ignore[misc]
    """The instalments, one a line: day and yuan."""

    parts = TextAreaField(
        _l("各期（每行一期：日期 金额）"),
        [_NEEDED, Length(max=2000)],
        render_kw={"rows": 4, "placeholder": "2026-10-31 300.00"},
    )
    document = StringField(_l("分期协议编号"), _PAPER)

    def validate_parts(self, field: TextAreaField) -> None:
        """Refuse a line that is no day with an amount, and name it."""
        parts_of(field.data or "")


def parts_of(text: str) -> list[tuple[date, int]]:
    """Return the instalments that were typed, as days and fen.

    Raises:
        ValidationError: a line cannot be read; names it.
    """
    parts = []
    for line in (each.strip() for each in text.splitlines()):
        if not line:
            continue
        found = _PART.fullmatch(line)
        try:
            year, month, day = (int(part) for part in found[1].split("-")) if found else (0, 0, 0)
            parts.append((date(year, month, day), int(Decimal(found[2] if found else "0") * 100)))
        except ValueError:
            words = _("“%(line)s”看不懂，请按“2026-10-31 300.00”填写。", line=line)
            raise ValidationError(words) from None
    return parts
