"""The word that sheets and pages use for each state of a unit."""

from enum import StrEnum

from housing.units.states import UnitState


class Origin(StrEnum):
    """As what a unit was built; low-rent housing of earlier years is public rental housing too.

    Basis: HN 3 (HN-3-2).
    """

    PUBLIC_RENTAL = "public_rental"
    LOW_RENT = "low_rent"


class Programme(StrEnum):
    """For which system a unit is managed. Basis: OD (OD-4-1-5)."""

    AFFORDABLE = "affordable"
    TALENT = "talent"


STATE_WORDS = {
    UnitState.VACANT: "空置",
    UnitState.RESERVED: "分配中",
    UnitState.OFFERED: "已配租待签约",
    UnitState.LET: "已出租",
    UnitState.VACATING: "腾退中",
    UnitState.REPAIR: "维修中",
    UnitState.SOLD: "已出售",
}
