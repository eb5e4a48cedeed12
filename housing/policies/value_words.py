"""What the codes inside values are called, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.web.formats import area, points

#: Of values that are a closed list of an article, and of the groups that tables name.
CODES: dict[str, LazyString] = {
    "location": _l("坐落"),
    "number": _l("套数"),
    "layout": _l("户型"),
    "area": _l("面积"),
    "rent_or_price": _l("租金或售价"),
    "target_groups": _l("供应对象"),
    "registration_period": _l("意向登记时限"),
    "registration_place": _l("登记地点"),
    "low_income_household": _l("城镇低收入家庭"),
    "lower_middle_income_household": _l("城镇中等偏下收入家庭"),
    "low_income": _l("城镇低收入"),
    "lower_middle": _l("城镇中等偏下收入"),
    "low": _l("低收入"),
    "new_worker": _l("新就业无房职工"),
    "new_employee": _l("新就业无房职工"),
    "migrant_worker": _l("外来务工人员"),
    "subsidy": _l("租赁补贴"),
    "in_kind": _l("实物配租"),
    "sale": _l("出售"),
    "gift": _l("赠与"),
    "expropriation_or_demolition": _l("征收拆迁"),
    "self_commissioned_auction": _l("自行委托拍卖"),
    "illness": _l("重病"),
    "accident": _l("意外事故"),
    "rescue": _l("救助对象"),
    "employer": _l("用人单位"),
    "priority": _l("按次序保障，尽量多安置"),
    "clock_runs": _l("停配期内轮候期照计"),
    "contract": _l("合同签订之日"),
    "payment": _l("付清房款之日"),
    "registration": _l("登记之日"),
    "deduct_taxes": _l("登记税费和折旧一并扣除"),
    "refund_taxes": _l("登记税费退还"),
    "other_special": _l("其他特殊原因"),
    "reform_purchase": _l("房改购房"),
    "fund_raised_housing": _l("集资建房"),
    "affordable_sale_housing": _l("经济适用住房"),
    "other": _l("其他"),
    "other_prh_lease": _l("另有公共租赁住房"),
    "dwelling_acquired": _l("另行取得住房"),
    "income_or_other_change": _l("收入等情况变化"),
    "misuse": _l("违规使用"),
    "plan": _l("分配方案"),
    "occupants": _l("拟入住人员"),
    "rent": _l("租金"),
    "market_rent": _l("按市场租金"),
    "use": _l("用途"),
    "structure": _l("结构"),
    "facilities_condition": _l("设施设备状况"),
    "term": _l("租赁期限"),
    "deposit": _l("履约保证金"),
    "payment_method": _l("支付方式"),
    "use_requirements": _l("使用要求"),
    "property_services": _l("物业服务"),
    "repair_duties": _l("维修责任"),
    "take_back_cases": _l("收回的情形"),
    "breach_liability": _l("违约责任"),
    "dispute_resolution": _l("争议解决"),
    "government_built": _l("政府建设"),
    "donated": _l("社会捐赠"),
    "developer_built_handed_over": _l("开发企业配建后移交"),
    "developer_built_bought_back": _l("开发企业配建后回购"),
    "income": _l("收入"),
    "housing_difficulty": _l("住房困难程度"),
    "application_order": _l("申请顺序"),
    "assistance_mode": _l("保障方式"),
    "if_wished": _l("本人愿意的可以"),
    "county_housing_dept": _l("县市区住房保障部门"),
    "local_housing_dept": _l("当地住房保障部门"),
    "owner": _l("所有权人"),
    "operator": _l("运营机构"),
    "park": _l("开发区、园区"),
    "authorised_state_asset_body": _l("授权的国有资产管理单位"),
    "lonely_aged_sick_disabled": _l("孤老病残"),
    "martyr_family": _l("烈士家属"),
    "lost_only_child_family": _l("失独家庭"),
    "disabled_or_invalided_veteran": _l("伤残病退军人"),
    "model_worker": _l("劳动模范"),
    "courageous_act": _l("见义勇为人员"),
    "loan_repayment": _l("偿还贷款"),
    "maintenance": _l("维修养护"),
    "management": _l("管理"),
    "minimum_allowance_family": _l("低保家庭"),
    "dispersed_extreme_poverty_person": _l("分散供养特困人员"),
    "lend": _l("出借"),
    "sublet": _l("转租"),
    "sell": _l("出售"),
    "unauthorised_decoration": _l("擅自装修"),
    "change_of_use": _l("改变用途"),
}
#: Whom a paper of the document list is about, by relation to the applicant.
PERSONS: dict[str, LazyString] = {
    "head": _l("户主（本人）"),
    "spouse": _l("配偶"),
    "child": _l("子女"),
    "parent": _l("父母"),
    "parent_in_law": _l("配偶父母"),
    "grandparent": _l("祖父母、外祖父母"),
    "grandchild": _l("孙子女、外孙子女"),
    "sibling": _l("兄弟姐妹"),
    "other": _l("其他"),
}
#: When a paper of the document list is asked for.
WHEN: dict[str, LazyString] = {
    "guardian": _l("由监护人代为申请的"),
    "put_forward": _l("由家庭成员推举申请人的"),
    "employed": _l("有用人单位的"),
    "no_employer": _l("没有用人单位的"),
    "rescue": _l("享受低保或特困供养的"),
    "priority": _l("申报优先情形的"),
    "disposal": _l("处置过房产的"),
}
HOW: dict[str, LazyString] = {
    "statement": _l("提交时在页面上声明"),
    "consents": _l("成员各自登录同意，或上传签字的同意书"),
}


def code_in_words(code: object) -> str:
    """Return what a code is called; a text that is no code as it stands."""
    return str(CODES.get(str(code), code))


def papers_in_words(papers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Return a county's document list, a line for each paper: what, from whom, when, how.

    Basis: HN 14 (HN-14-1).
    """
    for paper in papers:
        details = list(_details(paper))
        more = _("（%(details)s）", details=_("；").join(details)) if details else ""
        yield f"{paper.get('name', paper.get('key', ''))}{more}"


