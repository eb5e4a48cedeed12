"""Fields that read what people write: yuan, m², days, months, numbers of documents and phones."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, ValidationError
from wtforms.validators import InputRequired

from housing.imports.fault_texts import TEXTS
from housing.imports.faults import Wrong
from housing.imports.persons import identity_number, phone_number
from housing.web.language import language

_NUMBER = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
_MONTH = re.compile(r"(20[0-9]{2})[-./年]?(0?[1-9]|1[0-2])月?")
_DAY = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_FULLWIDTH = str.maketrans("０１２３４５６７８９．－／ｘＸ", "0123456789.-/xX")


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
        text = valuelist[0].translate(_FULLWIDTH).strip()
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
        try:
            return date(*(int(part) for part in found.groups())) if found else _no_day()
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


class PhoneField(TypedField):
    """A mobile number, or a landline with its area code."""

    def read(self, text: str) -> str:
        """Return the digits alone.

        Spaces, hyphens and a leading +86 are forgiven.
        """
        plain = re.sub(r"[\s-]", "", text)
        plain = plain[3:] if plain.startswith("+86") else plain
        try:
            return phone_number(plain)
        except Wrong as wrong:
            raise ValidationError(in_words(wrong)) from None


class MobileField(PhoneField):
    """A mobile number, since a code is sent to it."""

    def read(self, text: str) -> str:
        """Return the 11 digits."""
        phone = super().read(text)
        if phone.startswith("0"):
            raise ValidationError(_("请填 11 位手机号，验证码要发到这个手机。"))
        return phone


def checked_identity(kind: str, number: str) -> tuple[str, date | None]:
    """Return the number in capitals and the birth date it holds, if any.

    Raises:
        ValidationError: in the applicant's words, with the remedy.
    """
    try:
        return identity_number(kind, re.sub(r"\s", "", number).translate(_FULLWIDTH))
    except Wrong as wrong:
        raise ValidationError(in_words(wrong)) from None


def in_words(wrong: Wrong) -> str:
    """Return what is wrong and the remedy, in the visitor's language, as in reports of sheets."""
    text = TEXTS[wrong.kind]
    words = (text.en, text.en_remedy) if language() == "en" else (text.zh, text.zh_remedy)
    return (" " if language() == "en" else "").join(words).format(**wrong.facts)


def _no_day() -> date:
    raise ValidationError(_("请按“年-月-日”填写，例如 2025-07-03。"))
