"""Forms of rental housing: projects with their layouts, certificates, enterprises, leases."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from housing.rental_projects.facts import CandidateStated, EnterpriseStated, ProjectStated
from housing.rental_projects.leases import LeaseStated, Party
from housing.rental_projects.queries import listed
from housing.rental_projects.rules import Facts, Layout
from housing.web.typed_fields import DAY_HINT, NEEDED, DayField, HundredthsField, line

LARGEST_AREA, HIGHEST_RENT, MOST_MONEY = 10_000_000_00, 10_000_00, 10**12
MOST_UNITS, MOST_PEOPLE = 100_000, 99
#: Empty rows offered for further layouts; sending the form offers as many again.
MORE_LAYOUTS = 3


def _given(field: Any) -> Any:
    """Return what a field that was found right holds."""
    return field.data


class LayoutForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One kind of unit; a row without a name is none."""

    name = line(_l("户型"), 64, needed=False)
    units = IntegerField(_l("套（间）数"), [Optional(), NumberRange(1, MOST_UNITS)])
    area = HundredthsField(_l("每套建筑面积（m²）"), most=LARGEST_AREA)
    rent_fen = HundredthsField(_l("租金（元/m²·月）"), most=HIGHEST_RENT)
    fee_fen = HundredthsField(_l("服务费（元/m²·月）"), most=HIGHEST_RENT)
    equipment = line(_l("设施（用顿号分开）"), 512, needed=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the figures of a row that has a name, and for the name of one with figures."""
        right = bool(super().validate(extra_validators))
        figures = [self.units, self.area, self.rent_fen]
        if not self.is_empty and not (self.name.data or "").strip():
            self.name.errors = [*self.name.errors, _l("请写明户型名称，或清空这一行。")]
            return False
        for asked in figures if not self.is_empty else []:
            if asked.data is None and not asked.errors:
                asked.errors = [_l("此项必须填写。")]
                right = False
        return right

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into the row."""
        return not any(each.data for each in self)

    def stated(self) -> Layout:
        """Return the layout."""
        return Layout(
            self.name.data.strip(),
            _given(self.units),
            _given(self.area),
            _given(self.rent_fen),
            self.fee_fen.data or 0,
            tuple(listed(self.equipment.data or "")),
        )


class ProjectForm(FlaskForm):  # type: ignore[misc]
    """A project as its owner declares it."""

    code = line(_l("项目编号"), 32)
    name = line(_l("项目名称"), 128)
    owner = line(_l("建设、运营单位"), 128)
    floor_area = HundredthsField(_l("总建筑面积（m²）"), [NEEDED], most=LARGEST_AREA)
    commercial_area = HundredthsField(_l("其中商业服务设施（m²）"), [NEEDED], most=LARGEST_AREA)
    legacy = BooleanField(_l("方案施行前已建、在建"))
    layouts = FieldList(FormField(LayoutForm), max_entries=200)

    def offer_rows(self) -> None:
        """Add empty rows for further layouts."""
        for _row in range(MORE_LAYOUTS):
            self.layouts.append_entry()

    def stated(self) -> ProjectStated:
        """Return what was declared."""
        rows = [row.form.stated() for row in self.layouts if not row.form.is_empty]
        legacy = bool(self.legacy.data)
        areas = _given(self.floor_area), _given(self.commercial_area)
        facts = Facts(tuple(rows), *areas, legacy)
        code, name, owner = (each.data.strip() for each in (self.code, self.name, self.owner))
        return ProjectStated(code, name, owner, facts)


class RecognitionForm(FlaskForm):  # type: ignore[misc]
    """The certificate of a project."""

    number = line(_l("认定书编号"), 64)
    reason = TextAreaField(_l("例外的理由"), [Length(max=2000)], render_kw={"rows": 2})


class ListingForm(FlaskForm):  # type: ignore[misc]
    """What is published about the units of one layout."""

    layout = SelectField(_l("户型"), [NEEDED])
    details = TextAreaField(_l("发布的信息"), [Length(max=4000)], render_kw={"rows": 5})

    def stated(self) -> dict[str, str]:
        """Return the lines as field and text; a line without a colon is a field without text."""
        typed = (self.details.data or "").splitlines()
        lines = [line.replace("：", ":", 1).partition(":") for line in typed]
        return {name.strip(): text.strip() for name, _colon, text in lines if name.strip()}


class EnterpriseForm(FlaskForm):  # type: ignore[misc]
    """An enterprise as it declares itself."""

    name = line(_l("企业名称"), 128)
    capital_fen = HundredthsField(_l("自有资金（元）"), [NEEDED], most=MOST_MONEY)
    staff = IntegerField(_l("从业人员（人）"), [NEEDED, NumberRange(0, MOST_UNITS)])
    units_managed = IntegerField(_l("管理房源（套）"), [NEEDED, NumberRange(0, MOST_UNITS)])

    def stated(self) -> EnterpriseStated:
        """Return what was declared."""
        name, capital = self.name.data.strip(), _given(self.capital_fen)
        return EnterpriseStated(name, capital, self.staff.data, self.units_managed.data)


class CandidateForm(FlaskForm):  # type: ignore[misc]
    """A project that might be bought."""

    name = line(_l("项目名称"), 128)
    layout = line(_l("户型"), 64)
    area = HundredthsField(_l("每套建筑面积（m²）"), [NEEDED], most=LARGEST_AREA)
    location = line(_l("位置"), 256)
    units = IntegerField(_l("拟收购（套）"), [NEEDED, NumberRange(1, MOST_UNITS)])
    price_fen = HundredthsField(_l("单价（元/m²）"), [NEEDED], most=MOST_MONEY)
    size_min = IntegerField(_l("适合的家庭：最少人数"), [NEEDED, NumberRange(1, MOST_PEOPLE)])
    size_max = IntegerField(_l("适合的家庭：最多人数"), [NEEDED, NumberRange(1, MOST_PEOPLE)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for sizes in order too."""
        right = bool(super().validate(extra_validators))
        if right and self.size_max.data < self.size_min.data:
            self.size_max.errors = [_l("最多人数不能少于最少人数。")]
            return False
        return right

    def stated(self) -> CandidateStated:
        """Return what was stated."""
        names = CandidateStated.__dataclass_fields__
        return CandidateStated(**{name: self[name].data for name in names})


class LeaseForm(FlaskForm):  # type: ignore[misc]
    """A lease as it was signed, with both parties in their real names."""

    number = line(_l("合同编号"), 32)
    landlord = line(_l("出租人姓名或名称"), 128)
    landlord_number = line(_l("出租人证件号码或统一社会信用代码"), 32)
    tenant = line(_l("承租人姓名或名称"), 128)
    tenant_number = line(_l("承租人证件号码或统一社会信用代码"), 32)
    district = line(_l("区片"), 64)
    layout = line(_l("户型"), 64)
    area = HundredthsField(_l("建筑面积（m²）"), [NEEDED], most=LARGEST_AREA)
    rent_fen = HundredthsField(_l("租金（元/m²·月）"), [NEEDED], most=HIGHEST_RENT)
    signed_on = DayField(_l("签订日期"), [NEEDED], render_kw=DAY_HINT)

    def stated(self) -> LeaseStated:
        """Return the lease."""
        return LeaseStated(
            self.number.data,
            Party(self.landlord.data, self.landlord_number.data),
            Party(self.tenant.data, self.tenant_number.data),
            self.district.data,
            self.layout.data,
            _given(self.area),
            _given(self.rent_fen),
            _given(self.signed_on),
        )


class LevelsForm(FlaskForm):  # type: ignore[misc]
    """From which day on leases are counted."""

    from_on = DayField(_l("统计自"), [NEEDED], render_kw=DAY_HINT)

    def first(self) -> date:
        """Return the first day."""
        day: date = _given(self.from_on)
        return day
