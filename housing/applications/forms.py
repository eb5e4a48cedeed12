"""Forms of an application: one small group of questions each.

Amounts are asked in yuan and m², as people know them, and handed on in fen and hundredths of m².
"""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from housing.applications.form_fields import (
    DayField,
    HundredthsField,
    MonthField,
    PhoneField,
    checked_identity,
)
from housing.applications.forms_sign_up import NEEDED
from housing.applications.page_words import (
    ASSISTANCE_CHOICES,
    CAPACITIES,
    CAUSES,
    DISPOSALS,
    DOCUMENT_KINDS,
    DWELLINGS,
    GROUP_CHOICES,
    GUARDIANS,
    MARITALS,
    POLICY_HOUSING,
    RELATIONS,
)
from housing.applications.rules import WORKERS
from housing.applications.words import Relation
from housing.households.page_words import RESCUES

_DAY = {"inputmode": "numeric", "maxlength": 16, "placeholder": "2025-07-03"}
_AMOUNT = {"inputmode": "decimal", "maxlength": 16, "autocomplete": "off"}
_OFF = {"autocomplete": "off"}
#: More than anybody owns or earns; the county's plausible ranges are checked by the service.
MOST_FEN = 10**11
MOST_AREA = 10**6


def choices(words: Any, empty: Any = None) -> list[SelectChoice]:
    """Return the choices of a closed list of words, after an empty one when asked for."""
    first = [SelectChoice("", empty)] if empty is not None else []
    return first + [SelectChoice(str(value), word) for value, word in words.items()]


class StartForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Which group, and for workers whether an employer files for them."""

    group = RadioField(
        _l("您属于哪一类？"),
        [InputRequired(_l("请选一类；拿不准时先做自助测算。"))],
        choices=[SelectChoice(group.value, words[0]) for group, words in GROUP_CHOICES.items()],
    )
    employer = RadioField(
        _l("有没有用人单位？"),
        [Optional()],
        choices=[SelectChoice("no", _l("没有，自己就业")), SelectChoice("yes", _l("有"))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A worker says whether there is an employer. Basis: HN 13 (HN-13-2, HN-13-3)."""
        right = bool(super().validate(extra_validators))
        is_worker = self.group.data in [group.value for group in WORKERS]
        if is_worker and not self.employer.data:
            self.employer.errors = [_("请说明有没有用人单位，这决定向谁申请。")]
        return right and not self.employer.errors


class ContactForm(FlaskForm):  # type: ignore[misc]
    """Where the family is registered and lives, how it is reached, what it wants."""

    street = SelectField(_l("向哪个街道（镇乡）申请"), [NEEDED])
    address = StringField(_l("户籍地址"), [NEEDED, Length(max=256)])
    residence_address = StringField(_l("现在住在哪里"), [NEEDED, Length(max=256)])
    phone = PhoneField(_l("联系电话"), [NEEDED], render_kw={"inputmode": "tel", "maxlength": 20})
    email = StringField(
        _l("电子邮箱"), [Optional(), Length(max=254)], render_kw={"inputmode": "email"}
    )
    assistance = RadioField(
        _l("想要哪种保障"), [InputRequired(_l("请选一项。"))], choices=choices(ASSISTANCE_CHOICES)
    )
    needs_accessible = BooleanField(_l("家里有人需要无障碍住房（例如使用轮椅）"))

    def offer(self, streets: list[str]) -> None:
        """Offer the streets and towns of the county."""
        self.street.choices = choices({name: name for name in streets}, _l("请选择"))


class PersonForm(FlaskForm):  # type: ignore[misc]
    """Somebody's name and document; the birth date is asked where the number holds none."""

    name = StringField(_l("姓名"), [NEEDED, Length(max=64)], render_kw=_OFF)
    document_kind = SelectField(_l("证件类型"), choices=choices(DOCUMENT_KINDS))
    identity_number = StringField(_l("证件号码"), [NEEDED, Length(max=32)], render_kw=_OFF)
    born: date | None = None

    def validate_identity_number(self, field: StringField) -> None:
        """Check form, birth date and check digit; keep the number in capitals."""
        kind = self.document_kind.data
        if kind in DOCUMENT_KINDS:
            field.data, self.born = checked_identity(kind, field.data or "")


