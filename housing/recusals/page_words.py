"""What the pages call the relations."""

from flask_babel import lazy_gettext as _l

from housing.recusals.words import Relation

RELATIONS = {
    Relation.SPOUSE: _l("夫妻"),
    Relation.DIRECT_KIN: _l("直系血亲（父母、子女、祖孙）"),
    Relation.COLLATERAL_KIN: _l("三代以内旁系血亲（兄弟姐妹、叔伯姑舅姨、堂表亲）"),
    Relation.CLOSE_IN_LAW: _l("近姻亲（配偶的近亲属）"),
    Relation.OTHER_TIE: _l("其他可能影响公正的关系"),
}
