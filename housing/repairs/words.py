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


TROUBLE_WORDS = {
    Trouble.WATER: "用水",
    Trouble.POWER: "用电",
    Trouble.GAS: "燃气",
    Trouble.HEATING: "供暖",
    Trouble.LEAK: "渗漏",
    Trouble.DOORS: "门窗",
    Trouble.FIXTURES: "室内设施",
    Trouble.STRUCTURE: "房屋结构",
    Trouble.SHARED: "公共部位",
    Trouble.OTHER: "其他",
}
PAYER_WORDS = {
    Payer.OWNER: "产权人承担",
    Payer.TENANT: "承租人承担",
    Payer.WARRANTY: "保修单位承担",
}
