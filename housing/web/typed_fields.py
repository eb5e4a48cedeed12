"""Fields that read what people write: yuan, m², days, months; shown again as typed."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import InputRequired, Length

_NUMBER = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
_MONTH = re.compile(r"(20[0-9]{2})[-./年]?(0?[1-9]|1[0-2])月?")
_DAY = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
#: What a field says that was left empty, and how a day is written.
NEEDED = InputRequired(_l("此项必须填写。"))
DAY_HINT = {"placeholder": _l("年-月-日，如 2025-07-03")}
FULLWIDTH = str.maketrans("０１２３４５６７８９．－／ｘＸ", "0123456789.-/xX")


def line(label: object, most: int, *, needed: bool = True) -> StringField:
    """Return a field for one line of text of at most `most` characters."""
    return StringField(label, [*([NEEDED] if needed else []), Length(max=most)])


class NeededIfShown(InputRequired):  # type: ignore[misc]  # wtforms carries no types
    """The field must be filled in; said in the applicant's words."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.field_flags = {"required": True}


class TypedField(StringField):  # type: ignore[misc]
    """Text that stands for a value; what was typed is shown again as it was typed.

    A subclass says how to `read` the text and how to `write` the value.
    """

    def read(self, text: str) -> Any:
        """Return the value of what was typed.

        Raises:
            ValidationError: in the applicant's words.
        """
        return text

    def write(self, value: Any) -> str:
        """Return a stored value as it is typed."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data in (None, "") else self.write(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the value, None for an empty field."""
        if not valuelist:
            return
        text = valuelist[0].translate(FULLWIDTH).strip()
        self.data = None
        if text:
            try:
                self.data = self.read(text)
            except ValidationError as error:
                raise ValueError(str(error)) from None


class HundredthsField(TypedField):
    """An amount with at most two decimals: yuan as fen, m² as hundredths of m²."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def read(self, text: str) -> int:
        """`1,234.50` and `1234.5元` are 123450."""
        plain = re.sub(r"[,，\s]|元$|平方米$|㎡$|m²$|m2$", "", text)
        if not _NUMBER.fullmatch(plain):
            raise ValidationError(_("请只填数字，例如 2600 或 36.5；没有的填 0。"))
        hundredths = int(Decimal(plain) * 100)
        if hundredths > self.most:
            raise ValidationError(
                _("这个数太大了，最多 %(most)s。请核对是否多写了一位。", most=self.most // 100)
            )
        return hundredths

    def write(self, value: int) -> str:
        """123450 is `1234.5`."""
        whole, part = divmod(value, 100)
        return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


class DayField(TypedField):
    """A calendar day, typed as people write days or picked where the browser offers it."""

    def read(self, text: str) -> date:
        """`2025-07-03`, `2025年7月3日`, `2025.7.3` and `20250703` are the same day."""
        found = _DAY.fullmatch(text.replace(" ", ""))
        if found is None:
            raise ValidationError(_("请按“年-月-日”填写，例如 2025-07-03。"))
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            raise ValidationError(_("日历上没有这一天，请核对月和日。")) from None

    def write(self, value: date) -> str:
        """Return the ISO day."""
        return value.isoformat()


class MonthField(TypedField):
    """A month of a year, as `2025-03`."""

    def read(self, text: str) -> str:
        """`2025-3`, `2025年3月` and `202503` are the same month."""
        found = _MONTH.fullmatch(text.replace(" ", ""))
        if found is None:
            raise ValidationError(_("请按“年-月”填写，例如 2025-03。"))
        return f"{found[1]}-{int(found[2]):02d}"
