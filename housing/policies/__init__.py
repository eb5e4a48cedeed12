"""The value of a rule on a day, and where it is written (design §2)."""

from housing.policies.book import PolicyBook
from housing.policies.value import PolicyValue

__all__ = ["PolicyBook", "PolicyValue"]
