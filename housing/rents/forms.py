"""Forms of rents: groups, reductions, fees, spending."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from housing.rent_standards.page_words import GROUPS
from housing.rent_standards.words import MARKET
from housing.rents.page_words import USES

PAPERS = "image/jpeg,image/png,image/webp,application/pdf"
_NEEDED = InputRequired(_l("此项必须填写。"))
_DAY = InputRequired(_l("请填写日期，如 2027-01-01。"))
_MONTH = Regexp(r"^\d{4}-(0[1-9]|1[0-2])$", message=_l("请填写月份，如 2027-01。"))
_REASON = [_NEEDED, Length(max=2000)]
_PAPER = [_NEEDED, Length(max=200)]
_YUAN = [InputRequired(_l("请填写金额（元），最多两位小数。")), NumberRange(min=Decimal("0.01"))]


def fen(field: Any) -> int:
    """Return the amount in a field of yuan as fen."""
    return int((field.data * 100).to_integral_value())


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class GroupForm(FlaskForm):  # type: ignore[misc]
    """Another group of the standard for one tenant."""

    rent_group = SelectField(
        _l("租金档次"), choices=[(key, word) for key, word in GROUPS.items() if key != MARKET]
    )
    from_on = DateField(_l("执行日期"), [_DAY])
    reason = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class ReductionForm(FlaskForm):  # type: ignore[misc]
    """An application for less rent; the choices are the county's conditions."""

    ground = SelectField(_l("减免理由"))
    statement = TextAreaField(_l("情况说明"), _REASON, render_kw={"rows": 3})
    papers = MultipleFileField(_l("证明材料"), render_kw={"accept": PAPERS, "multiple": True})


class GrantForm(FlaskForm):  # type: ignore[misc]
    """How much less, until when, and why."""

    percent = IntegerField(
        _l("减免比例（%）"),
        [_NEEDED, NumberRange(min=1, max=100)],
        render_kw={"inputmode": "numeric"},
    )
    until_month = StringField(_l("减免至（月份，如 2027-06）"), [_NEEDED, _MONTH])
    reasons = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("决定文号"), _PAPER)


class RefuseForm(FlaskForm):  # type: ignore[misc]
    """Why an application is refused."""

    reasons = TextAreaField(_l("不予批准的理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("决定文号"), [Optional(), Length(max=200)])


class EndForm(FlaskForm):  # type: ignore[misc]
    """The last month of a reduction that ends early."""

    last_month = StringField(_l("最后一个月（如 2027-06）"), [_NEEDED, _MONTH])
    reason = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})


class FeeForm(FlaskForm):  # type: ignore[misc]
    """The property service fee of an estate."""

    project_code = StringField(_l("项目编号"), [_NEEDED, Length(max=32)])
    from_month = StringField(_l("执行月份（如 2027-01）"), [_NEEDED, _MONTH])
    yuan = DecimalField(_l("每平方米每月（元）"), [_NEEDED, NumberRange(min=0)], places=2)
    document = StringField(_l("依据文件"), _PAPER)


class AdjustForm(FlaskForm):  # type: ignore[misc]
    """Why the leases that were shown are adjusted, and by which document."""

    reason = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class SpendForm(FlaskForm):  # type: ignore[misc]
    """Money spent from rent income."""

    use = SelectField(_l("用途"), choices=list(USES.items()))
    yuan = DecimalField(_l("金额（元）"), _YUAN, places=2)
    on = DateField(_l("日期"), [_DAY])
    payee = StringField(_l("收款人和事由"), _PAPER)
    document = StringField(_l("凭据编号"), _PAPER)


class MoneyForm(FlaskForm):  # type: ignore[misc]
    """An amount that came in or was passed on."""

    yuan = DecimalField(_l("金额（元）"), _YUAN, places=2)
    on = DateField(_l("日期"), [_DAY])
    document = StringField(_l("凭据编号"), _PAPER)


class FacilityForm(MoneyForm):
    """Rent of shops and other facilities."""

    payer = StringField(_l("付款人和事由"), _PAPER)
