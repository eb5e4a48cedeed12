"""How much a tenant leaves as performance deposit (履约保证金). Basis: HN 24 (HN-24-3)."""

from collections.abc import Mapping
from typing import Any

from housing.core.errors import BadInput

DEPOSIT = "deposit_amount"
MONTHS, FIXED, EXEMPT = "months_of_rent", "fen", "exempt"


def deposit_of(value: Mapping[str, Any], monthly_fen: int, rent_group: str) -> int:
    """Return the deposit in fen by the county's value.

    `value` is {months_of_rent: n} or {fen: n}; groups in `exempt` leave none.

    Raises:
        BadInput: the value has neither form.
    """
    if rent_group in value.get(EXEMPT, ()):
        return 0
    if MONTHS in value:
        return int(value[MONTHS]) * monthly_fen
    if FIXED in value:
        return int(value[FIXED])
    raise BadInput(
        f"参数 {DEPOSIT} 须写明 {MONTHS} 或者 {FIXED}"
        f" / the parameter {DEPOSIT} must be given as {MONTHS} or {FIXED}"
    )
