"""Forms of subsidies: what each act asks."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from housing.web.typed_fields import HundredthsField, MonthField

_NEEDED = InputRequired(_l("此项必须填写。"))
_PAPER = [_NEEDED, Length(max=200)]
_REASON = [_NEEDED, Length(max=500)]
MOST_AREA, MOST_FEN = 100_000, 100_000_000


def month_day(written: str) -> date:
    """Return the first day of a month written `2026-09`."""
    return date.fromisoformat(f"{written}-01")


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class PayeeForm(FlaskForm):  # type: ignore[misc]
    """Whom the bank pays."""

    payee = StringField(_l("收款人"), [_NEEDED, Length(max=64)])
    bank = StringField(_l("开户银行"), [_NEEDED, Length(max=128)])
    account = StringField(
        _l("收款账号"), [_NEEDED, Length(max=48)], render_kw={"inputmode": "numeric"}
    )
    document = StringField(_l("依据文件"), _PAPER)


class ProposeForm(PayeeForm):
    """What is needed to reckon a subsidy and to pay it."""

    from_month = MonthField(_l("从哪个月起发放"), [_NEEDED])
    own_area = HundredthsField(_l("自有住房建筑面积（平方米）"), [_NEEDED], most=MOST_AREA)


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """What has changed, and from when."""

    from_month = MonthField(_l("从哪个月起变更"), [_NEEDED])
    size = IntegerField(_l("保障人口"), [_NEEDED, NumberRange(1, 20)])
    own_area = HundredthsField(_l("自有住房建筑面积（平方米）"), [_NEEDED], most=MOST_AREA)
    reason = TextAreaField(_l("变更的原因"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class DecideForm(FlaskForm):  # type: ignore[misc]
    """Why it is decided so."""

    reason = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})


class StopForm(FlaskForm):  # type: ignore[misc]
    """From when nothing is paid, why, and on which decision."""

    from_month = MonthField(_l("从哪个月起停发"), [_NEEDED])
    reason = TextAreaField(_l("停发的原因"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class RepayForm(FlaskForm):  # type: ignore[misc]
    """What a household gave back."""

    amount = HundredthsField(_l("退回金额（元）"), [_NEEDED], most=MOST_FEN)
    on = DateField(_l("到账日期"), [_NEEDED])
    document = StringField(_l("银行回单编号"), _PAPER)


class PrepareForm(FlaskForm):  # type: ignore[misc]
    """Up to which month is paid."""

    month = MonthField(_l("发放到哪个月（含）"), [_NEEDED])


class PayForm(FlaskForm):  # type: ignore[misc]
    """When the bank carried it out."""

    on = DateField(_l("拨付日期"), [_NEEDED])
    document = StringField(_l("银行回单编号"), _PAPER)


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """Which payment came back, and why."""

    line = IntegerField(_l("退票的行号"), [_NEEDED, NumberRange(1)])
    on = DateField(_l("退回日期"), [_NEEDED])
    reason = StringField(_l("退票原因"), _REASON)
