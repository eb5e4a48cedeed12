"""What roles are called."""

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Role

ROLE_WORDS = {
    Role.CENTRE.value: _l("住房保障中心经办"),
    Role.COUNTY_REVIEWER.value: _l("县住建局复核"),
    Role.COUNTY_HEAD.value: _l("县住建局负责人"),
    Role.AUDITOR.value: _l("审计"),
    Role.ADMINISTRATOR.value: _l("系统管理员"),
}
