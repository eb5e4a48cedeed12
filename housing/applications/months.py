"""Months without a gap, as insurance is paid."""

from collections.abc import Iterator


def months_between(first: str, last: str) -> Iterator[str]:
    """Return every month from `first` to `last`, both included, as `2025-03`."""
    year, month = int(first[:4]), int(first[5:])
    while (each := f"{year:04d}-{month:02d}") <= last:
        yield each
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
