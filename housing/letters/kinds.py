"""Every kind of letter: its title, its mark in the number, and the facts it must state.

The forms of each stage of a tenancy stand in a module of their own (`*_forms.py`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.admission_forms import ADMISSION_FORMS
from housing.letters.charge_forms import CHARGE_FORMS
from housing.letters.exchange_forms import EXCHANGE_FORMS
from housing.letters.exit_forms import EXIT_FORMS
from housing.letters.form import Form
from housing.letters.kind import LetterKind
from housing.letters.lease_forms import LEASE_FORMS
from housing.letters.rent_forms import RENT_FORMS
from housing.letters.sale_forms import SALE_FORMS
from housing.letters.upkeep_forms import UPKEEP_FORMS
from housing.letters.violation_forms import VIOLATION_FORMS

__all__ = ["FORMS", "Form", "LetterKind"]

FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        **ADMISSION_FORMS,
        **CHARGE_FORMS,
        **EXCHANGE_FORMS,
        **EXIT_FORMS,
        **LEASE_FORMS,
        **RENT_FORMS,
        **SALE_FORMS,
        **UPKEEP_FORMS,
        **VIOLATION_FORMS,
    }
)
