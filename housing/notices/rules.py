"""What may never be shown in public: whole numbers and whole names."""

import re
import unicodedata
from collections.abc import Sequence

from stdnum.cn import ric

#: Labels under which a person is named or numbered: what stands there must be masked.
OF_A_PERSON = ("姓名", "申请人", "配偶", "监护人", "证件", "身份证", "电话", "手机", "联系")
MASK = "*"
_LONG = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15})(?![\dXx])")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_SPACED = re.compile(r"(?<!\d)(?:\d[ -]?){17}[\dXx](?![\dXx])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def unmasked(label: str, words: str) -> str:
    """Return the part of `words` that must not be made public under `label`; '' when none.

    Found are identity numbers (18 or 15 digits, also with spaces or hyphens between them), mobile
    numbers, e-mail addresses, and anything without a mask under a label that names a person.
    Full-width digits count as digits. Basis: HN 15 (HN-15-3, HN-15-9, HN-15-11).
    """
    plain = unicodedata.normalize("NFKC", words)
    for pattern in (_LONG, _PHONE, _MAIL):
        found = pattern.search(plain)
        if found:
            return found.group()
    for found in _SPACED.finditer(plain):
        if ric.is_valid(re.sub(r"[ -]", "", found.group())):
            return found.group()
    whole = len(plain.strip()) > 1 and MASK not in plain
    return plain if whole and any(word in label for word in OF_A_PERSON) else ""


def faults(title: str, shown: Sequence[Sequence[str]]) -> list[str]:
    """Return one bilingual sentence for each part of a notice that is not masked."""
    parts = [("标题", title), *((label, words) for label, words in shown)]
    return [
        f"{label}：含有未遮盖的个人信息，请遮盖后再公示"
        f" / {label}: holds personal data that is not masked; mask it first"
        for label, words in parts
        if unmasked(label, words)
    ]
