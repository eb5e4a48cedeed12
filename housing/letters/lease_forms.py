"""The letters about leases."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

LEASE_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.MOVED_IN: Form(
            # household: the name of the tenant, for the community alone
            "承租人入住告知单",
            "RZ",
            ("household", "people", "address", "keys_on", "starts_on", "ends_on"),
        ),
    }
)
