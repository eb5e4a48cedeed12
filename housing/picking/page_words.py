"""What pages call the outcomes of a turn and the stages of a hall."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.picking.states import PickOutcome
from housing.rounds.stages import ACCESSIBLE, POOL

OUTCOMES = {
    PickOutcome.PICKED: _l("已选定"),
    PickOutcome.GIVEN_UP: _l("放弃所选"),
    PickOutcome.DECLINED: _l("没有选房"),
    PickOutcome.NONE_LEFT: _l("没有合适房源"),
    PickOutcome.ABSENT: _l("未到场"),
}


def stage_words(key: str) -> str:
    """Return what people call a stage of a hall."""
    if key.startswith(POOL):
        owner = key.removeprefix(POOL).partition(":")[2] or key.removeprefix(POOL)
        return str(_("自有房源：%(owner)s", owner=owner))
    return str(_("无障碍房源") if key == ACCESSIBLE else _("统一房源"))
