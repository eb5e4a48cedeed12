"""Closed lists of words about an application, with what each is called."""

from enum import StrEnum

from housing.applications.states import ApplicationAct, ApplicationState


class Channel(StrEnum):
    """By which door an application comes in. Basis: HN 13 (HN-13-1 to HN-13-4)."""

    HOUSEHOLD_STREET = "household_street"
    WORKPLACE_STREET = "workplace_street"
    EMPLOYER = "employer"
    PARK = "park"


class AppliesAs(StrEnum):
    """Why this person may apply. Basis: HN 11 (HN-11-1 to HN-11-4)."""

    HEAD = "head"
    PUT_FORWARD = "put_forward"
    SELF = "self"
    GUARDIAN = "guardian"


class Relation(StrEnum):
    """What a member is to the head of the applying family; a worker is the head of theirs."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    PARENT_IN_LAW = "parent_in_law"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER = "other"


class Capacity(StrEnum):
    """Civil capacity (民事行为能力) of a member. Basis: HN 11 (HN-11-2)."""

    FULL = "full"
    LIMITED = "limited"
    NONE = "none"


class Marital(StrEnum):
    """Marital status, as the civil registry words it."""

    SINGLE = "single"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class Consent(StrEnum):
    """How a member agreed in writing to being checked. Basis: HN 14 (HN-14-3)."""

    NONE = "none"
    SIGNED_IN = "signed_in"
    UPLOADED = "uploaded"


class DuplicateKind(StrEnum):
    """In what two applications overlap."""

    SAME_PERSON = "same_person"
    SAME_SPOUSE = "same_spouse"
    SAME_ADDRESS_PHONE = "same_address_phone"


class DuplicateDecision(StrEnum):
    """What an officer found two overlapping applications to be."""

    SAME = "same"
    DIFFERENT = "different"


class GuardianRelation(StrEnum):
    """What a statutory guardian is to the applicant. Basis: HN 11 (HN-11-4)."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    CLOSE_RELATIVE = "close_relative"
    ORGANISATION = "organisation"


CHANNEL_NAMES = {
    Channel.HOUSEHOLD_STREET: "户籍所在地街道（镇乡）",
    Channel.WORKPLACE_STREET: "就业所在地街道（镇乡）",
    Channel.EMPLOYER: "用人单位统一申请",
    Channel.PARK: "开发区、园区",
}
APPLIES_AS_NAMES = {
    AppliesAs.HEAD: "户主",
    AppliesAs.PUT_FORWARD: "家庭推举的成员",
    AppliesAs.SELF: "本人",
    AppliesAs.GUARDIAN: "法定监护人代为申请",
}
RELATION_NAMES = {
    Relation.HEAD: "户主（本人）",
    Relation.SPOUSE: "配偶",
    Relation.CHILD: "子女",
    Relation.PARENT: "父母",
    Relation.PARENT_IN_LAW: "配偶父母",
    Relation.GRANDPARENT: "祖父母、外祖父母",
    Relation.GRANDCHILD: "孙子女、外孙子女",
    Relation.SIBLING: "兄弟姐妹",
    Relation.OTHER: "其他",
}
CAPACITY_NAMES = {
    Capacity.FULL: "完全民事行为能力",
    Capacity.LIMITED: "限制民事行为能力",
    Capacity.NONE: "无民事行为能力",
}
MARITAL_NAMES = {
    Marital.SINGLE: "未婚",
    Marital.MARRIED: "已婚",
    Marital.DIVORCED: "离异",
    Marital.WIDOWED: "丧偶",
}
GUARDIAN_NAMES = {
    GuardianRelation.SPOUSE: "配偶",
    GuardianRelation.PARENT: "父母",
    GuardianRelation.CHILD: "成年子女",
    GuardianRelation.CLOSE_RELATIVE: "其他近亲属",
    GuardianRelation.ORGANISATION: "经同意的其他个人或者组织",
}
DUPLICATE_NAMES = {
    DuplicateKind.SAME_PERSON: "同一人",
    DuplicateKind.SAME_SPOUSE: "同一配偶",
    DuplicateKind.SAME_ADDRESS_PHONE: "同一住址或同一手机",
}
CONSENT_NAMES = {
    Consent.NONE: "尚未同意",
    Consent.SIGNED_IN: "本人登录同意",
    Consent.UPLOADED: "已上传书面同意",
}

_S, _A = ApplicationState, ApplicationAct
STATE_NAMES = {
    _S.DRAFT: "填写中",
    _S.SUBMITTED: "已提交，待受理",
    _S.INCOMPLETE: "待补正材料",
    _S.ACCEPTED: "已受理",
    _S.INVESTIGATED: "已调查，待初审公示",
    _S.STREET_PUBLIC: "街道公示中",
    _S.FORWARDED: "已报送县级",
    _S.COUNTY_RECEIVED: "县级已收件",
    _S.RECHECKED: "已复核，待审核决定",
    _S.QUALIFIED: "审核合格，待公示",
    _S.UNQUALIFIED: "审核不合格，待通知",
    _S.COUNTY_PUBLIC: "合格公示中",
    _S.REGISTERED: "已登记为轮候对象",
    _S.REFUSED: "已书面通知不符合",
    _S.RECONSIDERING: "申请复核中",
    _S.REFUSED_FINAL: "不符合，已办结",
    _S.PARK_REVIEW: "园区审核中",
    _S.PARK_REGISTERED: "已列入园区轮候",
    _S.FILED: "园区轮候已备案",
    _S.WITHDRAWN: "已撤回",
}
ACT_NAMES = {
    _A.SUBMIT: "提交申请",
    _A.ASK_FOR_MISSING: "一次告知补正",
    _A.COMPLETE: "补齐材料",
    _A.ACCEPT: "受理",
    _A.INVESTIGATE: "完成调查核实",
    _A.PUBLISH_AT_STREET: "初审公示",
    _A.FORWARD: "报送县级",
    _A.RECEIVE: "县级收件",
    _A.RECHECK: "复核",
    _A.FIND_QUALIFIED: "审核为符合",
    _A.FIND_UNQUALIFIED: "审核为不符合",
    _A.PUBLISH_AT_COUNTY: "合格公示",
    _A.UPHOLD_OBJECTION: "异议成立",
    _A.REFUSE: "书面通知不符合",
    _A.REGISTER: "登记为轮候对象",
    _A.ASK_RECONSIDERATION: "申请复核",
    _A.RECONSIDER_IN_FAVOUR: "复核改为符合",
    _A.RECONSIDER_AGAINST: "复核维持不符合",
    _A.LET_STAND: "逾期未申请复核，办结",
    _A.START_PARK_REVIEW: "开始园区审核",
    _A.REGISTER_AT_PARK: "列入园区轮候",
    _A.REFUSE_AT_PARK: "园区审核不合格",
    _A.FILE_PARK: "园区轮候备案",
    _A.WITHDRAW: "撤回申请",
}
#: States and acts together, for a refusal that names both (see Lifecycle.step).
CALLED: dict[str, object] = dict((*STATE_NAMES.items(), *ACT_NAMES.items()))
