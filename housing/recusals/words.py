"""What ties an officer to another person, as a declaration names it."""

from enum import StrEnum


class Relation(StrEnum):
    """Why somebody must keep off another's case: kin, in-laws, and whatever else binds."""

    SPOUSE = "spouse"
    DIRECT_KIN = "direct_kin"
    COLLATERAL_KIN = "collateral_kin"
    CLOSE_IN_LAW = "close_in_law"
    OTHER_TIE = "other_tie"


RELATION_NAMES: dict[Relation, str] = {
    Relation.SPOUSE: "夫妻",
    Relation.DIRECT_KIN: "直系血亲（父母、子女、祖孙）",
    Relation.COLLATERAL_KIN: "三代以内旁系血亲（兄弟姐妹、叔伯姑舅姨、堂表亲）",
    Relation.CLOSE_IN_LAW: "近姻亲（配偶的近亲属）",
    Relation.OTHER_TIE: "其他可能影响公正的关系",
}
