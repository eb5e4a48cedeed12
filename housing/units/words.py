"""The word that sheets and pages use for each state of a unit."""

from housing.units.states import UnitState

STATE_WORDS = {
    UnitState.VACANT: "空置",
    UnitState.RESERVED: "分配中",
    UnitState.OFFERED: "已配租待签约",
    UnitState.LET: "已出租",
    UnitState.VACATING: "腾退中",
    UnitState.REPAIR: "维修中",
    UnitState.SOLD: "已出售",
}
