"""Leases between real people, and the level of rents: values in, answers out."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from housing.core.errors import BadInput

_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
#: Fewer leases than this would tell the rent of single people.
LEAST_LEASES = 3


@dataclass(frozen=True, slots=True)
class Level:
    """The rents of one district and layout, fen per m² and month."""

    district: str
    layout: str
    leases: int
    low_fen: int
    median_fen: int
    high_fen: int


def real_number(field: str, number: str) -> str:
    """Return the number of a person (identity card) or a body (social credit code).

    Basis: OD (OD-4-3-5: both sign in their real names).

    Raises:
        BadInput: neither, by its length or check digit; names the field.
    """
    plain = "".join(number.split()).upper()
    if not (_is_person(plain) or uscc.is_valid(plain)):
        raise BadInput(
            f"{field}：证件号码应为身份证号或统一社会信用代码，请核对位数和校验码"
            f" / {field}: give an identity number or a unified social credit code"
        )
    return plain


def levels(rents: Iterable[tuple[str, str, int]]) -> list[Level]:
    """Return lowest, middle and highest rent of each district and layout, in order.

    What has fewer than three leases is left out, so that nobody's own rent is told.
    Basis: OD (OD-4-3-7).
    """
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for district, layout, rent_fen in rents:
        held[district, layout].append(rent_fen)
    return [
        Level(*key, len(found), min(found), median_low(found), max(found))
        for key, found in sorted(held.items())
        if len(found) >= LEAST_LEASES
    ]


def _is_person(number: str) -> bool:
    """Check length, birth date and check digit; lists of area codes grow old and are not asked."""
    if not _CITIZEN.fullmatch(number) or ric.calc_check_digit(number) != number[-1]:
        return False
    try:
        ric.get_birth_date(number)
    except InvalidComponent:
        return False
    return True
