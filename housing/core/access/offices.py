"""What an office is: the bodies that the measures give something to do, and who works in them."""

from enum import StrEnum

from housing.core.access.permissions import Role


class OfficeKind(StrEnum):
    """One kind of body. Basis: HN 5 (HN-5-1 to HN-5-5), HN 13, HN 14, HN 15."""

    COMMUNITY = "community"
    STREET = "street"
    PROPERTY_REGISTRY = "property_registry"
    CIVIL_AFFAIRS = "civil_affairs"
    PUBLIC_SECURITY = "public_security"
    SOCIAL_SECURITY = "social_security"
    HOUSING_DEPARTMENT = "housing_department"
    HOUSING_CENTRE = "housing_centre"
    PARK = "park"
    EMPLOYER = "employer"
    OPERATOR = "operator"
    PRICE = "price"
    FINANCE = "finance"
    AUDIT = "audit"
    PREFECTURE_DEPARTMENT = "prefecture_department"
    PROVINCIAL_DEPARTMENT = "provincial_department"
    OTHER_DEPARTMENT = "other_department"


OFFICE_NAMES: dict[OfficeKind, str] = {
    OfficeKind.COMMUNITY: "社区居民委员会",
    OfficeKind.STREET: "街道办事处、镇（乡）人民政府",
    OfficeKind.PROPERTY_REGISTRY: "不动产权属登记机构",
    OfficeKind.CIVIL_AFFAIRS: "民政部门",
    OfficeKind.PUBLIC_SECURITY: "公安机关",
    OfficeKind.SOCIAL_SECURITY: "人力资源社会保障部门",
    OfficeKind.HOUSING_DEPARTMENT: "县市区住建部门",
    OfficeKind.HOUSING_CENTRE: "住房保障中心",
    OfficeKind.PARK: "开发区、园区管理机构",
    OfficeKind.EMPLOYER: "用人单位",
    OfficeKind.OPERATOR: "运营单位",
    OfficeKind.PRICE: "物价部门",
    OfficeKind.FINANCE: "财政部门",
    OfficeKind.AUDIT: "审计、监察机关",
    OfficeKind.PREFECTURE_DEPARTMENT: "市州住建部门",
    OfficeKind.PROVINCIAL_DEPARTMENT: "省住房和城乡建设厅",
    OfficeKind.OTHER_DEPARTMENT: "其他有关部门",
}

#: The departments of the joint review (HN 14, HN-14-5 to HN-14-8).
CHECKING = (
    OfficeKind.PROPERTY_REGISTRY,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.PUBLIC_SECURITY,
    OfficeKind.SOCIAL_SECURITY,
)

#: What the checking departments are called inside English sentences.
CHECKING_IN_ENGLISH: dict[OfficeKind, str] = {
    OfficeKind.PROPERTY_REGISTRY: "the property registry",
    OfficeKind.CIVIL_AFFAIRS: "the civil affairs department",
    OfficeKind.PUBLIC_SECURITY: "public security",
    OfficeKind.SOCIAL_SECURITY: "the social security department",
}

#: In which kinds of office a role is held; an applicant and the administrator need none.
ROLE_OFFICES: dict[Role, tuple[OfficeKind, ...]] = {
    Role.COMMUNITY: (OfficeKind.COMMUNITY,),
    Role.STREET: (OfficeKind.STREET,),
    Role.DEPARTMENT: CHECKING,
    Role.EMPLOYER: (OfficeKind.EMPLOYER,),
    Role.PARK: (OfficeKind.PARK,),
    Role.CENTRE: (OfficeKind.HOUSING_CENTRE,),
    Role.COUNTY_REVIEWER: (OfficeKind.HOUSING_DEPARTMENT,),
    Role.COUNTY_HEAD: (OfficeKind.HOUSING_DEPARTMENT,),
    Role.OPERATOR: (OfficeKind.OPERATOR,),
    Role.PRICE_FINANCE: (OfficeKind.PRICE, OfficeKind.FINANCE),
    Role.AUDITOR: (OfficeKind.AUDIT,),
    Role.PREFECTURE: (OfficeKind.PREFECTURE_DEPARTMENT,),
    Role.PROVINCE: (OfficeKind.PROVINCIAL_DEPARTMENT,),
}
