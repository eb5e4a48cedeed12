"""Groups of tenants as the standards tell them apart."""

from housing.households.words import GROUP_WORDS, Group, Rescue

RESCUE = "rescue"
MARKET = "market"
GROUP_NAMES: dict[str, str] = {
    RESCUE: "住房救助对象",
    **{group.value: str(word) for group, word in GROUP_WORDS.items()},
    MARKET: "市场租金",
}


def rent_group_of(group: Group, rescue: Rescue = Rescue.NONE) -> str:
    """Return the tier of a household: rescue households pay least. Basis: HN 25 (HN-25-1)."""
    return group.value if rescue is Rescue.NONE else RESCUE
