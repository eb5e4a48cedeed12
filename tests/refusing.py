"""Refusals in tests: what kind they are and which rule they rest on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from housing.core.errors import BrokenRule, HousingError


@contextmanager
def breaks(
    rule: str, kind: type[HousingError] = BrokenRule, *, match: str | None = None
) -> Iterator[None]:
    """Expect a refusal of this kind that rests on the rule; `match`: words in it."""
    with pytest.raises(kind, match=match) as refused:
        yield
    assert rule in refused.value.rules, str(refused.value)
