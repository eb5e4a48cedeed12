"""What roles are called."""

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Role

ROLE_WORDS = {
    Role.APPLICANT.value: _l("申请人"),
    Role.EMPLOYER.value: _l("用人单位经办"),
    Role.COMMUNITY.value: _l("社区工作人员"),
    Role.STREET.value: _l("街道（镇乡）经办"),
    Role.PARK.value: _l("园区管理机构经办"),
    Role.DEPARTMENT.value: _l("核查部门经办"),
    Role.CENTRE.value: _l("住房保障中心经办"),
    Role.COUNTY_REVIEWER.value: _l("县住建局复核"),
    Role.COUNTY_HEAD.value: _l("县住建局负责人"),
    Role.PREFECTURE.value: _l("市州住建部门经办"),
    Role.PROVINCE.value: _l("省住建厅"),
    Role.OPERATOR.value: _l("运营单位经办"),
    Role.PRICE_FINANCE.value: _l("物价、财政经办"),
    Role.AUDITOR.value: _l("审计"),
    Role.ADMINISTRATOR.value: _l("系统管理员"),
}
