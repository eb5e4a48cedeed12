"""What purposes, states and lists are called on pages of joint reviews."""

from flask_babel import lazy_gettext as _l

from housing.core.access.offices import OfficeKind
from housing.joint_reviews.states import ReviewPurpose, ReviewState

PURPOSES = {
    ReviewPurpose.RENEWAL: _l("续租审核"),
    ReviewPurpose.EXIT: _l("退出审查"),
    ReviewPurpose.PERIODIC: _l("在租家庭定期复查"),
}
STATES = {
    ReviewState.OPEN: _l("部门核查中"),
    ReviewState.ANSWERED: _l("已答复，待决定"),
    ReviewState.PASSED: _l("仍符合条件"),
    ReviewState.FAILED: _l("不再符合条件"),
    ReviewState.VOID: _l("已作废"),
}
LISTS = (
    ("", _l("全部在办")),
    ("answered", _l("待决定")),
    ("open", _l("部门核查中")),
    ("decided", _l("已办结")),
)
DEPARTMENTS = {
    OfficeKind.PROPERTY_REGISTRY: _l("不动产权属登记机构"),
    OfficeKind.CIVIL_AFFAIRS: _l("民政部门"),
    OfficeKind.PUBLIC_SECURITY: _l("公安机关"),
    OfficeKind.SOCIAL_SECURITY: _l("人力资源社会保障部门"),
    OfficeKind.HOUSING_CENTRE: _l("住房保障中心"),
}
