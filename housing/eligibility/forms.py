"""What the self-check asks; nobody's name, and only what the chosen group needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectChoice, SelectField, ValidationError

from housing.eligibility.lines import Lines
from housing.eligibility.spans import month_number, month_text
from housing.households.words import Group
from housing.web.typed_fields import DayField, HundredthsField, NeededIfShown, TypedField

MOST_FEN, MOST_AREA = 10**12, 10**7
_NEEDED = NeededIfShown(_l("请填写；没有的填 0。"))
_CHOSEN = NeededIfShown(_l("请选择一项。"))
_STATED = NeededIfShown(_l("请填写。"))

_AS_WRITTEN = {"placeholder": _l("年-月-日，如 2025-07-03")}


class WholeField(TypedField):
    """A whole number as people type it, from `least` to `most`."""

    def __init__(self, *args: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        """`3` and `3人` are 3.

        Raises:
            ValidationError: no whole number, or outside the bounds.
        """
        digits = text.rstrip("人口个月辆岁周套 ")
        if not (digits.isdecimal() and self.least <= int(digits) <= self.most):
            raise ValidationError(
                _("请填 %(least)s 到 %(most)s 的整数。", least=self.least, most=self.most)
            )
        return int(digits)


class DisposalForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """A dwelling given up; left empty when there is none."""

    on = DayField(_l("哪一天处分的"), render_kw=_AS_WRITTEN)
    area = HundredthsField(
        _l("建筑面积（平方米）"), most=MOST_AREA, render_kw={"inputmode": "decimal"}
    )
    kind = SelectField(
        _l("怎样处分的"),
        default="sale",
        choices=[
            SelectChoice("sale", _l("出售")),
            SelectChoice("gift", _l("赠与")),
            SelectChoice("expropriation_or_demolition", _l("征收拆迁")),
            SelectChoice("self_commissioned_auction", _l("自行委托拍卖")),
        ],
    )
    cause = SelectField(
        _l("是不是因为特殊情况"),
        default="none",
        choices=[
            SelectChoice("none", _l("不是")),
            SelectChoice("illness", _l("因病")),
            SelectChoice("accident", _l("事故")),
            SelectChoice("other_special", _l("其他特殊情况")),
        ],
    )

    def validate_area(self, field: HundredthsField) -> None:
        """A disposal has a day and an area, or neither."""
        if self.on.data and field.data is None and not field.errors:
            raise ValidationError(_("请填写这处房产的面积。"))
        if field.data and self.on.data is None and not self.on.errors:
            raise ValidationError(_("请填写处分的日期。"))


class SelfCheckForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The questions of the self-check, for all groups together; see `form_for`."""

    size = WholeField(
        _l("一起申请的有几口人"), [_STATED], least=1, most=20, render_kw={"inputmode": "numeric"}
    )
    owned_area = HundredthsField(
        _l("全家在本地名下住房共多少平方米"),
        [_NEEDED],
        most=MOST_AREA,
        render_kw={"inputmode": "decimal"},
    )
    disposals = FieldList(FormField(DisposalForm), min_entries=1, max_entries=5)
    income_fen = HundredthsField(
        _l("全家每月收入共多少元"), [_NEEDED], most=MOST_FEN, render_kw={"inputmode": "decimal"}
    )
    assets_fen = HundredthsField(
        _l("全家净资产共多少元"), [_NEEDED], most=MOST_FEN, render_kw={"inputmode": "decimal"}
    )
    vehicles = WholeField(
        _l("全家有几辆汽车"), [_NEEDED], least=0, most=20, render_kw={"inputmode": "numeric"}
    )
    vehicle_price = HundredthsField(
        _l("最贵的一辆买来多少元"), most=MOST_FEN, render_kw={"inputmode": "decimal"}
    )
    benefit = SelectField(_l("家里有人享受过政策性住房吗"), [_CHOSEN])
    insurance = WholeField(
        _l("到上个月为止，社会保险已连续缴了几个月"),
        [_NEEDED],
        least=0,
        most=600,
        render_kw={"inputmode": "numeric"},
    )
    employed_since = DayField(_l("从哪一天起做现在的工作"), [_STATED], render_kw=_AS_WRITTEN)
    stable_employment = SelectField(
        _l("有这样的证明吗"),
        [_CHOSEN],
        choices=[SelectChoice("", ""), SelectChoice("1", _l("有")), SelectChoice("0", _l("没有"))],
    )
    graduated_on = DayField(_l("哪一天毕业"), [_STATED], render_kw=_AS_WRITTEN)
    marital = SelectField(
        _l("申请人的婚姻状况"),
        [_CHOSEN],
        choices=[
            SelectChoice("", ""),
            SelectChoice("single", _l("未婚")),
            SelectChoice("married", _l("已婚")),
            SelectChoice("divorced", _l("离异")),
            SelectChoice("widowed", _l("丧偶")),
        ],
    )
    age = WholeField(
        _l("申请人几周岁"), [_STATED], least=0, most=120, render_kw={"inputmode": "numeric"}
    )
    resided_since = DayField(_l("从哪一天起在本市居住"), [_STATED], render_kw=_AS_WRITTEN)
    banned_until = DayField(_l("被禁止再次申请的，到哪一天为止"), render_kw=_AS_WRITTEN)

    def validate_vehicle_price(self, field: HundredthsField) -> None:
        """Whoever has a car knows its price."""
        if self.vehicles.data and field.data is None and not field.errors:
            raise ValidationError(_("请填写最贵的一辆车的购置价。"))


