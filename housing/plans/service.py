"""The acts on plans, in one place for those who call them."""

from housing.plans.drafting import change, draft
from housing.plans.publishing import carry_over, publish, take_unit_out, withdraw

__all__ = ["carry_over", "change", "draft", "publish", "take_unit_out", "withdraw"]
