"""What is repaired, and who pays."""

from enum import StrEnum


class Trouble(StrEnum):
    """What is broken."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"
    HEATING = "heating"
    LEAK = "leak"
    DOORS = "doors"
    FIXTURES = "fixtures"
    STRUCTURE = "structure"
    SHARED = "shared"
    OTHER = "other"


class Payer(StrEnum):
    """Who bears the cost: the owner, unless the tenant caused it or somebody warrants for it."""

    OWNER = "owner"
    TENANT = "tenant"
    WARRANTY = "warranty"
