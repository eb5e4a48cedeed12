"""What each kind of act in the register is called on pages."""

from flask_babel import lazy_gettext as _l

from housing.core.audit.tags import Tag

TAG_WORDS = {
    Tag.ACCOUNT_OPENED: _l("开设账号"),
    Tag.ACCOUNT_CLOSED: _l("停用账号"),
    Tag.ACCOUNT_PASSWORD_SET: _l("更改密码"),
    Tag.ACCOUNT_SIGNED_IN: _l("登录"),
    Tag.ACCOUNT_REFUSED: _l("登录被拒"),
    Tag.IMPORT_REFUSED: _l("表格有错误，未导入"),
    Tag.IMPORT_ROW_SET_ASIDE: _l("搁置表格的行"),
    Tag.IMPORT_DISCARDED: _l("放弃上传"),
    Tag.IMPORT_TAKEN: _l("导入表格"),
    Tag.PERSONAL_DATA_SHOWN: _l("查看证件号码和手机"),
    Tag.UNITS_RESERVED: _l("锁定房源"),
    Tag.UNITS_RELEASED: _l("释放房源"),
    Tag.UNITS_OFFERED: _l("房源已配租"),
    Tag.ROUND_PREPARED: _l("轮次立项"),
    Tag.ROLL_ADOPTED: _l("采用已复审的名册"),
    Tag.ROLL_FROZEN: _l("冻结名册"),
    Tag.SEED_ENTERED: _l("录入摇号种子"),
    Tag.ORDER_MADE: _l("生成排序"),
    Tag.ORDER_PUBLISHED: _l("公示排序"),
    Tag.PLAN_MADE: _l("完成分配"),
    Tag.PLAN_CHECKED: _l("独立复算"),
    Tag.ROUND_PUBLISHED: _l("公布结果"),
    Tag.ROUND_ANNULLED: _l("作废轮次"),
    Tag.RECEIPTS_SHOWN: _l("取得回执码"),
    Tag.VALUE_PROPOSED: _l("提出参数调整"),
    Tag.VALUE_APPROVED: _l("核准参数调整"),
    Tag.VALUE_REFUSED: _l("不予核准参数调整"),
    Tag.VALUE_WITHDRAWN: _l("撤回参数调整"),
    Tag.DOCUMENT_KEPT: _l("提交材料"),
    Tag.DOCUMENT_REMOVED: _l("撤下材料"),
    Tag.DOCUMENT_SHOWN: _l("查看材料"),
    Tag.LETTER_SENT: _l("出具文书"),
    Tag.LETTER_HANDED_OVER: _l("当面送达文书"),
    Tag.LETTER_SENT_AGAIN: _l("再次发送文书"),
    Tag.CALENDAR_TAKEN: _l("载入放假安排"),
}
