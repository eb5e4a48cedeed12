"""What letters, channels and states of deliveries are called on pages."""

from flask_babel import lazy_gettext as _l

from housing.letters.kinds import LetterKind
from housing.letters.models import Channel
from housing.letters.states import DeliveryState

KINDS = {
    LetterKind.ACCEPTANCE: _l("受理通知书"),
    LetterKind.MISSING_ITEMS: _l("补正材料一次性告知书"),
    LetterKind.STREET_OPINION: _l("初审意见公示告知书"),
    LetterKind.QUALIFIED: _l("审核结果通知书（符合条件）"),
    LetterKind.REFUSAL: _l("审核结果通知书（不符合条件）"),
    LetterKind.REGISTRATION: _l("轮候登记通知书"),
    LetterKind.RECONSIDERATION_RESULT: _l("复核结果通知书"),
    LetterKind.OBJECTION_RECEIPT: _l("异议受理回执"),
    LetterKind.OBJECTION_RESULT: _l("异议处理结果告知书"),
    LetterKind.CHECK_REQUEST: _l("部门核查函"),
    LetterKind.FILING: _l("备案函"),
    LetterKind.COLLECTIVE_RECEIPT: _l("单位统一申请回执"),
    LetterKind.WITHDRAWAL: _l("撤回申请确认书"),
    LetterKind.CANCELLATION: _l("取消轮候资格通知书"),
    LetterKind.RECHECK_KEPT: _l("轮候资格复查结果通知书（仍符合条件）"),
    LetterKind.RECHECK_REVIEWED: _l("轮候资格复核结果通知书"),
    LetterKind.CONFIRM_WISH: _l("轮候意愿确认通知书"),
    LetterKind.PICKING_INVITATION: _l("选房通知书"),
    LetterKind.MOVED_IN: _l("承租人入住告知单"),
    LetterKind.HANDOVER_BEGUN: _l("腾退交接通知书"),
    LetterKind.HANDOVER_SETTLED: _l("退房结算单"),
    LetterKind.HANDOVER_ANSWER: _l("退房结算异议答复书"),
    LetterKind.MOVED_OUT: _l("承租人迁出告知单"),
    LetterKind.REPAIR_ANSWER: _l("报修答复"),
    LetterKind.INSPECTION_NOTICE: _l("入户走访通知"),
    LetterKind.LEASE_OFFER: _l("配租结果及签约通知书"),
    LetterKind.OFFER_ENDED: _l("配租通知撤回告知书"),
    LetterKind.ABANDONMENT_REPORTED: _l("放弃配租情况告知书"),
    LetterKind.ABANDONMENT: _l("视同放弃配租通知书"),
    LetterKind.ABANDONMENT_DROPPED: _l("放弃配租认定结果告知书"),
    LetterKind.FREEZE_ENDED: _l("不再配租期间届满告知书"),
    LetterKind.WISHES_REGISTERED: _l("意向登记确认书"),
    LetterKind.REREVIEW_FAILED: _l("配租复审结果通知书（不符合条件）"),
    LetterKind.REMINDER: _l("时限提醒"),
    LetterKind.ROUND_RECEIPT: _l("分配轮次名册回执"),
    LetterKind.ROUND_OUTCOME: _l("分配结果告知书"),
    LetterKind.VERIFICATION_CODE: _l("验证码"),
    LetterKind.TENANT_REVIEWED: _l("保障资格联合审核结果通知书（仍符合条件）"),
    LetterKind.RENEWAL_REMINDER: _l("续租申请提醒"),
    LetterKind.RENEWAL_GRANTED: _l("准予续租通知书"),
    LetterKind.RENEWAL_UNSIGNED: _l("签订续租合同催告书"),
    LetterKind.RENEWAL_REFUSED: _l("不予续租通知书"),
    LetterKind.EXIT_OPENED: _l("退出审查告知书"),
    LetterKind.EXIT_KEPT: _l("退出审查结果通知书（保留保障资格）"),
    LetterKind.EXIT_CANCELLED: _l("取消保障资格通知书"),
    LetterKind.TERM_ENDED: _l("腾退公共租赁住房通知书"),
    LetterKind.RELOCATION_REMINDER: _l("搬迁期提醒"),
    LetterKind.MARKET_RENT: _l("按市场价格缴纳租金通知书"),
    LetterKind.EXIT_REVIEWED: _l("退出决定复核结果通知书"),
    LetterKind.RENT_CHANGED: _l("租金调整通知书"),
    LetterKind.REDUCTION_GRANTED: _l("租金减免批准通知书"),
    LetterKind.REDUCTION_REFUSED: _l("租金减免不予批准通知书"),
    LetterKind.REDUCTION_ENDED: _l("租金减免终止通知书"),
}
CHANNELS = {
    Channel.INBOX: _l("网上文书"),
    Channel.SMS: _l("短信"),
    Channel.MAIL: _l("邮件"),
    Channel.PAPER: _l("纸质"),
}
STATES = {
    DeliveryState.WAITING: _l("等待发送"),
    DeliveryState.SENDING: _l("正在发送"),
    DeliveryState.SENT: _l("已送出"),
    DeliveryState.FAILED: _l("未成功，将重试"),
    DeliveryState.GIVEN_UP: _l("需人工处理"),
}
VIA = {
    "": "",
    "inbox": _l("本网站"),
    "smtp": _l("邮件服务器"),
    "gateway": _l("短信网关"),
    "console": _l("仅记录在本机，未发出"),
    "hand": _l("当面送达"),
}
