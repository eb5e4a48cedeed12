"""What states, lists, ways and answers are called on pages of confirmations."""

from flask_babel import lazy_gettext as _l

from housing.confirmations.states import ConfirmationState
from housing.confirmations.words import How, TryChannel, TryResult, Wish

STATES = {
    ConfirmationState.ASKED: _l("已询问，待答复"),
    ConfirmationState.UNREACHED: _l("未答复，由街道联系"),
    ConfirmationState.SILENT: _l("联系不上，待人工处理"),
    ConfirmationState.ANSWERED: _l("已答复"),
    ConfirmationState.HANDED_ON: _l("已转资格复查"),
    ConfirmationState.VOID: _l("已作废"),
}
LISTS = (
    ("unreached", _l("要打电话或上门")),
    ("silent", _l("联系不上，待处理")),
    ("leaving", _l("表示不再轮候")),
    ("asked", _l("等待答复")),
    ("answered", _l("继续轮候")),
)
WISHES = {Wish.STAYS: _l("继续轮候"), Wish.LEAVES: _l("不再轮候")}
WAYS = {
    How.PAGE: _l("本人登录答复"),
    How.LINK: _l("短信链接答复"),
    How.OFFICER: _l("工作人员记录"),
}
CHANNELS = {
    TryChannel.INBOX: _l("站内通知"),
    TryChannel.SMS: _l("短信"),
    TryChannel.MAIL: _l("邮件"),
    TryChannel.PAPER: _l("纸质送达"),
    TryChannel.PHONE: _l("电话"),
    TryChannel.VISIT: _l("上门"),
}
RESULTS = {
    TryResult.SENT: _l("已发出"),
    TryResult.NOBODY: _l("没有联系上"),
    TryResult.REACHED: _l("联系上"),
}
