"""Fields of people: phones and numbers of documents, besides the typed fields of all pages."""

import re
from datetime import date

from flask_babel import gettext as _
from wtforms import ValidationError

from housing.imports.fault_texts import TEXTS
from housing.imports.faults import Wrong
from housing.imports.persons import identity_number, phone_number
from housing.web.language import language
from housing.web.typed_fields import (
    FULLWIDTH,
    DayField,
    HundredthsField,
    MonthField,
    NeededIfShown,
    TypedField,
)

__all__ = [
    "DayField",
    "HundredthsField",
    "MobileField",
    "MonthField",
    "NeededIfShown",
    "PhoneField",
    "TypedField",
    "checked_identity",
    "in_words",
]


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
        return identity_number(kind, re.sub(r"\s", "", number).translate(FULLWIDTH))
    except Wrong as wrong:
        raise ValidationError(in_words(wrong)) from None


def in_words(wrong: Wrong) -> str:
    """Return what is wrong and the remedy, in the visitor's language, as in reports of sheets."""
    text = TEXTS[wrong.kind]
    words = (text.en, text.en_remedy) if language() == "en" else (text.zh, text.zh_remedy)
    return (" " if language() == "en" else "").join(words).format(**wrong.facts)