class GuardianForm(PersonForm):
    """The statutory guardian who applies for somebody. Basis: HN 11 (HN-11-4)."""

    relation = SelectField(_l("监护人是申请人的什么人"), choices=choices(GUARDIANS))


class MemberForm(PersonForm):
    """One person of the family."""

    birth_on = DayField(_l("出生日期"), [Optional()], render_kw=_DAY)
    relation = SelectField(_l("与户主的关系"), [NEEDED], choices=choices(RELATIONS, _l("请选择")))
    marital = SelectField(_l("婚姻状况"), [NEEDED], choices=choices(MARITALS, _l("请选择")))
    capacity = RadioField(
        _l("能不能独立处理自己的事"),
        [InputRequired(_l("请选一项。"))],
        choices=choices(CAPACITIES),
    )
    phone = PhoneField(
        _l("本人手机"), [Optional()], render_kw={"inputmode": "tel", "maxlength": 20}
    )

    def offer(self, *, is_worker: bool) -> None:
        """Word the relation for the group: a worker's family counts from the worker."""
        words = dict(RELATIONS)
        if is_worker:
            self.relation.label.text = _l("与申请人的关系")
            words[Relation.HEAD] = _l("申请人本人")
        self.relation.choices = choices(words, _l("请选择"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the birth date where the number holds none, and compare both where it does."""
        right = bool(super().validate(extra_validators))
        if self.identity_number.errors or self.birth_on.errors:
            return right
        if self.born is None and self.birth_on.data is None:
            self.birth_on.errors = [_("这种证件的号码里没有出生日期，请填写。")]
        elif self.born and self.birth_on.data and self.born != self.birth_on.data:
            self.birth_on.errors = [_("与证件号码里的出生日期不同，请核对。")]
        self.birth_on.data = self.birth_on.data or self.born
        return right and not self.birth_on.errors


class _Row(Form):  # type: ignore[misc]  # wtforms carries no types
    """One line of a list inside a form; empty lines are left out."""

    def is_empty(self) -> bool:
        """Whether nothing was typed into this line."""
        typed = [part for part in self if part.type != "SelectField"]
        return not any(part.raw_data and part.raw_data[0].strip() for part in typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check a line only when something stands in it."""
        return self.is_empty() or bool(super().validate(extra_validators))


class DwellingRow(_Row):
    """A dwelling that somebody of the family owns."""

    owner = StringField(_l("产权人"), [NEEDED, Length(max=64)])
    address = StringField(_l("地址"), [NEEDED, Length(max=256)])
    area = HundredthsField(_l("建筑面积（m²）"), [NEEDED], most=MOST_AREA, render_kw=_AMOUNT)
    kind = SelectField(_l("种类"), choices=choices(DWELLINGS))


class DisposalRow(_Row):
    """A dwelling that was sold, given away, cleared or auctioned. Basis: HN 12 (HN-12-2)."""

    on = DayField(_l("哪一天"), [NEEDED], render_kw=_DAY)
    kind = SelectField(_l("怎样处置的"), choices=choices(DISPOSALS))
    cause = SelectField(_l("有没有特殊原因"), choices=choices(CAUSES))
    area = HundredthsField(_l("建筑面积（m²）"), [NEEDED], most=MOST_AREA, render_kw=_AMOUNT)


class PolicyHousingRow(_Row):
    """A housing-reform benefit that somebody has had. Basis: HN 12 (HN-12-6)."""

    person = StringField(_l("谁享受的"), [NEEDED, Length(max=64)])
    on = DayField(_l("哪一天"), [NEEDED], render_kw=_DAY)
    kind = SelectField(_l("哪一种"), choices=choices(POLICY_HOUSING))


class HomeForm(FlaskForm):  # type: ignore[misc]
    """Where the family lives and what it owns or has disposed of."""

    present_area = HundredthsField(
        _l("现在住的房子有多大（m²）"), [NEEDED], most=MOST_AREA, render_kw=_AMOUNT
    )
    owned_area = HundredthsField(
        _l("全家在本地自有住房共多大（m²）"), [NEEDED], most=MOST_AREA, render_kw=_AMOUNT
    )
    dwellings = FieldList(FormField(DwellingRow))
    disposals = FieldList(FormField(DisposalRow))
    policy_housing = FieldList(FormField(PolicyHousingRow))


class EarningRow(Form):  # type: ignore[misc]
    """What one person of the family earns; the name stands beside it."""

    income_fen = HundredthsField(_l("每月收入（元）"), [NEEDED], most=MOST_FEN, render_kw=_AMOUNT)
    employer = StringField(_l("工作单位"), [Optional(), Length(max=128)])


class IncomeForm(FlaskForm):  # type: ignore[misc]
    """What the family earns and has. Basis: HN 12 (HN-12-4)."""

    earnings = FieldList(FormField(EarningRow))
    assets_fen = HundredthsField(
        _l("全家存款、股票等财产共多少（元）"), [NEEDED], most=MOST_FEN, render_kw=_AMOUNT
    )
    vehicles = FieldList(
        HundredthsField(_l("车辆现值（元）"), [Optional()], most=MOST_FEN, render_kw=_AMOUNT)
    )
    rescue = RadioField(
        _l("有没有享受救助"), [InputRequired(_l("请选一项。"))], choices=choices(RESCUES)
    )
    priority_groups = SelectMultipleField(
        _l("家里有没有这些情形"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class WorkForm(FlaskForm):  # type: ignore[misc]
    """Where a worker works and for how long insurance was paid. Basis: HN 12 (HN-12-5)."""

    work_street = SelectField(_l("在哪个街道（镇乡）工作"), [NEEDED])
    employer_name = StringField(_l("在哪里工作（单位或摊点名称）"), [NEEDED, Length(max=128)])
    work_address = StringField(_l("工作地址"), [NEEDED, Length(max=256)])
    employed_since = DayField(_l("从哪一天开始工作"), [NEEDED], render_kw=_DAY)
    graduated_on = DayField(_l("毕业日期"), [Optional()], render_kw=_DAY)
    insured_from = MonthField(
        _l("社会保险从哪个月起连续缴纳"), [Optional()], render_kw={"placeholder": "2025-03"}
    )
    insured_to = MonthField(_l("缴到哪个月"), [Optional()], render_kw={"placeholder": "2026-08"})

    def validate(self, extra_validators: Any = None) -> bool:
        """Both months or none, and in order."""
        right = bool(super().validate(extra_validators))
        first, last = self.insured_from.data, self.insured_to.data
        if self.insured_from.errors or self.insured_to.errors:
            return right
        if bool(first) != bool(last):
            self.insured_to.errors = [_("两个月份要一起填；没有缴纳的都留空。")]
        elif first and last and last < first:
            self.insured_to.errors = [_("缴到的月份早于开始的月份，请核对。")]
        return right and not self.insured_to.errors


class SubmitForm(FlaskForm):  # type: ignore[misc]
    """The statement that all of it is true. Basis: HN 14 (HN-14-2)."""

    truthful = BooleanField(
        _l("我对所填内容和所交材料的真实性负责"),
        [InputRequired(_l("提交前请勾选这一项。"))],
    )

    def offer(self, *, is_counter: bool) -> None:
        """Word the statement for an officer who types what somebody else has signed."""
        if is_counter:
            self.truthful.label.text = _l("申请人已签字声明，对所填内容和所交材料的真实性负责")


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something is asked for or given up."""

    reason = TextAreaField(
        _l("原因"), [NEEDED, Length(max=500)], render_kw={"rows": 3, "maxlength": 500}
    )


class EmptyForm(FlaskForm):  # type: ignore[misc]
    """A button alone; what is wrong stands above it."""