def points_in_words(table: Mapping[str, Any]) -> Iterator[str]:
    """Return a county's table of points, a line for each cause; points and areas in hundredths.

    Basis: HN 17 (HN-17-1).
    """
    income, housing = table["income"], table["housing"]
    by_group = [f"{code_in_words(group)} {_points(held)}" for group, held in income.items()]
    yield _("收入：%(points)s", points=_("；").join(by_group))
    steps = [
        _(
            "人均不超过 %(area)s %(points)s",
            area=area(step["up_to"]),
            points=_points(step["points"]),
        )
        for step in housing["steps"]
    ]
    below = _("低于住房困难面积线 %(points)s", points=_points(housing["below_line"]))
    none = _("无房 %(points)s", points=_points(housing["none"]))
    yield _("住房：%(points)s", points=_("；").join([none, *steps, below]))
    yield _("轮候：每满一个月 %(each)s，最多 %(most)s", **_both(table["waiting"], "each_month"))
    yield _("优先情形：每项 %(each)s，最多 %(most)s", **_both(table["priority"], "each"))
    family = table["family"]
    yield _(
        "家庭：申请人年满 %(age)s 周岁 %(points)s",
        age=family["age"],
        points=_points(family["points"]),
    )
    again = _points(table["carried_over"]["each_round"])
    yield _("上次没有配到：每轮 %(points)s", points=again)


def _both(part: Mapping[str, int], each: str) -> dict[str, str]:
    return {"each": _points(part[each]), "most": _points(part["most"])}


def _points(hundredths: int) -> str:
    held: str = _("%(points)s 分", points=points(hundredths))
    return held


def _details(paper: Mapping[str, Any]) -> Iterator[str]:
    if groups := paper.get("groups"):
        yield _listed(groups, CODES)
    if relations := paper.get("relations"):
        every = set(relations) == set(PERSONS)
        yield _("每位成员一份") if every else _("每位：%(who)s", who=_listed(relations, PERSONS))
    if when := paper.get("when"):
        yield _listed(when, WHEN)
    if paper.get("by") in HOW:
        yield str(HOW[paper["by"]])
    if paper.get("optional"):
        yield _("有就交")


def _listed(codes: Sequence[str], words: Mapping[str, LazyString]) -> str:
    listed: str = _("、").join(str(words.get(each, each)) for each in codes)
    return listed