BENEFITS = (
    SelectChoice("reform_purchase", _l("享受过：房改购房")),
    SelectChoice("fund_raised_housing", _l("享受过：集资建房")),
    SelectChoice("affordable_sale_housing", _l("享受过：经济适用住房")),
    SelectChoice("other", _l("享受过：其他政策性住房")),
)
_ASKED: dict[str, Callable[[Group, Lines], bool]] = {
    "insurance": lambda group, _lines: group is Group.MIGRANT_WORKER,
    "employed_since": lambda group, _lines: group is Group.MIGRANT_WORKER,
    "stable_employment": lambda group, _lines: group is Group.MIGRANT_WORKER,
    "resided_since": lambda group, lines: (
        group is Group.MIGRANT_WORKER and lines.residence_years is not None
    ),
    "graduated_on": lambda group, lines: (
        group is Group.NEW_EMPLOYEE and "graduated_years_below" in lines.extra.value
    ),
    "marital": lambda _group, lines: "single_age_least" in lines.extra.value,
    "age": lambda _group, lines: "single_age_least" in lines.extra.value,
}


def form_for(group: Group, lines: Lines) -> SelfCheckForm:
    """Return the form with only the questions that `group` is asked by these standards."""
    form = SelfCheckForm()
    named = [each for each in BENEFITS if each.value in lines.benefits.value]
    form.benefit.choices = [SelectChoice("", ""), SelectChoice("none", _l("都没有")), *named]
    for name, is_asked in _ASKED.items():
        if not is_asked(group, lines):
            delattr(form, name)
    return form


def values_of(form: SelfCheckForm, group: Group, day: date) -> dict[str, Any]:
    """Return what was stated under the names that `declared.facts_declared` reads."""
    held = form.data
    vehicles = [held["vehicle_price"] or 0] * (held["vehicles"] or 0)
    benefit = held["benefit"]
    values: dict[str, Any] = {
        "group": group.value,
        "vehicles": vehicles,
        "policy_housing": [] if benefit == "none" else [{"kind": benefit}],
        "disposals": [row for row in held["disposals"] if row["on"]],
    }
    if held.get("insurance") is not None:
        values["insurance_months"] = _months_to(day, held["insurance"])
    if held.get("stable_employment"):
        values["stable_employment"] = int(held["stable_employment"])
    plain = ("size", "owned_area", "income_fen", "assets_fen", "employed_since", "graduated_on")
    people = ("marital", "age", "resided_since", "banned_until")
    return values | {name: held.get(name) for name in (*plain, *people)}


def _months_to(day: date, count: int) -> list[str]:
    last = month_number(f"{day:%Y-%m}") - 1
    return [month_text(last - back) for back in range(count)]
