"""Numbers that belong to people: identity documents and phones."""

import re
from dataclasses import dataclass
from datetime import date

import phonenumbers
from stdnum.cn.ric import calc_check_digit

from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Wrong

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[0-9]{2,3}[- ]?[0-9]{7,8}")
OLD_NUMBER = re.compile(r"[0-9]{15}")


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of identity document: the form of its number, and whether a birth date is in it."""

    form: re.Pattern[str]
    form_words: str
    is_citizen_form: bool = False


_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CITIZEN_WORDS = "18 位，前 17 位数字，末位数字或 X"
# Numbers other than the citizen form carry no check digit that is public.
DOCUMENTS: dict[str, Document] = {
    "居民身份证": Document(_CITIZEN, _CITIZEN_WORDS, is_citizen_form=True),
    "港澳台居民居住证": Document(
        re.compile(r"8[123]0000[0-9]{11}[0-9X]"), "81、82 或 83 开头的 18 位", is_citizen_form=True
    ),
    "港澳居民来往内地通行证": Document(
        re.compile(r"[HM][0-9]{8}([0-9]{2})?"), "H 或 M 加 8 位数字"
    ),
    "台湾居民来往大陆通行证": Document(re.compile(r"[0-9]{8}([0-9]{2})?"), "8 位数字"),
    "外国人永久居留身份证": Document(
        re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"), "9 开头的 18 位，或 3 个字母加 12 位数字"
    ),
    "护照": Document(re.compile(r"[A-Z0-9]{6,12}"), "6–12 位字母和数字"),
}


def identity_number(kind: str, number: str) -> tuple[str, date | None]:
    """Return the number in capitals, and the birth date when the number holds one.

    The area code is not compared with any list: it is the one of the place and year of issue,
    and lists of codes refuse many elderly people.

    Raises:
        Wrong: the form, the birth date or the check digit does not fit.
    """
    number = number.upper()
    document = DOCUMENTS[kind]
    if not document.form.fullmatch(number):
        if document.is_citizen_form and OLD_NUMBER.fullmatch(number):
            raise Wrong(FaultKind.IDENTITY_OLD)
        raise Wrong(FaultKind.IDENTITY_FORM, document=kind, form=document.form_words)
    if not document.is_citizen_form:
        return number, None
    born = _birth_date(number)
    if calc_check_digit(number) != number[-1]:
        raise Wrong(FaultKind.IDENTITY_DIGIT)
    return number, born


def _birth_date(number: str) -> date:
    digits = number[6:14]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Wrong(FaultKind.IDENTITY_DAY, digits=digits) from None
    if born.year < 1900:
        raise Wrong(FaultKind.IDENTITY_DAY, digits=digits)
    return born


def phone_number(text: str) -> str:
    """Return a mobile number of 11 digits, or a landline without its hyphen.

    Mobile numbers are checked by their shape only: new number ranges are in use long before any
    list has them. Landlines are checked against the numbering plan.

    Raises:
        Wrong: it is neither.
    """
    if MOBILE.fullmatch(text):
        return text
    if LANDLINE.fullmatch(text):
        number = phonenumbers.parse(text, "CN")
        if phonenumbers.is_valid_number(number):
            return re.sub(r"[- ]", "", text)
    raise Wrong(FaultKind.PHONE)
