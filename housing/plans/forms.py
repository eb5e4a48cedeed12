"""Forms of the plans' pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from housing.households.words import Group
from housing.plans.facts import PlanFacts
from housing.plans.models import Plan
from housing.plans.page_words import GROUPS
from housing.web.typed_fields import DayField


class _Wanted(Optional):  # type: ignore[misc]  # wtforms carries no types
    """The plan needs it before it is made public; a draft may leave it open."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"required": True}


_TEXT = [Optional(), Length(max=4000)]
_ITEM = [_Wanted(), Length(max=4000)]
_NEEDED = InputRequired(_l("此项必须填写。"))
_DAY = {"placeholder": "2026-01-31", "inputmode": "numeric", "maxlength": 20}


class PlanForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """What a plan says; anything may be left open until it is made public."""

    version = HiddenField()
    classes = SelectMultipleField(_l("列入方案的房源（按类别）"), validate_choice=False)
    without = TextAreaField(_l("其中不列入的房源编号"), _TEXT, render_kw={"rows": 2})
    rent = TextAreaField(_l("租金或者价格标准"), _ITEM, render_kw={"rows": 3})
    range_served = TextAreaField(_l("保障对象范围"), _ITEM, render_kw={"rows": 3})
    groups_served = SelectMultipleField(
        _l("只面向以下申请类别（都不选表示不限）"),
        choices=[(each.value, words) for each, words in GROUPS.items()],
    )
    registration_from = DayField(_l("意向登记开始日"), [_Wanted()], render_kw=_DAY)
    registration_until = DayField(_l("意向登记截止日（含当日）"), [_Wanted()], render_kw=_DAY)
    registration_place = TextAreaField(_l("意向登记地点"), _ITEM, render_kw={"rows": 2})
    registration_how = TextAreaField(_l("怎样登记"), _ITEM, render_kw={"rows": 2})
    method = TextAreaField(_l("确定分配对象与排序的办法"), _ITEM, render_kw={"rows": 4})
    session_time_place = TextAreaField(
        _l("选房的时间、地点和通知方式"), _ITEM, render_kw={"rows": 2}
    )
    signing_days = IntegerField(
        _l("选房后几日内签订合同"),
        [_Wanted(), NumberRange(1, 3650, _l("请填 1 至 3650 之间的整数。"))],
    )
    other_abandonment_cases = TextAreaField(
        _l("其他视同放弃的情况（一行一条）"), _TEXT, render_kw={"rows": 2}
    )

    def facts(self) -> PlanFacts:
        """Return what was typed; call it once the form is valid."""
        return PlanFacts(
            method=self.method.data or "",
            rent=self.rent.data or "",
            range_served=self.range_served.data or "",
            groups_served=tuple(Group(each) for each in self.groups_served.data or ()),
            registration_from=self.registration_from.data,
            registration_until=self.registration_until.data,
            registration_place=self.registration_place.data or "",
            registration_how=self.registration_how.data or "",
            session_time_place=self.session_time_place.data or "",
            signing_days=self.signing_days.data,
            other_abandonment_cases=tuple((self.other_abandonment_cases.data or "").splitlines()),
        )

    def codes_without(self) -> set[str]:
        """Return the codes of units that are left out although their class is in."""
        return set((self.without.data or "").replace("，", " ").replace("、", " ").split())


class OutForm(FlaskForm):  # type: ignore[misc]
    """Which unit falls out of a public plan, and why."""

    unit_code = SelectField(_l("房源编号"), validate_choice=False)
    reason = TextAreaField(_l("移出的理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 2})


def filled(plan: Plan, classes: list[str], without: list[str]) -> PlanForm:
    """Return the form as the plan stands."""
    held: dict[str, Any] = {
        name: getattr(plan, name)
        for name in PlanForm().data
        if hasattr(plan, name) and name != "other_abandonment_cases"
    }
    held["other_abandonment_cases"] = "\n".join(plan.other_abandonment_cases)
    return PlanForm(formdata=None, data=held | {"classes": classes, "without": "\n".join(without)})
