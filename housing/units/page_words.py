"""The words of units as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.units.states import UnitAct, UnitState

STATES = {
    UnitState.VACANT: _l("空置"),
    UnitState.RESERVED: _l("分配中"),
    UnitState.OFFERED: _l("已配租待签约"),
    UnitState.LET: _l("已出租"),
    UnitState.VACATING: _l("腾退中"),
    UnitState.REPAIR: _l("维修中"),
    UnitState.SOLD: _l("已出售"),
}
ACTS = {
    UnitAct.GIVE_NOTICE: _l("开始腾退"),
    UnitAct.TAKE_BACK: _l("收回空置"),
    UnitAct.BEGIN_REPAIR: _l("开始维修"),
    UnitAct.END_REPAIR: _l("维修完成"),
    UnitAct.SELL: _l("登记已出售"),
}
