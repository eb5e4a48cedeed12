"""What the pages call the kinds of office."""

from flask_babel import lazy_gettext as _l

from housing.core.access.offices import OfficeKind

KINDS = {
    OfficeKind.COMMUNITY: _l("社区居民委员会"),
    OfficeKind.STREET: _l("街道办事处、镇（乡）人民政府"),
    OfficeKind.PROPERTY_REGISTRY: _l("不动产权属登记机构"),
    OfficeKind.CIVIL_AFFAIRS: _l("民政部门"),
    OfficeKind.PUBLIC_SECURITY: _l("公安机关"),
    OfficeKind.SOCIAL_SECURITY: _l("人力资源社会保障部门"),
    OfficeKind.HOUSING_DEPARTMENT: _l("县市区住建部门"),
    OfficeKind.HOUSING_CENTRE: _l("住房保障中心"),
    OfficeKind.PARK: _l("开发区、园区管理机构"),
    OfficeKind.EMPLOYER: _l("用人单位"),
    OfficeKind.OPERATOR: _l("运营单位"),
    OfficeKind.PRICE: _l("物价部门"),
    OfficeKind.FINANCE: _l("财政部门"),
    OfficeKind.AUDIT: _l("审计、监察机关"),
    OfficeKind.PREFECTURE_DEPARTMENT: _l("市州住建部门"),
    OfficeKind.PROVINCIAL_DEPARTMENT: _l("省住房和城乡建设厅"),
    OfficeKind.OTHER_DEPARTMENT: _l("其他有关部门"),
}
